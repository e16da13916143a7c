package report

import (
	"fmt"
	"io"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Cause says which choice of a failing run made the failure inevitable.
func Cause(w io.Writer, t *trace.Trace, c *runner.Cause) {
	fmt.Fprintf(w, "%s: %s: %s\n", t.Test, t.Kind, t.Message)
	if c.Event < 0 {
		fmt.Fprintf(w, "    no choice matters: all of %d runs that were made at random fail like this\n", c.Branches)
		return
	}
	e := t.Events[c.Event]
	fmt.Fprintf(w, "    choice %d of %d made it inevitable: ", c.Choice, c.Choices)
	switch {
	case e.Kind == trace.EvChoice:
		fmt.Fprintf(w, "%s takes ready case %d of %d\n", name(e.G), e.K+1, e.N)
	case e.Kind == trace.EvDraw:
		fmt.Fprintf(w, "%s chooses %d of %d\n", name(e.G), e.K, e.N)
	case e.Kind == trace.EvRefine:
		fmt.Fprintf(w, "%s makes its input simpler\n", name(e.G))
	case e.Kind == trace.EvPick:
		fmt.Fprintf(w, "%s goes on, of %d goroutines that could\n", name(e.G), e.N)
	case e.Next == e.G:
		fmt.Fprintf(w, "%s goes on with %s, though %s\n", name(e.G), whole(e), others(e.N-1))
	default:
		fmt.Fprintf(w, "%s goes on while %s is about to do %s\n", name(e.Next), name(e.G), whole(e))
	}
	if e.At.File != "" {
		fmt.Fprintf(w, "        %s is at %s\n", name(e.G), place(e.At))
	}
	fmt.Fprintf(w, "    of %d random continuations, %.0f %% fail like this from the start, %.0f %% just before this choice, all after it\n",
		c.Branches, 100*c.Start, 100*c.Before)
}

func others(n int) string {
	if n == 1 {
		return "another goroutine could"
	}
	return fmt.Sprintf("%d others could", n)
}
