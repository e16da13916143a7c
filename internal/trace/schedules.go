package trace

import "github.com/chaosrun/chaosrun/internal/engine"

// Schedules returns plans that make the choices of values of p, and few about who goes on:
// first none, then one preemption or one other, then one of each, then two preemptions, at
// most so many plans. The goroutines and their numbers of operations are those of t.
func (t *Trace) Schedules(p Plan, preemptions, most int) []Plan {
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
		for at := uint32(1); at <= n[g]; at++ {
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
	var out []Plan
	add := func(xs ...Exception) bool {
		if len(out) < most {
			q := append(Plan(nil), values...)
			out = append(out, append(q, xs...))
		}
		return len(out) < most
	}
	add()
	if preemptions == 0 {
		preempts = nil
	}
	for _, x := range preempts {
		add(x)
	}
	for _, x := range rests {
		add(x)
	}
	for _, x := range preempts {
		for _, y := range rests {
			if !add(x, y) {
				return out
			}
		}
	}
	if preemptions > 1 {
		for i, x := range preempts {
			for _, y := range preempts[i+1:] {
				if !add(x, y) {
					return out
				}
			}
		}
	}
	return out
}
