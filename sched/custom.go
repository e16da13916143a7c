package sched

import (
	"fmt"
	"os"
	"strconv"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/tape"
)

// Picker is a strategy of your own: it chooses who goes on. [Custom] makes a [Strategy] of it.
type Picker interface {
	// Pick returns the index of the goroutine that goes on. There are at least two to choose
	// from, in canonical order: the one that has the turn first, if it can go on, and then
	// the others from there, so that 0 is always the choice without a preemption. The
	// slice is valid during the call.
	Pick(enabled []Enabled) int
}

// PickerFunc is a function as a [Picker].
type PickerFunc func(enabled []Enabled) int

// Pick calls f.
func (f PickerFunc) Pick(enabled []Enabled) int { return f(enabled) }

// Enabled is a goroutine that can go on at a scheduling point.
type Enabled struct {
	Goroutine int    // its number, as [GoroutineID] gives it; -1: the clock, a timer is due
	Op        string // what it is about to do, as recordings name it: "send", "Lock", "atomic.Add", "start", "resume" after it had waited
	Object    uint64 // on what: equal for equal objects of a run, without other meaning; 0: nothing
	Running   bool   // it has the turn: to choose another is a preemption
}

// Custom is a strategy of your own. new makes its state for a run; it must be a function of the
// seed, and so must what Pick returns be of the seed and its arguments, or runs do not come
// out the same twice. The name is for reports; it is letters, digits and dashes, else Custom panics.
//
// New and Pick are called inside of the process under control, on a goroutine that is outside
// the run: they must not wait for goroutines of the run, nor call functions of this package, and
// see real time and random numbers that are not the run's. Allocation is allowed and slows runs
// down, like anything in Pick: it is called at every scheduling point at which there is a
// choice, at most some million times a second. Only the schedule is theirs; [Choose], select and
// faults are drawn at random. Choices before the call of [Test] or [Explore] fall on the first
// option. What fails is recorded, replayed and shrunk as ever, without asking them.
func Custom(name string, new func(seed uint64) Picker) Strategy {
	for _, r := range name {
		if r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			name = ""
		}
	}
	if name == "" || new == nil {
		panic("sched.Custom: want a name of letters, digits and dashes, and a function")
	}
	return Strategy{spec: "custom:" + name, make: new}
}

// useCustom lets the strategy choose in the run in progress.
func useCustom(s Strategy) {
	if s.make == nil {
		return
	}
	var enabled []Enabled
	tape.Strategy(func(seed uint64) func([]tape.Enabled) int {
		p := s.make(seed)
		return func(options []tape.Enabled) int {
			enabled = enabled[:0]
			for _, o := range options {
				enabled = append(enabled, Enabled{o.Goroutine, engine.Op(o.Op).String(), o.Object, o.Running})
			}
			return p.Pick(enabled)
		}
	}, func(what any) {
		tape.Tell("error " + strconv.Quote(fmt.Sprintf("the strategy %s panics: %v", s, what)))
		os.Exit(2)
	})
}
