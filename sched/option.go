package sched

import (
	"time"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/internal/settings"
)

// Option is an option of [Test] and [Explore]. The flags of chaosrun test override options, except
// [Clock].
type Option func(*config)

type config struct {
	settings.Settings
	clock  *fakeclock.Policy
	custom Strategy       // the one chosen: it may be one of the user's own
	leaks  []func() error // who judges leaks
}

func newConfig(opts []Option) *config {
	c := new(config)
	for _, o := range opts {
		o(c)
	}
	return c
}

// Schedules sets the number of runs, at least 1. The default is 1000. A systematic strategy may
// need fewer.
func Schedules(n int) Option {
	return func(c *config) { c.Schedules = uint64(max(1, n)) }
}

// Duration limits the real time of the exploration. The default is 10 s, or no limit if
// [Schedules] is given. If both are given, the exploration ends with the first limit that it
// reaches.
func Duration(d time.Duration) Option {
	return func(c *config) { c.Duration = max(1, d) }
}

// Seed sets the number from which all schedules are derived. The default is 1. The same seed gives
// the same runs.
func Seed(seed uint64) Option {
	return func(c *config) { c.Seed = &seed }
}

// Using sets the strategy. The default is [Auto].
func Using(s Strategy) Option {
	return func(c *config) { c.Strategy, c.custom = s.String(), s }
}

// MaxSteps sets the number of steps after which a run continues under a fair schedule. If the run
// then does not end soon, it is a livelock. The default is many times the number of steps of the
// first run.
func MaxSteps(n int) Option {
	return func(c *config) { c.MaxSteps = uint64(max(1, n)) }
}

// Shrink limits the real time for shrinking each failure. The default is 5 s. With 0 chaosrun
// keeps the schedule that it has found.
func Shrink(d time.Duration) Option {
	return func(c *config) { d := max(0, d); c.Settings.Shrink = &d }
}

// HoldUp separates failures from timing warnings: a failure that needs a goroutine to be held up
// for d or longer is a timing warning. chaosrun tries no hold-ups of more than a hundred times d.
// The default is 1 ms, which happens on any machine. With 0 no goroutine is held up.
func HoldUp(d time.Duration) Option {
	return func(c *config) { d := max(0, d); c.Settings.HoldUp = &d }
}

// Isolate runs every run in a process of its own, for tests that change package variables.
func Isolate() Option {
	return func(c *config) { c.Isolate = true }
}

// Artifacts sets the folder for recordings of failing runs. The default is .chaosrun in the
// package's folder.
func Artifacts(dir string) Option {
	return func(c *config) { c.Artifacts = dir }
}

// Expect states that the test has a bug of that kind. The test passes if chaosrun finds such a
// failure, and fails otherwise. A comment //chaosrun:expect above the test has the same effect.
func Expect(k Kind) Option {
	return func(c *config) { c.Expect = string(k) }
}

// Clock sets the clock policy, which decides when virtual time passes. The default is
// [fakeclock.Idle]. Clock overrides the flag -clock, because assertions about time hold under one
// policy and not under another. A comment //chaosrun:clock POLICY above the test has the same
// effect.
func Clock(p fakeclock.Policy) Option {
	return func(c *config) { c.clock = &p }
}

// Faults plans the faults of the runs. Without a plan no faults happen. It is an error of the test
// if a plan is invalid, names a failpoint that the test binary does not have, or can never happen.
func Faults(plans ...inject.Plan) Option {
	return func(c *config) {
		for _, p := range plans {
			if c.Settings.Faults != "" {
				c.Settings.Faults += "; "
			}
			c.Settings.Faults += p.String()
		}
	}
}

// JudgeLeaks replaces chaosrun's proof of leaks with find. In every run chaosrun calls find after
// the body and its cleanups. If find returns an error, the run fails as a [Leak]. The operations
// of find are no steps of the run. If find sleeps, virtual time passes. Package goleakopt provides
// find for the options of goleak.
func JudgeLeaks(find func() error) Option {
	return func(c *config) {
		c.leaks = append(c.leaks, find)
		c.Settings.Leaks = "off"
	}
}
