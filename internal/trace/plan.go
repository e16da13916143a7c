package trace

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Exception is a choice that is not the plain one: a goroutine that could go on does not,
// somebody other than the next in order goes on, or a value is not the first.
type Exception struct {
	G, N    uint32 // goroutine, and how many operations it has announced
	To      uint32 // goroutine that goes on, or the value
	Value   bool
	Chance  string // something happens that may: held, noyield, poolmiss; To is how often in a row
	Held    int64  // for how many nanoseconds G is held up, in all
	Draw    bool   // a value that the program drew, N times before: it is simpler the smaller it is
	Refine  bool   // an input is made simpler; N counts what the program drew
	Rest    bool   // G could not go on, or asked for a switch
	Preempt bool   // it could, and did not ask
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
	case EvClock:
		a[engine.ClockID]++
	}
	if !e.operation() {
		return false
	}
	a[e.G]++
	return true
}

// Plan returns the exceptions of the run. The recording must be whole.
func (t *Trace) Plan() Plan {
	p, _ := t.Decisions()
	return p
}

// Decisions returns the exceptions of the run, and the events that are them. The recording must be
// whole. After MaxSteps steps nobody decides any more who goes on: the schedule is fair.
func (t *Trace) Decisions() (p Plan, events []int) {
	add := func(i int, x Exception) {
		p = append(p, x)
		events = append(events, i)
	}
	n := make(announced)
	drawn := make(map[int]uint32)
	holder := 0
	steps := uint64(0)
	for i, e := range t.Events {
		operation := n.see(e)
		if e.IsStep() {
			steps++
		}
		fair := t.MaxSteps > 0 && steps > t.MaxSteps
		switch {
		case e.drawn():
			if e.K != 0 {
				add(i, Exception{G: uint32(e.G), N: drawn[e.G], To: uint32(e.K), Draw: e.Kind == EvDraw, Refine: e.Kind == EvRefine})
			}
			drawn[e.G]++
		case e.Kind == EvChance:
			if e.K == 0 {
				break
			}
			x := e.chance(n[e.G])
			if last := len(p) - 1; last >= 0 && p[last].again(x) {
				p[last].To++
				p[last].Held += x.Held
			} else {
				add(i, x)
			}
		case e.Value():
			if e.K != 0 {
				add(i, Exception{G: uint32(e.G), N: n[e.G], To: uint32(e.K), Value: true})
			}
		case e.Kind == EvPick:
			if e.N > 1 && e.K != 0 && !fair {
				add(i, Exception{G: uint32(holder), N: n[holder], To: uint32(e.G), Rest: true})
			}
			holder = e.G
		case operation:
			holder = e.G
			if e.N > 1 {
				if e.K != 0 && !fair {
					yield := e.Kind == engine.OpYield.String()
					add(i, Exception{G: uint32(e.G), N: n[e.G], To: uint32(e.Next), Rest: yield, Preempt: !yield})
				}
				holder = e.Next
			}
		}
	}
	return p, events
}

// HeldFor is for how long the event holds its goroutine up; 0 if it does not.
func (e Event) HeldFor() time.Duration {
	if e.Kind != EvChance || e.K == 0 {
		return 0
	}
	return time.Duration(e.chance(0).Held)
}

// chance is the exception of something that happens when its goroutine has announced n
// operations.
func (e Event) chance(n uint32) Exception {
	what, held, _ := strings.Cut(e.Detail, " ")
	x := Exception{G: uint32(e.G), N: n, To: 1, Chance: what}
	if what == engine.NoYield.String() {
		x.N++ // the recording has the yield after it
	}
	if d, err := time.ParseDuration(held); err == nil {
		x.Held = int64(d)
	}
	return x
}

// again reports whether y is the same chance at the same place: it happens once more.
func (x Exception) again(y Exception) bool {
	return x.Chance != "" && x.Chance == y.Chance && x.G == y.G && x.N == y.N
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
		if c, ok := engine.ChanceOf(x.Chance); ok {
			g |= engine.PlanChance(c)
		}
		ns = append(ns, g, x.N, x.To)
	}
	return ns
}

