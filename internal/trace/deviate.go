package trace

import (
	"fmt"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Deviate returns the plan of the run up to the choice of the goroutine that makes step n, or the last such choice
// before it, and lets goroutine g go on there. Steps are numbered from 1, as in [Order]. It also returns the
// event of that choice. The recording must be whole.
func (t *Trace) Deviate(n, g int) (p Plan, at int, err error) {
	steps := Order(t.Events)
	if n < 1 || n > len(steps) {
		return nil, 0, fmt.Errorf("the run has %d steps, and no step %d", len(steps), n)
	}
	seen, holder, at := make(announced), 0, -1
	var x Exception
	for i, e := range t.Events[:steps[n-1].Pos+1] {
		switch operation := seen.see(e); {
		case e.Kind == EvPick:
			if e.N > 1 {
				at, x = i, Exception{G: uint32(holder), N: seen[holder], To: uint32(g), Rest: true}
			}
			holder = e.G
		case operation:
			holder = e.G
			if e.N > 1 {
				yield := e.Kind == engine.OpYield.String()
				at, x = i, Exception{G: uint32(e.G), N: seen[e.G], To: uint32(g), Rest: yield, Preempt: !yield}
				holder = e.Next
			}
		}
	}
	if at < 0 {
		return nil, 0, fmt.Errorf("before step %d of the run only one goroutine could run", n)
	}
	all, events := t.Decisions()
	for k, old := range all {
		if events[k] < at {
			p = append(p, old)
		}
	}
	return append(p, x), at, nil
}
