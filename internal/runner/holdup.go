package runner

import (
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// hold says how goroutines are held up past timers that are not due. Either the strategy says
// in which runs, and how often; or fixed is set, and it is the same in every run.
type hold struct {
	fixed bool
	rate  int   // if fixed: 1 time in rate, at a scheduling point; 0: never
	limit int64 // nanoseconds: for how long at most, if fixed, and in runs of short hold-ups
	long  bool  // if not fixed: there are runs of hold-ups a hundred times as long, too
}

// hold is how the runs of an exploration are made.
func (r *Runner) hold() hold {
	return hold{limit: int64(r.HoldUp - r.HoldUp/100), long: true}
}

// held is how the run of a recording was made.
func held(t *trace.Trace) hold { return hold{fixed: true, rate: t.Rate, limit: t.Limit} }

func (h hold) put(put func(key string, val any)) {
	if h.fixed {
		put("rate", h.rate)
	}
	put("limit", h.limit)
	if h.long {
		put("long", 1)
	}
}

// started is when this process started: the wall clock of runs, unless it is said.
var started = time.Now()

func (r *Runner) wall() int64 {
	if r.Wall.IsZero() {
		return started.UnixNano()
	}
	return r.Wall.UnixNano()
}