// Without returns the plan without exceptions lo to hi.
func (p Plan) Without(lo, hi int) Plan {
	return append(append(Plan(nil), p[:lo]...), p[hi:]...)
}

// Plans are plans that are made one after the other, as there may be too many to hold: of a plan of
// n exceptions there are about as many that differ in one, each as long.
type Plans = iter.Seq[Plan]

// HoldUps are the indexes of exceptions at which goroutines are held up.
func (p Plan) HoldUps() []int {
	var held []int
	for i, x := range p {
		if x.Held > 0 {
			held = append(held, i)
		}
	}
	return held
}

// WithoutThose returns the plan without the exceptions at some indexes, in order.
func (p Plan) WithoutThose(indexes []int) Plan {
	var out Plan
	for i, x := range p {
		if _, leave := slices.BinarySearch(indexes, i); !leave {
			out = append(out, x)
		}
	}
	return out
}

// WithHoldUp returns the plan with no hold-up of a goroutine but its i-th exception.
func (p Plan) WithHoldUp(i int) Plan {
	var out Plan
	for j, x := range p {
		if x.Held == 0 || i == j {
			out = append(out, x)
		}
	}
	return out
}

// Fewer returns the plans in which something happens one time less in a row.
func (p Plan) Fewer() Plans {
	return func(yield func(Plan) bool) {
		for i, x := range p {
			if x.Chance == "" || x.To < 2 {
				continue
			}
			q := p.Without(0, 0) // a copy
			q[i].To--
			if !yield(q) {
				return
			}
		}
	}
}

