package sched

import (
	"time"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/internal/settings"
)

// Option is an option of [Test] and [Explore]. The flags of chaosrun test win over options,
// but for [Clock].
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

// Schedules is how many runs the test gets, at least 1; the default is 1000. A systematic
// strategy may need fewer.
func Schedules(n int) Option {
	return func(c *config) { c.Schedules = uint64(max(1, n)) }
}

// Duration is the real time for the test. The default is 10 s, or without limit if
// [Schedules] is given. If both are given, whichever is used up first ends the exploration.
func Duration(d time.Duration) Option {
	return func(c *config) { c.Duration = max(1, d) }
}

// Seed is what all schedules are drawn from; the default is 1. The same seed gives the same
// runs.
func Seed(seed uint64) Option {
	return func(c *config) { c.Seed = &seed }
}

// Using chooses the strategy; the default is [Auto].
func Using(s Strategy) Option {
	return func(c *config) { c.Strategy, c.custom = s.String(), s }
}

// MaxSteps is after how many steps a run is finished under a fair schedule; not much later it is
// a livelock. The default is many times what the first run of the test needs.
func MaxSteps(n int) Option {
	return func(c *config) { c.MaxSteps = uint64(max(1, n)) }
}

// Shrink is the real time to look for a simpler schedule of each failure, 5 s unless it is
// given; 0 keeps the schedule that was found.
func Shrink(d time.Duration) Option {
	return func(c *config) { d := max(0, d); c.Settings.Shrink = &d }
}

// HoldUp divides failures from timing warnings: a failure that needs a goroutine to be held up
// for d or longer is a warning, and none is looked for that needs more than a hundred times d.
// The default is 1 ms, which any machine may do; with 0 goroutines are not held up.
func HoldUp(d time.Duration) Option {
	return func(c *config) { d := max(0, d); c.Settings.HoldUp = &d }
}

// Isolate gives every run a process of its own, for tests that change package variables.
func Isolate() Option {
	return func(c *config) { c.Isolate = true }
}

// Artifacts is the folder for recordings of failing runs; the default is .chaosrun in the
// package's folder.
func Artifacts(dir string) Option {
	return func(c *config) { c.Artifacts = dir }
}

// Expect states that the test has a bug of that kind: it must be found, and the test passes
// if it is. A comment //chaosrun:expect above the test says the same.
func Expect(k Kind) Option {
	return func(c *config) { c.Expect = string(k) }
}

// Clock chooses when virtual time passes by itself; the default is [fakeclock.Idle]. What a
// test says about time holds under one policy and not under another, so this wins over the flag
// -clock. A comment //chaosrun:clock POLICY above the test says the same.
func Clock(p fakeclock.Policy) Option {
	return func(c *config) { c.clock = &p }
}

// Faults says what may go wrong in the runs of the test. Without it nothing does. It is an
// error of the test if a plan makes no sense, names a failpoint that the test binary does not
// have, or can never happen.
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

// JudgeLeaks makes find the judge of goroutines that the test leaves: it is called after the body
// and its cleanups, in every run, and its error fails the run as a [Leak]. What find does is no step
// of the run; if it sleeps, virtual time passes. Without this option chaosrun proves leaks, which
// needs no exceptions. Package goleakopt has goleak's options.
func JudgeLeaks(find func() error) Option {
	return func(c *config) {
		c.leaks = append(c.leaks, find)
		c.Settings.Leaks = "off"
	}
}
