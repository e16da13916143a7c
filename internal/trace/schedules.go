package trace

import (
	"slices"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Schedules returns plans that make the choices of values of p, and few about who goes on:
// first none, then one preemption or one other, then one of each, then two preemptions, at
// most so many plans. The goroutines and their numbers of operations are those of t.
func (t *Trace) Schedules(p Plan, preemptions, most int) Plans {
	var values Plan
	for _, x := range p {
		if !x.schedule() {
			values = append(values, x)
		}
	}
	n := make(announced)
	top := 0
	for _, e := range t.Events {
		n.see(e)
		if e.G != engine.ClockID {
			top = max(top, e.G)
		}
	}
	var preempts, rests []Exception
	for g := 1; g <= top; g++ {
		for at := uint32(1); at <= n[g] && len(rests) < most; at++ {
			for to := 1; to <= top; to++ {
				if to != g {
					x := Exception{G: uint32(g), N: at, To: uint32(to)}
					x.Preempt = true
					preempts = append(preempts, x)
					x.Preempt, x.Rest = false, true
					rests = append(rests, x)
				}
			}
		}
	}
	if preemptions == 0 {
		preempts = nil
	}
	return func(yield func(Plan) bool) {
		made := 0
		add := func(xs ...Exception) bool {
			made++
			return made <= most && yield(append(append(Plan(nil), values...), xs...))
		}
		if !add() {
			return
		}
		for _, x := range slices.Concat(preempts, rests) {
			if !add(x) {
				return
			}
		}
		for _, x := range preempts {
			for _, y := range rests {
				if !add(x, y) {
					return
				}
			}
		}
		if preemptions < 2 {
			return
		}
		for i, x := range preempts {
			for _, y := range preempts[i+1:] {
				if !add(x, y) {
					return
				}
			}
		}
	}
}
