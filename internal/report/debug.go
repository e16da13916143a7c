package report

import (
	"fmt"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// ToTake says what a step of a recording is that its goroutine is about to take: step n, from 1, of
// those that [Show] has.
func ToTake(t *trace.Trace, src *Sources, n int) string {
	v := newView(t, src, true)
	s := v.steps[n-1]
	text := fmt.Sprintf("step %d of %d: %s is about to do %s", n, len(v.steps), name(s.G), v.says(s))
	if s.At.Std() || s.At.File == "" {
		return printable(text)
	}
	text += " at " + s.At.Pos()
	if l := src.Line(s.At.File, s.At.Line); l != "" {
		text += ": “" + l + "”"
	}
	return printable(text)
}
