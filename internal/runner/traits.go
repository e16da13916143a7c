package runner

import (
	"sync"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// traits are what a strategy does.
type traits struct {
	systematic bool // it explores every schedule once
	divides    bool // its search can be divided
	learns     bool // from the warm-up run
	holds      bool // it holds goroutines up past timers
}

// byName are the traits of strategies, by name. A strategy is made to find them out, and one that searches has
// room for all of a run's steps.
var byName sync.Map

func traitsOf(strategy string) traits {
	if t, ok := byName.Load(strategy); ok {
		return t.(traits)
	}
	var t traits
	s := engine.NewStrategy(strategy, 1)
	_, t.systematic = s.(engine.Systematic)
	_, t.divides = s.(*engine.DPOR)
	_, t.learns = s.(engine.Profiled)
	_, t.holds = s.(engine.Holding)
	byName.Store(strategy, t)
	return t
}

func systematic(strategy string) bool { return traitsOf(strategy).systematic }
func divides(strategy string) bool    { return traitsOf(strategy).divides }
func learns(strategy string) bool     { return traitsOf(strategy).learns }
