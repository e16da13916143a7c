package report

import (
	"fmt"
	"sort"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// view is a run as a person looks at it: the steps in the order in which they took effect,
// which of them matter, and what happens before what.
type view struct {
	t       *trace.Trace
	steps   []trace.Step
	visible []bool       // by step: it is shown unless all are
	edges   []trace.Edge // between steps that are shown
	lanes   []int        // goroutines that have a shown step
	waits   *trace.Waits
}

// newView selects what matters of a run; with all it is every step.
func newView(t *trace.Trace, all bool) *view {
	v := &view{t: t, steps: trace.Order(t.Events), waits: trace.FindWaits(t.Events)}
	v.visible = make([]bool, len(v.steps))
	if all {
		for i := range v.visible {
			v.visible[i] = v.steps[i].Kind != trace.EvPick
		}
	} else {
		v.choose()
	}
	v.join(t.HappensBefore(v.steps))
	v.findLanes()
	return v
}

// choose makes visible where goroutines meet: their beginnings and ends, waits and panics,
// and what is done to objects that two of them use. What one goroutine does for itself
// between two context switches is left out, and so are the insides of an operation.
func (v *view) choose() {
	users, shared, left := v.users(), v.shared(), v.left()
	end := len(v.steps)
	if v.t.Kind == "panic" {
		end = lastPanic(v.t.Events)
	}
	looks := len(v.steps) // from there on goleak looks for goroutines
	if v.t.Kind == "leak" {
		for i, e := range v.t.Events {
			if strings.HasPrefix(e.At.Func, "go.uber.org/goleak.") {
				looks = i
				break
			}
		}
		end = min(end, looks)
	}
	heads := make(map[int]int)   // goroutine -> the operation whose insides may follow, plus one
	within := make(map[int]bool) // goroutines that wait for a lock of the test framework's
	for i := range v.steps {
		s := v.steps[i]
		if s.Kind == trace.EvClock {
			v.visible[i] = s.Index < looks
			continue
		}
		if s.Index >= end || s.G == 0 || !users[s.G] {
			continue // the framework's report of a panic, the harness, and library goroutines
		}
		switch s.Kind {
		case trace.EvPick, trace.EvChoice, trace.EvRefine:
			continue
		case trace.EvChance:
			v.visible[i] = s.K != 0
			continue
		case trace.EvDraw, trace.EvMark:
			v.visible[i] = s.At.File != "" // generators draw much, and say not where
			continue
		case trace.EvStart, trace.EvEnd, trace.EvPanic:
			v.visible[i] = true
		case trace.EvWake:
			v.visible[i] = !within[s.G]
			within[s.G] = false
			continue // what follows can be the rest of the operation that waited
		case trace.EvWait:
			if h := heads[s.G]; h > 0 && !left[s.G] && ofFramework(v.steps[h-1].Event) && v.steps[h-1].At == s.At {
				within[s.G] = true
				continue
			}
			if h := heads[s.G]; h > 0 && saysAll(s.Event, v.steps[h-1].Event) {
				v.visible[h-1] = false
			}
			v.visible[i] = true
		default:
			if h := heads[s.G]; h > 0 && inside(v.steps[h-1].Event, s.Event) {
				continue
			}
			v.visible[i] = s.Kind == "go" || strings.HasPrefix(s.Kind, "select") || shared[s.Object]
		}
		heads[s.G] = i + 1
	}
}

// users are the goroutines that run code of the user's, are started by it, or are left at
// the end.
func (v *view) users() map[int]bool {
	users := make(map[int]bool)
	for _, s := range v.steps {
		at, via := s.At, ""
		if s.Kind == trace.EvStart && s.By >= 0 {
			by := v.t.Events[s.By]
			at, via = by.At, by.Detail // via: the library function that the user called
		}
		if !at.Std() && (via == "" || s.Kind != trace.EvStart) {
			users[s.G] = true
		}
	}
	for g := range v.left() {
		users[g] = true
	}
	return users
}

// left are the goroutines that are there when the run ends.
func (v *view) left() map[int]bool {
	left := make(map[int]bool)
	for _, g := range v.t.Goroutine {
		left[g.ID] = true
	}
	return left
}

// ofFramework reports whether an operation is one of a call like t.Errorf, whose locks say
// nothing about the user's code.
func ofFramework(e trace.Event) bool { return strings.HasPrefix(e.Detail, "testing.") }

// shared are the objects that two goroutines of the test use.
func (v *view) shared() map[string]bool {
	first := make(map[string]int)
	shared := make(map[string]bool)
	for _, s := range v.steps {
		if s.Object == "" || s.G == 0 {
			continue
		}
		if g, ok := first[s.Object]; !ok {
			first[s.Object] = s.G
		} else if g != s.G {
			shared[s.Object] = true
		}
	}
	// What a goroutine that is left waits for matters, though nobody else came to it.
	for _, g := range v.t.Goroutine {
		for _, o := range g.Objects {
			shared[o] = true
		}
	}
	return shared
}

// inside reports whether e is a part of the operation h that its goroutine did before: the
// atomic operations of a lock, or what one call of the standard library does.
func inside(h, e trace.Event) bool {
	if h.At != e.At {
		return false
	}
	if h.Kind == trace.EvWait {
		return strings.HasPrefix(e.Kind, "atomic.") && h.Object == e.Object
	}
	if h.Detail != "" || e.Detail != "" {
		return h.Detail == e.Detail
	}
	if strings.HasPrefix(h.Kind, "atomic.") {
		return false
	}
	return strings.HasPrefix(e.Kind, "atomic.") || h.Kind == "rw."+e.Kind && h.Object == e.Object
}

// saysAll reports whether a wait makes the operation before it, in which its goroutine
// waits, needless.
func saysAll(wait, op trace.Event) bool {
	return op.Kind != trace.EvWait && op.At == wait.At && (wait.Object == "" || wait.Object == op.Object)
}

// join lays the edges between steps that are shown: from the last one at or before the
// cause, to the first one at or after what it causes. That keeps every edge true.
func (v *view) join(edges []trace.Edge) {
	prev, next := make([]int, len(v.steps)), make([]int, len(v.steps))
	last := make(map[int]int)
	for i, s := range v.steps {
		if v.visible[i] && !s.Never {
			last[s.G] = i + 1
		}
		prev[i] = last[s.G] - 1
	}
	clear(last)
	for i := len(v.steps) - 1; i >= 0; i-- {
		g := v.steps[i].G
		if v.visible[i] && !v.steps[i].Never {
			last[g] = i + 1
		}
		next[i] = last[g] - 1
	}
	type pair struct{ from, to int }
	seen := make(map[pair]bool)
	for _, e := range edges {
		e.From, e.To = prev[e.From], next[e.To]
		if p := (pair{e.From, e.To}); e.From >= 0 && e.To >= 0 && !seen[p] {
			seen[p] = true
			v.edges = append(v.edges, e)
		}
	}
}

func (v *view) findLanes() {
	seen := make(map[int]bool)
	for i, s := range v.steps {
		if v.visible[i] && s.Kind != trace.EvClock && !seen[s.G] {
			seen[s.G] = true
			v.lanes = append(v.lanes, s.G)
		}
	}
	sort.Ints(v.lanes)
}

// says is what a step does, in words.
func says(s trace.Step) string {
	switch {
	case s.Kind == trace.EvWake && strings.HasPrefix(s.Detail, "g"):
		return "goes on"
	case s.Kind == trace.EvWake && s.Detail == "timer":
		return "goes on: its timer"
	case s.Kind == trace.EvWake:
		return "goes on: " + s.Detail
	case s.Kind == trace.EvPick:
		return "gets the turn"
	case s.Kind == trace.EvClock:
		return "the clock advances to " + s.Detail
	case s.Kind == trace.EvWait && s.Object != "":
		return waitWord(s.Detail) + " " + s.Object + ": waits"
	case s.Never:
		return "would " + whole(s.Event)
	}
	return whole(s.Event)
}

var waitWords = map[string]string{
	"chan receive": "recv", "chan send": "send",
	"sync.Mutex.Lock": "Lock", "sync.RWMutex.RLock": "RLock", "sync.RWMutex.Lock": "rw.Lock",
	"sync.WaitGroup.Wait": "wg.Wait", "sync.Cond.Wait": "cond.Wait",
}

// waitWord is the operation that a goroutine waits in, from the runtime's reason for it.
func waitWord(reason string) string {
	if w, ok := waitWords[reason]; ok {
		return w
	}
	return reason
}

// startedBy says where a goroutine comes from, in a few words.
func (v *view) startedBy(g int) string {
	s, ok := v.waits.Started[g]
	switch {
	case !ok && v.t.From == 0:
		return "of an earlier run"
	case !ok:
		return ""
	case s.Detail == "g0":
		return v.t.Test
	case s.Detail == "timer":
		return "by a timer"
	}
	at := s.At.File[strings.LastIndexByte(s.At.File, '/')+1:]
	return fmt.Sprintf("by %s at %s:%d", s.Detail, at, s.At.Line)
}
