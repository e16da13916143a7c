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
	case EvChoice, EvPick, EvEnd, EvWait, EvPanic, EvClock:
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
	holder := 0
	for _, e := range t.Events {
		operation := n.see(e)
		switch {
		case e.Kind == EvChoice:
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

// Cost orders schedules: one is simpler than another if it has fewer preemptions, or as
// many and fewer exceptions, or as many and fewer steps.
type Cost struct {
	Preemptions, Exceptions, Steps int
}

// Cost is how complicated the run's schedule is.
func (t *Trace) Cost() Cost {
	p := t.Plan()
	c := Cost{Exceptions: len(p), Steps: int(t.Steps)}
	for _, x := range p {
		if x.Preempt {
			c.Preemptions++
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
	return c.Steps < d.Steps
}

// String says it in words.
func (c Cost) String() string {
	return fmt.Sprintf("%s and %s", count(c.Preemptions, "preemption"), count(c.Steps, "step"))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
