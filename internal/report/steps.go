package report

import (
	"fmt"
	"io"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Steps prints every event of a run.
func Steps(w io.Writer, t *trace.Trace) {
	for i, e := range t.Events {
		fmt.Fprintf(w, "%6d  %-6s%-26s%s\n", i+1, name(e.G), clip(whole(e), 24), e.At.Pos())
	}
}

// Divergence shows where a replay first did something else than its recording, both
// sides.
func Divergence(w io.Writer, rec, got *trace.Trace, at int) {
	fmt.Fprintf(w, "the replay of %s diverged from the recording at event %d\n", rec.Test, at+1)
	side := func(t *trace.Trace) string {
		if at >= len(t.Events) {
			return "(the run has ended)"
		}
		return t.Events[at].Line()
	}
	fmt.Fprintf(w, "    recorded: %s\n    replayed: %s\n", side(rec), side(got))
}
