package timeouts

import (
	"errors"
	"testing"
	"time"

	"github.com/pingcap/failpoint"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

// The limit may be over at any moment, and the work may hang: there is an answer or ErrTimeout,
// never both, and nobody is left when what hung is over.
func TestAtAnyMoment(t *testing.T) {
	sched.Test(t, func(t *testing.T) {
		done := false
		v, err := Do(time.Second, func() int {
			load()
			done = true
			return 42
		})
		if err == nil {
			sched.Always(done && v == 42, "an answer is one that was made", "answer", v)
		} else {
			sched.Always(errors.Is(err, ErrTimeout) && v == 0, "no answer is a timeout", "answer", v, "error", err)
		}
		sched.Sometimes(err == nil, "there is an answer")
		sched.Sometimes(err != nil, "it takes too long")
	}, sched.Schedules(200), sched.Clock(fakeclock.Racing),
		sched.Faults(inject.Plan{Point: "timeouts/load", Do: inject.Pause(), Max: 1}))
}

// load is what a test lets hang.
func load() { failpoint.Inject("load", nil) }
