package report

import (
	"slices"
	"sort"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Every choice of a run that has been made simpler is needed for it to fail, many only so that later ones come about.
// Those that a reader has to know order two steps from which the failure follows.

// nearby is how many steps back from the failure those may be that a choice orders.
const nearby = 4

// deciding are those of the choices that have to do with what fails, or all if none is known to.
func (v *view) deciding(choices []int) []int {
	all := v.listed()
	if len(choices) < 2 || len(all) == 0 {
		return choices
	}
	v.marked(all)
	for _, i := range v.t.Swap {
		if at := v.lineOfEvent(all, i); at >= 0 {
			all[at].needed = true
		}
	}
	distance := v.distances(all, v.failingLines(all))
	own := make(map[int][]int) // goroutine -> its lines
	for i, l := range all {
		own[l.g] = append(own[l.g], i)
	}
	var some []int
	for _, c := range choices {
		if v.orders(all, own, distance, c) {
			some = append(some, c)
		}
	}
	if len(some) == 0 {
		return choices
	}
	return some
}

// orders reports whether the choice at event c orders two steps from which the failure follows: that of the
// goroutine that has to wait, or that runs at once, and one of the others that would have come first, or now do.
func (v *view) orders(all []listed, own map[int][]int, distance []int, c int) bool {
	e := v.t.Events[c]
	if e.Value() || e.Kind != trace.EvPick && (e.Next == e.G || e.Next == engine.ClockID) || slices.Contains(v.t.Swap, c) {
		return true
	}
	if asksContext.MatchString(e.Detail) {
		return false // the lock inside of the context tells nobody anything
	}
	// The next line of the goroutine after the choice. A go statement has made its goroutine by then.
	lines := own[e.G]
	next := sort.Search(len(lines), func(i int) bool {
		s := v.steps[all[lines[i]].step]
		return s.Pos > c || s.Pos == c && s.Index != c
	})
	if next == len(lines) {
		return false
	}
	mine := lines[next]
	if distance[mine] > nearby {
		return false
	}
	if e.Kind == trace.EvPick {
		return true
	}
	for i, l := range slices.Backward(all[:mine]) {
		if v.steps[l.step].Pos < c {
			break
		}
		if l.g != e.G && l.g != engine.ClockID && distance[i] <= nearby {
			return true
		}
	}
	return false
}

// lineOfEvent is the line that says what event i does, or -1.
func (v *view) lineOfEvent(all []listed, i int) int {
	p := v.standsFor(v.position[i])
	return slices.IndexFunc(all, func(l listed) bool { return p >= 0 && l.step == p })
}
