package engine

import (
	"math/rand"
	"testing"
)

// What tests of other packages use.

type Program = program

// RandomProgram is a small program of any of the kinds.
func RandomProgram(rng *rand.Rand) Program {
	return []func(*rand.Rand) program{random, selecting, effects, locking, grouping, queueing, few}[rng.Intn(7)](rng)
}

// LargerProgram is a program of some dozen classes of schedules.
func LargerProgram(rng *rand.Rand) Program { return accessing(rng) }

// few is choosing with few steps.
func few(rng *rand.Rand) program { return choosing(rng, 2+rng.Intn(2), 2, false) }

// Run runs the program once, and returns what it came to.
func (p program) Run(e *Engine, strat Strategy) (state string) { return p.exec(e, strat, 0).state }

// All explores the program until the strategy is done, and returns the outcomes.
func (p program) All(t testing.TB, strat Systematic) (states map[string]bool) {
	_, states, _ = p.all(t, strat)
	return states
}

// Plain reports whether no step does more than it announces.
func (p program) Plain() bool {
	for _, ops := range p {
		for _, o := range ops {
			if o.also != 0 {
				return false
			}
		}
	}
	return true
}

var NewTestEngine = newEngine
