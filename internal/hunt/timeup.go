package hunt

import (
	"regexp"
	"time"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// In a run that does not end, virtual time passes until no timer is left, and in CI only until go test's
// time is up. So a goroutine whose timers are due later than that is not at its end where the log has it.

var timeUp = regexp.MustCompile(`^test timed out after (\S+)`)

// timeLimit is how long the test had in the log, or 0.
func timeLimit(g *cilog.Goal) time.Duration {
	m := timeUp.FindStringSubmatch(g.Message)
	if m == nil {
		return 0
	}
	d, err := time.ParseDuration(m[1])
	if err != nil {
		return 0
	}
	return d
}

// movedAfter are the goroutines that did something after so much virtual time, with the place at which
// each was blocked then: none, if it was not, or if it did not exist yet.
func movedAfter(t *trace.Trace, limit time.Duration) map[int]trace.Frame {
	waits := make(map[int]trace.Frame)
	moved := make(map[int]trace.Frame)
	var now time.Duration
	for _, e := range t.Events {
		switch {
		case e.Kind == trace.EvClock:
			if d, err := time.ParseDuration(e.Detail); err == nil {
				now = d
			}
		case now > limit:
			moved[e.G] = waits[e.G]
		case e.Kind == trace.EvWait:
			waits[e.G] = e.At
		case e.IsStep():
			delete(waits, e.G)
		}
	}
	return moved
}
