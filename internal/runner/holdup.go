package runner

import (
	"context"
	"fmt"
	"slices"
	"strings"
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

// timing reports whether a failure that needs a goroutine to be held up for so many nanoseconds
// is a timing warning.
func (r *Runner) timing(held int64) bool {
	return held > 0 && r.HoldUp > 0 && trace.Round(time.Duration(held)) >= r.HoldUp
}

// judgeTimings looks at the first run that failed because a goroutine was held up for long, or
// at all of them with -keep-going. What fails without, or with a short hold-up, is a failure like
// any other; the rest are warnings.
func (c *campaign) judgeTimings(ctx context.Context) error {
	fs := c.timings
	if !c.KeepGoing {
		fs = fs[:min(1, len(fs))]
	}
	known := make(map[string]bool)
	for _, f := range c.res.Failures {
		known[f.Trace.Fingerprint()] = true
	}
	confirming := c.confirming()
	for _, f := range fs {
		if ctx.Err() != nil {
			break
		}
		look := f.look()
		if !confirming.due(f.kind, look) {
			continue
		}
		fail, err := c.confirm(ctx, f)
		if err != nil {
			return err
		}
		if fail == nil {
			continue
		}
		if known[fail.Trace.Fingerprint()] {
			confirming.Known(look)
			continue
		}
		confirming.New(look)
		known[fail.Trace.Fingerprint()] = true
		if err := c.shortenHoldUp(ctx, fail); err != nil {
			return err
		}
		c.res.Timings = append(c.res.Timings, fail)
	}
	c.settle(c.res)
	return nil
}

// settle moves what is no matter of timing from a result's warnings to its failures.
func (r *Runner) settle(res *Result) {
	var rest []*Failure
	for _, f := range res.Timings {
		if r.Settle(f); f.Timing {
			rest = append(rest, f)
			continue
		}
		res.Failures = append(res.Failures, f)
		res.Complete = false
		if res.Verdict == "pass" || res.Verdict == "unsteady" {
			res.Verdict = "fail"
		}
	}
	res.Timings = rest
}

// Settle says of a failure that was found with a long hold-up whether it takes one.
func (r *Runner) Settle(f *Failure) {
	f.Timing, f.Message = r.timing(f.Trace.Held), f.Trace.Message
	if f.Timing {
		f.Message = TimingMessage(f.Trace)
	}
}

// leastShorten is how long shorter hold-ups are looked for at least, whatever time there is to shrink:
// they decide whether a failure is a timing warning. A run can take seconds.
const leastShorten = 5 * time.Second

// shortenHoldUp puts a run with fewer and shorter hold-ups that fails in the same way in place of a
// failure's.
func (r *Runner) shortenHoldUp(ctx context.Context, f *Failure) error {
	t := f.Trace
	if !shrinkable(t) {
		return nil
	}
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, max(leastShorten, r.Shrink))
	defer cancel()
	s := r.shrinker(t)
	if _, err := s.shorter(ctx); err != nil && ctx.Err() == nil {
		return err // else time is up, and what there is counts
	}
	if best, err := r.endless(whole, t, s.best); err != nil {
		return err
	} else if best == t {
		return nil
	}
	f.Trace, f.Message, f.Steps = s.best, s.best.Message, s.best.Steps
	return nil
}

// fewHoldUps is of how many hold-ups each is tried alone at once.
const fewHoldUps = 16

// shorter leaves hold-ups out: all of them, or all but one, or parts of them, large ones first.
func (s *shrinker) shorter(ctx context.Context) (bool, error) {
	for any := false; s.best.Held > 0; any = true {
		plan := s.best.Plan()
		better, err := s.improve(ctx, func(yield func(trace.Plan) bool) {
			if !yield(plan.WithHoldUp(-1)) {
				return
			}
			held := plan.HoldUps()
			if len(held) <= fewHoldUps {
				for _, i := range held {
					if !yield(plan.WithHoldUp(i)) {
						return
					}
				}
			}
			for fewer := range plan.Fewer() {
				if !yield(fewer) {
					return
				}
			}
			for size := (len(held) + 1) / 2; size > 0; size /= 2 {
				for part := range slices.Chunk(held, size) {
					if !yield(plan.WithoutThose(part)) {
						return
					}
				}
			}
		})
		if err != nil || !better || ctx.Err() != nil {
			return any, err
		}
	}
	return true, nil
}

// manyHoldUps is how many hold-ups of a run count as much as a single one that takes as long as all of
// them: package runtime's chaosManyHoldUps is the same.
const manyHoldUps = 100

// TimingMessage is the sentence that says of a timing warning what it takes.
func TimingMessage(t *trace.Trace) string {
	var longest, all time.Duration
	var at trace.Event
	for _, e := range t.Events {
		d := e.HeldFor()
		if all += d; d > longest {
			longest, at = d, e
		}
	}
	held := time.Duration(t.Held)
	if t.From == 0 && longest < held && all/manyHoldUps >= held-held/10 {
		return fmt.Sprintf("fails if goroutines are held up again and again, for %v in all: %s", trace.Round(manyHoldUps*held), t.Message)
	}
	who := "a goroutine"
	if longest > 0 { // else that part of a long run is not recorded
		who = fmt.Sprintf("g%d", at.G)
	}
	where := ""
	if pos := at.At.Pos(); pos != "" {
		where = " before " + strings.Replace(pos, "$GOROOT/", "", 1)
	}
	return fmt.Sprintf("fails if %s is held up for %v%s: %s", who, trace.Round(held), where, t.Message)
}

// holdsUp is for how long goroutines are held up in some runs, with failures and not warnings as
// the result: not at all, but under a strategy that does it.
func (r *Runner) holdsUp() time.Duration {
	if traitsOf(r.Strategy).holds {
		return r.HoldUp
	}
	return 0
}
