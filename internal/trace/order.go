package trace

import (
	"sort"
	"strings"
)

// Step is an event at the moment it takes effect.
//
// A goroutine announces an operation before it does it, and if another goroutine goes on
// from there, the operation is done only when the first one has the turn again. In the
// same way a goroutine is started, or woken, and begins, or goes on, later. A reader wants
// the order in which things were done.
type Step struct {
	Event
	Index int  // of the event in the recording, from 0
	Pos   int  // index of the event after which it takes effect; Index if at once
	Never bool // the run ended first: the operation was announced and not done
	By    int  // start and wake: the event that is the cause; -1 if none is known
}

// Order returns the steps of a run in the order in which they took effect.
func Order(events []Event) []Step {
	o := orderer{waiting: make(map[int][]int), last: make(map[int]int)}
	o.steps = make([]Step, len(events))
	for i, e := range events {
		o.steps[i] = Step{Event: e, Index: i, Pos: i, By: -1}
	}
	for i, e := range events {
		o.event(i, e)
	}
	for _, is := range o.waiting {
		for _, i := range is {
			o.steps[i].Never = true
		}
	}
	sort.SliceStable(o.steps, func(a, b int) bool {
		return before(&o.steps[a], &o.steps[b])
	})
	return o.steps
}

// before orders two steps; what was put off comes after the event that ended its wait.
func before(a, b *Step) bool {
	if a.Pos != b.Pos {
		return a.Pos < b.Pos
	}
	if (a.Index == a.Pos) != (b.Index == b.Pos) {
		return a.Index == a.Pos
	}
	return a.Index < b.Index
}

type orderer struct {
	steps   []Step
	waiting map[int][]int // goroutine -> its events that wait for the turn
	last    map[int]int   // goroutine -> its last event that has taken effect
}

func (o *orderer) event(i int, e Event) {
	switch e.Kind {
	case EvStart, EvWake:
		o.caused(i, e)
		o.waiting[e.G] = append(o.waiting[e.G], i)
		return
	case EvClock:
		return
	case EvPick:
		o.turn(e.G, i)
		return
	}
	o.turn(e.G, i-1) // who acts has the turn, whoever gave it
	// A go statement has made its goroutine by the time it announces itself.
	if e.N > 1 && !e.Value() && e.Next != e.G && e.Kind != "go" {
		o.waiting[e.G] = append(o.waiting[e.G], i)
	} else if !e.Value() && !e.remark() {
		o.last[e.G] = i
	}
	if e.N > 1 && !e.Value() {
		o.turn(e.Next, i)
	}
}

// turn gives g the turn after event i: what it had announced takes effect.
func (o *orderer) turn(g, i int) {
	if g < 0 || i < 0 {
		return
	}
	for _, w := range o.waiting[g] {
		o.steps[w].Pos = max(w, i)
		o.last[g] = w
	}
	delete(o.waiting, g)
}

// caused finds the event that started or woke a goroutine.
func (o *orderer) caused(i int, e Event) {
	by, err := parseG(e.Detail)
	if err != nil || !strings.HasPrefix(e.Detail, "g") {
		return // a timer, or somebody outside
	}
	if e.Kind == EvStart && i+1 < len(o.steps) {
		if n := o.steps[i+1]; n.Kind == "go" && n.G == by {
			o.steps[i].By = i + 1
			return
		}
	}
	if l, ok := o.last[by]; ok {
		o.steps[i].By = l
	}
}
