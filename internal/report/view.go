package report

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// view is a run as a person looks at it: the steps in the order in which they took effect,
// which of them matter, and what happens before what.
type view struct {
	t        *trace.Trace
	steps    []trace.Step
	visible  []bool       // by step: it is shown unless all are
	edges    []trace.Edge // between steps that are shown
	lanes    []int        // goroutines that have a shown step
	waits    *trace.Waits
	src      *Sources
	brief    int                             // how much of a failure is left out
	fails    int                             // the step in which the test fails; -1 if none is known
	at       map[trace.Frame]map[string]bool // kinds of operations in a line
	choices  []int                           // events at which the run departs from the default schedule
	unread   map[int]bool                    // steps that send what nobody receives
	woken    map[int][]int                   // event -> the goroutines that it wakes
	unsure   map[int]bool                    // signals that may have woken others
	then     map[int]string                  // operation on an atomic variable -> its value after that
	library  map[int]bool                    // see ofLibrary
	wakers   map[int][]int                   // visible step -> the goroutines of the user's that it wakes
	among    map[int]int                     // select case taken -> the choice among ready cases, both events
	said     map[int]bool                    // goroutines that are left of which the headline says where they are
	marks    map[int]mark                    // events of whose steps the text above the list speaks; nil: nobody asks
	numbers  bool                            // the text above the list has objects with numbers
	own      map[int][]int                   // goroutine -> its visible steps
	waiting  map[int]int                     // see lastWait
	needed   map[int]bool                    // those of them that the list has to have
	position []int                           // event -> its step, both by index
	starts   map[int]int                     // goroutine -> the event of the go statement that it comes from, plus one
}

// newView selects what matters of a run; with all it is every step.
func newView(t *trace.Trace, src *Sources, all bool) *view {
	t = named(pointed(t, src), src)
	v := &view{t: t, steps: trace.Order(t.Events), waits: trace.FindWaits(t.Events), src: src, fails: -1}
	v.position = make([]int, len(v.steps))
	v.starts = make(map[int]int)
	for i, s := range v.steps {
		v.position[s.Index] = i
		if s.Kind == trace.EvStart {
			v.starts[s.G] = s.By + 1
		}
	}
	v.findFailure()
	v.choices = departures(t)
	v.findChoices()
	v.findValues()
	v.findLost()
	v.findWoken()
	v.findLines()
	v.visible = make([]bool, len(v.steps))
	if all {
		for i := range v.visible {
			v.visible[i] = v.steps[i].Kind != trace.EvPick
		}
	} else {
		v.choose()
	}
	v.findOwn()
	v.findWakers()
	v.join(t.HappensBefore(v.steps))
	v.findLanes()
	return v
}

// choose makes visible what involves other goroutines: their beginnings and ends, waits and panics,
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
	framed := v.framed()
	heads := make(map[int]int)    // goroutine -> the operation whose insides may follow, plus one
	within := make(map[int]bool)  // goroutines that wait for a lock of the test framework's
	library := make(map[int]bool) // goroutines whose last select is the standard library's
	said := make(map[int]bool)    // steps that later ones say all of
	woken := make(map[int]int)    // goroutine -> where it resumed last, plus one
	for i := range v.steps {
		s := v.steps[i]
		if s.Kind == trace.EvClock {
			v.visible[i] = s.Index < looks
			continue
		}
		if s.Index >= end || v.after(i) || s.G == 0 || !users[s.G] || v.ofLibrary(s.G) {
			continue // the framework's report of a panic, the harness, and library goroutines
		}
		switch s.Kind {
		case trace.EvPick, trace.EvChoice, trace.EvRefine:
			continue
		case trace.EvCase:
			if library[s.G] || framed[s.G] && s.At.Std() {
				continue
			}
			v.visible[i] = true
			if h := heads[s.G]; h > 0 && isSelect(v.steps[h-1].Event) {
				v.visible[h-1] = false // the case says it
				said[h-1] = true
			}
			if w := woken[s.G]; w > 0 {
				v.visible[w-1] = false
			}
			continue
		case trace.EvChance:
			v.visible[i] = s.K != 0
			continue
		case trace.EvDraw, trace.EvMark:
			// Generators draw much, and say not where. Of a fault its mark says what the draw is for.
			v.visible[i] = s.At.File != "" && (s.Kind == trace.EvMark || v.fault(s.Index) == "")
			continue
		case trace.EvStart, trace.EvEnd, trace.EvPanic:
			v.visible[i] = true
		case trace.EvWake:
			v.visible[i] = !within[s.G]
			within[s.G] = false
			woken[s.G] = i + 1
			continue // what follows can be the rest of the operation that waited
		case trace.EvWait:
			if framed[s.G] && s.At.Std() && s.Index != v.lastWait(s.G) {
				within[s.G] = true
				continue // before or after the user's code
			}
			if h := heads[s.G]; h > 0 && !left[s.G] && ofFramework(v.steps[h-1].Event) && v.steps[h-1].At == s.At {
				within[s.G] = true
				continue
			}
			if h := heads[s.G]; h > 0 && saysAll(s.Event, v.steps[h-1].Event) {
				v.visible[h-1] = false
				said[h-1] = true
			}
			v.visible[i] = true
		default:
			if h := heads[s.G]; h > 0 && isOnce(s.Object) && v.steps[h-1].Kind == "once.Do" {
				v.visible[h-1] = true // it calls the function, or waits for whoever does
				continue
			}
			if h := heads[s.G]; h > 0 && inside(v.steps[h-1].Event, s.Event) || asksContext.MatchString(s.Detail) {
				continue
			}
			v.visible[i] = s.Kind == "go" || isSelect(s.Event) && !(framed[s.G] && s.At.Std()) || shared[s.Object] && (s.At.File != "" && !s.At.Std() || !framed[s.G])
			if h := heads[s.G]; h > 0 && s.Kind == "go" && v.steps[h-1].Kind == "wg.Add" && v.steps[h-1].At == s.At {
				v.visible[h-1], said[h-1] = false, true // wg.Go does both
			}
			if isSelect(s.Event) {
				library[s.G] = s.Detail != ""
			}
			woken[s.G] = 0
		}
		heads[s.G] = i + 1
	}
	for i := range v.unread {
		v.visible[i] = v.steps[i].Index < end && !v.after(i)
	}
	if v.fails >= 0 {
		v.visible[v.fails] = true
	}
	v.chooseMore(end, said)
}

