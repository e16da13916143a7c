package report

import (
	"fmt"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// ofTimer says what a goroutine is that a timer started: by the call that made the timer, if the source
// says which one it was.
func (v *view) ofTimer(g int) string {
	for _, s := range v.steps {
		if s.G != g || s.Kind == trace.EvStart || s.At.File == "" || s.At.Std() {
			continue
		}
		if tree := v.src.syntax(s.At.File); tree != nil {
			if c, ok := tree.timerOf(s.At); ok {
				return fmt.Sprintf("“%s” (%s)", clip(c.text, 44), base(trace.Frame{File: s.At.File, Line: c.line}))
			}
		}
		return "started by a timer, and runs " + base(s.At)
	}
	return "started by a timer"
}
