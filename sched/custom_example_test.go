package sched_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/chaosrun/chaosrun/sched"
)

// starving holds one goroutine of each run up for as long as another can go on: the one that is
// drawn from the run's seed. It is a small version of what sched.PCT does.
type starving struct{ victim int }

func (s *starving) Pick(enabled []sched.Enabled) int {
	for i, e := range enabled {
		if e.Goroutine != s.victim {
			return i
		}
	}
	return 0
}

// A strategy of your own, for what you know of your code and no general strategy does.
func ExampleCustom() {
	starve := sched.Custom("starving", func(seed uint64) sched.Picker {
		rng := rand.New(rand.NewPCG(seed, 0))
		return &starving{victim: rng.IntN(8)}
	})
	fmt.Println(starve)
	_ = func(t *testing.T) { // func TestQueue(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			// the test
		}, sched.Using(starve), sched.Schedules(200))
	}
	// Output: custom:starving
}

// Locks are taken by whoever has waited for longest only if nobody else is about to.
func ExamplePickerFunc() {
	_ = sched.Custom("unfair-locks", func(uint64) sched.Picker {
		return sched.PickerFunc(func(enabled []sched.Enabled) int {
			for i, e := range enabled {
				if e.Op == "Lock" {
					return i
				}
			}
			return 0
		})
	})
}

// Prefer a goroutine that has not the turn: as many preemptions as can be.
func ExampleEnabled() {
	_ = sched.PickerFunc(func(enabled []sched.Enabled) int {
		for i, e := range enabled {
			if !e.Running {
				return i
			}
		}
		return 0
	})
}

func ExamplePicker() {
	var p sched.Picker = &starving{victim: 0}
	fmt.Println(p.Pick([]sched.Enabled{{Goroutine: 0}, {Goroutine: 3}}))
	// Output: 1
}