// Parts returns the plans that leave out one part of p of the given size, from that part on. What
// makes inputs simpler stays.
func (p Plan) Parts(size, from int) Plans {
	var rest, refined Plan
	for _, x := range p {
		if x.Refine {
			refined = append(refined, x)
		} else {
			rest = append(rest, x)
		}
	}
	return func(yield func(Plan) bool) {
		for lo := from * size; lo < len(rest); lo += size {
			if !yield(append(rest.Without(lo, min(lo+size, len(rest))), refined...)) {
				return
			}
		}
	}
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

// Smaller returns the plans that differ from p in the i-th exception, a number that the
// program drew: it is smaller, the smallest ones first, then halves on the way to it. There
// are none if it is no such number.
func (p Plan) Smaller(i int) Plans { return slices.Values(p.smaller(i)) }

func (p Plan) smaller(i int) []Plan {
	x := p[i]
	if !x.Draw {
		return nil
	}
	var out []Plan
	with := func(to uint32) {
		if to > 0 && to < x.To && (len(out) == 0 || to > out[len(out)-1][i].To) {
			q := p.Without(0, 0) // a copy
			q[i].To = to
			out = append(out, q)
		}
	}
	const all = 40
	for to := uint32(1); to <= all; to++ {
		with(to)
	}
	for to := uint32(2 * all); to < x.To/2; to *= 2 {
		with(to)
	}
	for by := x.To / 2; by > 0; by /= 2 {
		with(x.To - by)
	}
	return out
}

// Unrefined returns where the program asked how to make an input simpler, and the answer was
// not at all.
func (t *Trace) Unrefined() []Exception {
	var out []Exception
	drawn := make(map[int]uint32)
	for _, e := range t.Events {
		if e.Kind == EvRefine && e.K == 0 {
			out = append(out, Exception{G: uint32(e.G), N: drawn[e.G], Refine: true})
		}
		if e.drawn() {
			drawn[e.G]++
		}
	}
	return out
}

// Refined returns the plans that answer one such question, each in another way: the first ways.
func (p Plan) Refined(at Exception, ways int) Plans {
	return func(yield func(Plan) bool) {
		for k := range ways {
			x := at
			x.To = uint32(k + 1)
			if !yield(append(p.Without(0, 0), x)) { // a copy
				return
			}
		}
	}
}

// schedule reports whether x is about which goroutine goes on.
func (x Exception) schedule() bool {
	return !x.Value && !x.Draw && !x.Refine && x.Chance == ""
}

// Moved returns plans with the choices of p where they may be when something of the program
// is gone: a goroutine, so that those with higher numbers have one less, or operations of one
// goroutine, so that those after them have lower numbers.
func (p Plan) Moved() Plans {
	top := uint32(0)
	with := make(map[uint32]bool) // goroutines of which the plan names operations
	for _, x := range p {
		if x.G != engine.ClockID {
			top = max(top, x.G)
		}
		if x.schedule() && x.To != engine.ClockID {
			top = max(top, x.To)
		}
		with[x.G] = with[x.G] || !x.Draw && !x.Refine
	}
	const starts = 6 // operations of whoever starts a goroutine that go with it, at most
	const most = 24  // operations
	return func(yield func(Plan) bool) {
		for g := uint32(2); g <= top; g++ {
			q := p.withoutGoroutine(g)
			if !yield(q) {
				return
			}
			for by := uint32(1); by <= starts; by++ {
				if r, ok := q.earlier(1, by); ok && !yield(r) {
					return
				}
			}
		}
		for g := uint32(0); g <= top; g++ {
			for by := uint32(1); with[g] && by <= most; by++ {
				if q, ok := p.earlier(g, by); ok && !yield(q) {
					return
				}
			}
		}
	}
}

// earlier gives the operations of a goroutine lower numbers, by so much, and reports whether
// the plan names any such.
func (p Plan) earlier(g, by uint32) (q Plan, ok bool) {
	q = p.Without(0, 0) // a copy
	for i := range q {
		if x := &q[i]; x.G == g && !x.Draw && !x.Refine && x.N > by {
			x.N -= by
			ok = true
		}
	}
	return q, ok
}

// withoutGoroutine leaves out what a goroutine does and gives the later ones their new numbers.
func (p Plan) withoutGoroutine(gone uint32) Plan {
	less := func(g uint32) uint32 {
		if g > gone && g != engine.ClockID {
			return g - 1
		}
		return g
	}
	var q Plan
	for _, x := range p {
		if x.G == gone || x.schedule() && x.To == gone {
			continue
		}
		if x.G = less(x.G); x.schedule() {
			x.To = less(x.To)
		}
		q = append(q, x)
	}
	return q
}

// Cost orders schedules: one is simpler than another if goroutines are held up past timers for
// much shorter, or about as long and it has fewer preemptions, or as
// many and fewer exceptions, or as many and its inputs were made simpler more often, or as
// often and draws smaller numbers, or the same and has fewer steps.
type Cost struct {
	Held                                           time.Duration // the longest hold-up of a goroutine
	Preemptions, Exceptions, Refined, Draws, Steps int
}

// Cost is how complicated the run's schedule is.
func (t *Trace) Cost() Cost {
	p := t.Plan()
	c := Cost{Steps: int(t.Steps), Held: time.Duration(t.Held)}
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
	if a, b := bits.Len64(uint64(c.Held)), bits.Len64(uint64(d.Held)); a != b {
		return a < b
	}
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
	if c.Held > 0 {
		held := c.Held
		c.Held = 0
		return "a hold-up of " + Round(held).String() + ", " + c.String()
	}
	if c.Draws > 0 {
		return fmt.Sprintf("%s, %s and draws of %d in all", count(c.Preemptions, "preemption"), count(c.Steps, "step"), c.Draws)
	}
	return fmt.Sprintf("%s and %s", count(c.Preemptions, "preemption"), count(c.Steps, "step"))
}

// Round is a hold-up as reports show it: up to two digits.
func Round(held time.Duration) time.Duration {
	unit := time.Duration(1)
	for held/100 >= unit { // and not 100*unit, which the longest times exceed
		unit *= 10
	}
	down := held / unit * unit
	if up := down + unit; down < held && up > down {
		return up
	}
	return down
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Earlier returns the plans that differ from p in one preemption that comes earlier, the
// earliest first: it may come out of a loop that waits for what it brings about.
func (p Plan) Earlier() Plans {
	return func(yield func(Plan) bool) {
		announced := make(map[uint32]uint32) // by each goroutine at its exception before
		for i, x := range p {
			after := announced[x.G]
			announced[x.G] = x.N
			for by := uint32(1); x.Preempt && after+by < x.N; by *= 2 {
				q := p.Without(i, i)
				q[i].N = after + by
				if !yield(q) {
					return
				}
			}
		}
	}
}