// chooseMore makes visible where the schedule departs from the default one and, if there is nothing
// else to see, all that the user's code does: the end of a loop that never ends.
func (v *view) chooseMore(end int, said map[int]bool) {
	chosen := make(map[int]bool)
	for _, i := range v.choices {
		chosen[i] = true
	}
	nothing := !slices.Contains(v.visible, true)
	for i, s := range v.steps {
		if s.G != 0 && s.Index < end && !v.after(i) && !said[i] && methods[s.Kind] != nil && s.At.File != "" && !s.At.Std() && (nothing || chosen[s.Index]) {
			v.visible[i] = true
		}
	}
}

// findLines finds which lines do more than one kind of operation.
func (v *view) findLines() {
	v.at = make(map[trace.Frame]map[string]bool)
	for _, e := range v.t.Events {
		if methods[e.Kind] == nil || e.Detail != "" {
			continue
		}
		if v.at[e.At] == nil {
			v.at[e.At] = make(map[string]bool)
		}
		v.at[e.At][e.Kind+" "+e.Object] = true
	}
}

// findChoices finds which cases were taken though others were ready.
func (v *view) findChoices() {
	v.among = make(map[int]int)
	last := make(map[int]int) // goroutine -> its choice since its last operation
	for i, e := range v.t.Events {
		switch e.Kind {
		case trace.EvChoice:
			last[e.G] = i
		case trace.EvCase:
			if c, ok := last[e.G]; ok {
				v.among[i] = c
			}
			delete(last, e.G)
		}
	}
}

// asksContext are methods of contexts that only say something.
var asksContext = regexp.MustCompile(`^context\.\(\*\w+\)\.(Done|Err|Value|Deadline)$`)

// after reports whether a step comes after the one in which the test fails.
func (v *view) after(i int) bool { return v.fails >= 0 && i > v.fails }

func isSelect(e trace.Event) bool { return strings.HasPrefix(e.Kind, "select") }

// findFailure finds the call of t.Errorf, or one like it, that the failure's message is of.
func (v *view) findFailure() {
	switch v.t.Kind {
	case "fatal":
		// The runtime ends the process in the last operation.
		if last := len(v.steps) - 1; last >= 0 && !v.steps[last].Never && methods[v.steps[last].Kind] != nil {
			v.fails = last
		}
		return
	case "race":
		if _, second, ok := v.accesses(); ok {
			v.fails = second
		}
		return
	case "assert":
	default:
		return
	}
	at := v.t.Where()
	for i, s := range v.steps {
		if s.At.File != at.File || s.At.Line != at.Line || !ofFramework(s.Event) || s.Never {
			continue
		}
		if failsTest.MatchString(s.Detail) {
			v.fails = i
			return
		}
		if v.fails < 0 {
			v.fails = i // unless it only prepares the test
		}
	}
}

// failsTest are the methods of package testing that say that a test fails.
var failsTest = regexp.MustCompile(`\.(Error|Errorf|Fatal|Fatalf|Fail|FailNow)$`)

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
	return op.Kind != trace.EvWait && op.At == wait.At && (wait.Object == "" || wait.Object == op.Object || isOnce(wait.Object) && op.Kind == "once.Do")
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
