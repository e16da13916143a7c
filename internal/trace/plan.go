package trace

import (
	"fmt"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Exception is a choice that is not the plain one: a goroutine that could go on does not,
// somebody other than the next in order goes on, or a value is not the first.
type Exception struct {
	G, N    uint32 // goroutine, and how many operations it has announced
	To      uint32 // goroutine that goes on, or the value
	Value   bool
	Draw    bool // a value that the program drew, N times before: it is simpler the smaller it is
	Refine  bool // an input is made simpler; N counts what the program drew
	Rest    bool // G could not go on, or asked for a switch
	Preempt bool // it could, and did not ask
}

// Plan is a schedule as the exceptions that make it.
type Plan []Exception

// announced counts what each goroutine has announced, as the engine does: its start, its
// operations, and its returns from a wait.
type announced map[int]uint32

// see takes in an event and reports whether it is an operation.
func (a announced) see(e Event) bool {
	switch e.Kind {
	case EvStart:
		a[e.G] = 1
	case EvWake:
		a[e.G]++
	case EvChoice, EvDraw, EvRefine, EvMark, EvPick, EvEnd, EvWait, EvPanic, EvClock:
	default:
		a[e.G]++
		return true
	}
	return false
}

// Plan returns the exceptions of the run. The recording must be whole.
func (t *Trace) Plan() Plan {
	var p Plan
	n := make(announced)
	drawn := make(map[int]uint32)
	holder := 0
	for _, e := range t.Events {
		operation := n.see(e)
		switch {
		case e.drawn():
			if e.K != 0 {
				p = append(p, Exception{G: uint32(e.G), N: drawn[e.G], To: uint32(e.K), Draw: e.Kind == EvDraw, Refine: e.Kind == EvRefine})
			}
			drawn[e.G]++
		case e.Value():
			if e.K != 0 {
				p = append(p, Exception{G: uint32(e.G), N: n[e.G], To: uint32(e.K), Value: true})
			}
		case e.Kind == EvPick:
			if e.N > 1 && e.K != 0 {
				p = append(p, Exception{G: uint32(holder), N: n[holder], To: uint32(e.G), Rest: true})
			}
			holder = e.G
		case operation:
			holder = e.G
			if e.N > 1 {
				if e.K != 0 {
					yield := e.Kind == engine.OpYield.String()
					p = append(p, Exception{G: uint32(e.G), N: n[e.G], To: uint32(e.Next), Rest: yield, Preempt: !yield})
				}
				holder = e.Next
			}
		}
	}
	return p
}

// Numbers is the plan as [engine.Directed] takes it.
func (p Plan) Numbers() []uint32 {
	var ns []uint32
	for _, x := range p {
		g := x.G
		if x.Value {
			g |= engine.PlanValue
		}
		if x.Draw || x.Refine {
			g |= engine.PlanDraw
		}
		if x.Rest {
			g |= engine.PlanRest
		}
		ns = append(ns, g, x.N, x.To)
	}
	return ns
}

// Without returns the plan without exceptions lo to hi.
func (p Plan) Without(lo, hi int) Plan {
	return append(append(Plan(nil), p[:lo]...), p[hi:]...)
}

// Parts returns the plans that leave out one part of p of the given size. What makes inputs
// simpler stays.
func (p Plan) Parts(size int) []Plan {
	var rest, refined Plan
	for _, x := range p {
		if x.Refine {
			refined = append(refined, x)
		} else {
			rest = append(rest, x)
		}
	}
	var out []Plan
	for lo := 0; lo < len(rest); lo += size {
		out = append(out, append(rest.Without(lo, min(lo+size, len(rest))), refined...))
	}
	return out
}

// Draws are the numbers that the program drew, and how inputs were made simpler.
func (p Plan) Draws() Plan {
	var out Plan
	for _, x := range p {
		if x.Draw || x.Refine {
			out = append(out, x)
		}
	}
	return out
}

// Smaller returns the plans that differ from p in one number that is drawn and smaller,
// the largest differences first.
func (p Plan) Smaller() []Plan {
	var out []Plan
	for i, x := range p {
		if !x.Draw {
			continue
		}
		for by := x.To / 2; by > 0; by /= 2 {
			q := p.Without(i, i) // a copy
			q[i].To = x.To - by
			out = append(out, q)
		}
	}
	return out
}

// Refined returns the plans that make one more input of the run simpler, each in one way
// more: the first ways of each.
func (t *Trace) Refined(ways int) []Plan {
	var out []Plan
	p := t.Plan()
	drawn := make(map[int]uint32)
	for _, e := range t.Events {
		if e.Kind == EvRefine && e.K == 0 {
			for k := 1; k < min(e.N, ways+1); k++ {
				q := p.Without(0, 0) // a copy
				out = append(out, append(q, Exception{G: uint32(e.G), N: drawn[e.G], To: uint32(k), Refine: true}))
			}
		}
		if e.drawn() {
			drawn[e.G]++
		}
	}
	return out
}

// Cost orders schedules: one is simpler than another if it has fewer preemptions, or as
// many and fewer exceptions, or as many and its inputs were made simpler more often, or as
// often and draws smaller numbers, or the same and has fewer steps.
type Cost struct {
	Preemptions, Exceptions, Refined, Draws, Steps int
}

// Cost is how complicated the run's schedule is.
func (t *Trace) Cost() Cost {
	p := t.Plan()
	c := Cost{Steps: int(t.Steps)}
	for _, x := range p {
		if x.Refine {
			c.Refined++
			continue
		}
		c.Exceptions++
		if x.Preempt {
			c.Preemptions++
		}
		if x.Draw {
			c.Draws += int(x.To)
		}
	}
	return c
}

// Less reports whether c is simpler than d.
func (c Cost) Less(d Cost) bool {
	if c.Preemptions != d.Preemptions {
		return c.Preemptions < d.Preemptions
	}
	if c.Exceptions != d.Exceptions {
		return c.Exceptions < d.Exceptions
	}
	if c.Refined != d.Refined {
		return c.Refined > d.Refined
	}
	if c.Draws != d.Draws {
		return c.Draws < d.Draws
	}
	return c.Steps < d.Steps
}

// String says it in words.
func (c Cost) String() string {
	if c.Draws > 0 {
		return fmt.Sprintf("%s, %s and draws of %d in all", count(c.Preemptions, "preemption"), count(c.Steps, "step"), c.Draws)
	}
	return fmt.Sprintf("%s and %s", count(c.Preemptions, "preemption"), count(c.Steps, "step"))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
