package trace

import (
	"fmt"
	"slices"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Near returns at most so many different plans near the run's own. The first is its own plan. Then come
// those that leave out one of its exceptions or move one a little, the last exceptions first, since
// they are nearest to the failure; those for a program in which something is gone; and those with one
// preemption more. They follow from the recording alone, which must be whole.
func (t *Trace) Near(most int) Plans {
	return func(yield func(Plan) bool) {
		p := t.Plan()
		seen := make(map[string]bool)
		made, done := 0, most < 1
		part := func(plans Plans, limit int) {
			for q := range plans {
				key := fmt.Sprint(q.Numbers())
				if done || made >= limit {
					return
				}
				if !seen[key] {
					seen[key] = true
					made++
					done = !yield(q)
				}
			}
		}
		part(slices.Values([]Plan{p}), most)
		part(p.changed(), most/2)
		part(p.Moved(), most*3/4)
		part(t.preempted(p, most), most)
	}
}

// mostMoved is by how many operations of its goroutine an exception is moved, or by how much a number.
const mostMoved = 3

// changed returns the plans that differ from p in one exception: it is left out, or comes a few
// operations of its goroutine later or earlier, or, of a number that was drawn, is a little more or less.
func (p Plan) changed() Plans {
	return func(yield func(Plan) bool) {
		for i := len(p) - 1; i >= 0; i-- {
			if p[i].Refine {
				continue // it only makes an input simpler
			}
			if !yield(p.Without(i, i+1)) {
				return
			}
			for by := uint32(1); by <= mostMoved; by++ {
				later, sooner := p.Without(0, 0), p.Without(0, 0) // copies
				at, back := &later[i].N, &sooner[i].N
				if p[i].Draw {
					at, back = &later[i].To, &sooner[i].To
				}
				*at += by
				if !yield(later) {
					return
				}
				if *back <= by {
					continue
				}
				*back -= by
				if !yield(sooner) {
					return
				}
			}
		}
	}
}

// preempted returns plans that have one preemption more than p, at choices of the run that are drawn,
// always the same ones.
func (t *Trace) preempted(p Plan, most int) Plans {
	type place struct{ g, n uint32 }
	var places []place
	n := make(announced)
	top := 0
	for _, e := range t.Events {
		if n.see(e) && e.N > 1 {
			places = append(places, place{uint32(e.G), n[e.G]})
		}
		if e.G != engine.ClockID {
			top = max(top, e.G)
		}
	}
	return func(yield func(Plan) bool) {
		if len(places) == 0 || top < 2 {
			return
		}
		var rng engine.Rand
		rng.Seed(1)
		for range 4 * most { // some are the same
			at := places[rng.Intn(len(places))]
			x := Exception{G: at.g, N: at.n, To: uint32(1 + rng.Intn(top)), Preempt: true}
			if x.To == x.G {
				continue
			}
			q := Plan{x} // it wins over an exception of p at the same place
			if !yield(append(q, p...)) {
				return
			}
		}
	}
}

// Fits returns how many choices the run has, and how many of them, from the first on, another run has
// made as well: by the same goroutine at an operation of the same kind, among as many options. Where
// in the source they are made may differ.
func (t *Trace) Fits(other *Trace) (fit, choices int) {
	ours, theirs := t.choices(), other.choices()
	same := func(a, b Event) bool {
		return a.G == b.G && a.Kind == b.Kind && a.N == b.N && a.K == b.K && a.Next == b.Next
	}
	for fit < len(ours) && fit < len(theirs) && same(ours[fit], theirs[fit]) {
		fit++
	}
	return fit, len(ours)
}

// choices are the events that hold the run's choices.
func (t *Trace) choices() []Event {
	var out []Event
	for _, e := range t.Events {
		if e.N > 1 {
			out = append(out, e)
		}
	}
	return out
}
