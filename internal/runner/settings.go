package runner

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/settings"
)

// Options of a test's own have the names of the flags that win over them.
const (
	flagSchedules = "schedules"
	flagCount     = "count"
	flagDuration  = "duration"
	flagSeed      = "seed"
	flagStrategy  = "strategy"
	flagLeaks     = "leaks"
	flagMaxSteps  = "max-steps"
	flagShrink    = "shrink"
	flagHoldUp    = "holdup"
	flagIsolate   = "isolate"
	flagArtifacts = "artifacts"
	flagFaults    = "faults"
)

// Apply puts a test's own options in place of the settings that were not given explicitly.
// It returns an error if an option makes no sense.
func (r *Runner) Apply(s settings.Settings) error {
	if s.Strategy != "" && engine.NewStrategy(s.Strategy, 1) == nil {
		return fmt.Errorf("the test asks for the strategy %q, and there is none: want one of %s", s.Strategy, strings.Join(engine.StrategyNames[:], ", "))
	}
	if s.Expect != "" && !knownKind(s.Expect) {
		return fmt.Errorf("the test expects a %q, and there is no such failure: want one of %s", s.Expect, strings.Join(Kinds, ", "))
	}
	set := func(given bool, flags ...string) bool {
		for _, f := range flags {
			given = given && !r.Explicit[f]
		}
		return given
	}
	if set(s.Schedules > 0, flagSchedules, flagCount) {
		r.Schedules = s.Schedules
		if s.Duration == 0 && !r.Explicit[flagDuration] {
			r.Duration = 0 // as many as it asks for
		}
	}
	if set(s.Duration > 0, flagDuration) {
		r.Duration = s.Duration
		if s.Schedules == 0 && !r.Explicit[flagSchedules] && !r.Explicit[flagCount] {
			r.Schedules = 1 << 40 // for as long as it asks for
		}
	}
	if set(s.Seed != nil, flagSeed) {
		r.Seed = *s.Seed
	}
	if set(s.Strategy != "", flagStrategy) {
		r.Strategy = s.Strategy
	}
	if set(s.Leaks != "", flagLeaks) {
		r.Leaks = s.Leaks
	}
	if set(s.MaxSteps > 0, flagMaxSteps) {
		r.MaxSteps = s.MaxSteps
	}
	if set(s.Shrink != nil, flagShrink) {
		r.Shrink = *s.Shrink
	}
	if set(s.HoldUp != nil, flagHoldUp) {
		r.HoldUp = *s.HoldUp
	}
	if set(s.Isolate, flagIsolate) {
		r.Isolate = true
	}
	if set(s.Artifacts != "", flagArtifacts) {
		r.Artifacts = s.Artifacts
	}
	if set(s.Faults != "", flagFaults) {
		var err error
		if r.Faults, err = resolve(s.Faults, r.Points, true); err != nil {
			return err
		}
	}
	if s.Expect != "" {
		r.expect = &Expect{Kind: s.Expect}
		r.KeepGoing = false
	}
	return nil
}

// asked is the runner with the test's own options, if it may have any.
func (r *Runner) asked(ctx context.Context, test string) (*Runner, error) {
	rr := *r
	if !rr.Asks || test == Together {
		return &rr, nil
	}
	return &rr, rr.ask(ctx, test)
}

// ForTest is the runner with the test's own options, and whether the test states that a
// failure must be found.
func (r *Runner) ForTest(ctx context.Context, test string) (own *Runner, states bool, err error) {
	own, err = r.asked(ctx, test)
	return own, err == nil && own.expect != nil, err
}

// ask lets a process tell the test's own options. A test that cannot tell them fails when
// it is explored.
func (r *Runner) ask(ctx context.Context, test string) error {
	j := &job{mode: "explore", test: test, tests: r.testsOf(test), strategy: "roundrobin", leaks: "off", seed: r.Seed, maxSteps: r.MaxSteps, race: r.Race, calls: r.Calls, ask: true, wall: r.wall()}
	if r.Duration > 0 {
		j.limit = time.Now().Add(r.Duration + r.grace())
	}
	e := r.do(ctx, j, nil)
	if e.err != nil {
		return e.err
	}
	var s settings.Settings
	for _, l := range e.lines {
		if line, ok := strings.CutPrefix(l, "options "); ok {
			if err := s.Merge(line); err != nil {
				return fmt.Errorf("the test told options that make no sense: %w", err)
			}
			r.told = true
		}
	}
	return r.Apply(s)
}

func knownKind(kind string) bool {
	for _, k := range Kinds {
		if k == kind {
			return true
		}
	}
	return false
}
