package report

import (
	"fmt"
	"io"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Cause says which choice of a failing run made the failure inevitable.
func Cause(w io.Writer, t *trace.Trace, c *runner.Cause) {
	src := SourcesOf(t, t.Module, ".")
	defer src.Close()
	v := newView(t, src, false)
	fmt.Fprint(w, Wrapped(fmt.Sprintf("%s: %s%s", t.Test, v.kind(), v.headline()), "", "    "))
	if c.Event < 0 {
		held := ""
		if t.Held > 0 {
			held = ", in which goroutines are held up as long,"
		}
		fmt.Fprint(w, Wrapped(fmt.Sprintf("every schedule fails: all of %d runs with random schedules%s fail in the same way", c.Branches, held), "    ", "    "))
		return
	}
	fmt.Fprint(w, Wrapped(fmt.Sprintf("choice %d of %d made the failure inevitable: %s", c.Choice, c.Choices, v.choice(c.Event)), "    ", "    "))
	branches := fmt.Sprint(c.Branches)
	if c.Fewest < c.Branches {
		branches = fmt.Sprintf("%d to %d", c.Fewest, c.Branches)
	}
	fmt.Fprint(w, Wrapped(fmt.Sprintf("of %s random continuations, %.0f%% fail in this way from the start, %.0f%% just before this choice, and all after it",
		branches, 100*c.Start, 100*c.Before), "    ", "    "))
}
