package sched

import (
	"fmt"
	"os"
	"strconv"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/tape"
)

// Picker chooses the next goroutine at each scheduling point. [Custom] turns a Picker into a
// [Strategy].
type Picker interface {
	// Pick returns the index of the goroutine to run next. There are at least two options. If the
	// goroutine that has the turn is enabled, it is the first, so index 0 never preempts. The others
	// follow in a fixed order. The slice is valid only during the call.
	Pick(enabled []Enabled) int
}

// PickerFunc is a function that implements [Picker].
type PickerFunc func(enabled []Enabled) int

// Pick calls f.
func (f PickerFunc) Pick(enabled []Enabled) int { return f(enabled) }

// Enabled is an enabled goroutine: one that can take its next step at a scheduling point.
type Enabled struct {
	Goroutine int    // its number, as [GoroutineID] returns it; -1 is the clock: a timer is due
	Op        string // its next operation, as recordings name it: "send", "Lock", "atomic.Add"; "start"; "resume" after it was blocked
	Object    uint64 // the object of the operation: equal for equal objects of a run, without other meaning; 0 is none
	Running   bool   // whether it has the turn: choosing another goroutine is a preemption
}

// Custom returns a user-defined strategy. It calls new at the beginning of each run to create the
// state of the strategy. new must be a function of the seed, and Pick a function of the seed and
// its arguments. Otherwise runs are not reproducible. The name appears in reports. Custom panics
// if the name is empty or contains anything but letters, digits and dashes.
//
// new and Pick run in the controlled process, on a goroutine outside the run. They must not wait
// for goroutines of the run, or call functions of this package. The time and the random numbers
// that they see are real. They may allocate memory, which slows runs down: chaosrun calls Pick at
// every scheduling point with a choice, up to some million times a second. A Picker decides only
// the schedule. The values of [Choose], the cases of select statements, and faults are drawn at
// random. Choices before the call of [Test] or [Explore] take the first option. chaosrun records,
// replays and shrinks failures without calling the strategy.
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
