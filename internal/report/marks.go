package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// The headline, the choices, the swap and the lines about blocked goroutines speak of steps. The list shows
// every one of these steps, with a mark.

// mark says how the text above the list speaks of a step.
type mark string

const (
	mentioned mark = ">"
	swapped   mark = "⇄"
)

// meanings say what the marks mean, in the order in which they are said.
var meanings = []struct {
	mark mark
	text string
}{
	{mentioned, "> named above"},
	{swapped, "⇄ the other order"},
}

// noMarks begins a text that speaks of no step yet.
func (v *view) noMarks() {
	v.marks, v.needed, v.said = make(map[int]mark), make(map[int]bool), make(map[int]bool)
}

// mention notes that the text speaks of the step of event i, which the list then has.
func (v *view) mention(i int) {
	v.mentionBeside(i)
	if v.marks != nil && i >= 0 {
		v.needed[i] = true
	}
}

// mentionBeside notes that the text speaks of the step of event i, though the failure is understood without it.
func (v *view) mentionBeside(i int) {
	if v.marks != nil && i >= 0 && v.marks[i] == "" {
		v.marks[i] = mentioned
	}
}

// mentionSwapped notes that the text says of event i that its step comes in the other order in a schedule that
// passes.
func (v *view) mentionSwapped(i int) {
	if v.marks != nil {
		v.marks[i], v.needed[i] = swapped, true
	}
}

// showMarked makes the steps visible that the text speaks of, unless a step is visible that stands for one.
func (v *view) showMarked() {
	for _, i := range slices.Sorted(maps.Keys(v.marks)) {
		if p := v.position[i]; v.standsFor(p) < 0 {
			v.visible[p] = true
			v.findOwn()
		}
	}
}

// findOwn finds the visible steps of each goroutine.
func (v *view) findOwn() {
	v.own = make(map[int][]int)
	for p, s := range v.steps {
		if v.visible[p] {
			v.own[s.G] = append(v.own[s.G], p)
		}
	}
}

// standsFor is the visible step that says what the step at position p does: itself, or else the next or the last
// visible one of the same goroutine, if it is at the same place; -1 if none does.
func (v *view) standsFor(p int) int {
	own := v.own[v.steps[p].G]
	i, found := slices.BinarySearch(own, p)
	switch {
	case found:
		return p
	case i < len(own) && v.sayOne(v.steps[own[i]], v.steps[p]):
		return own[i]
	case i > 0 && v.sayOne(v.steps[own[i-1]], v.steps[p]):
		return own[i-1]
	}
	return -1
}

// sayOne reports whether the line of step t, of the same goroutine, says what step s does.
func (v *view) sayOne(t, s trace.Step) bool {
	if t.Kind == trace.EvEnd && s.Kind == "wg.Done" {
		return true // the end of a function that WaitGroup.Go calls
	}
	same := t.Object == "" || s.Object == "" || t.Object == s.Object || isOnce(s.Object) || isOnce(t.Object)
	return same && t.At == s.At && t.Kind != trace.EvStart
}

// marked puts the marks on the lines of the list.
func (v *view) marked(all []listed) {
	for _, i := range slices.Sorted(maps.Keys(v.marks)) {
		m := v.marks[i]
		p := v.standsFor(v.position[i])
		if p < 0 {
			continue
		}
		at := slices.IndexFunc(all, func(l listed) bool { return l.step == p })
		if at < 0 { // a later line of the goroutine says it, like that of its panic
			at = slices.IndexFunc(all, func(l listed) bool { return l.step > p && l.g == v.steps[p].G })
		}
		if at >= 0 && all[at].mark != swapped {
			all[at].mark = m
		}
		if at >= 0 {
			all[at].needed = all[at].needed || v.needed[i]
		}
	}
}

// legendOfMarks says what the marks of the lines that are shown mean, or nothing if there are none.
func legendOfMarks(all []listed, keep []bool) string {
	var texts []string
	if slices.Contains(keep[:lastKept(keep)+1], false) {
		texts = append(texts, "… left out")
	}
	for _, m := range meanings {
		if slices.ContainsFunc(shown(all, keep), func(l listed) bool { return l.mark == m.mark }) {
			texts = append(texts, m.text)
		}
	}
	return strings.Join(texts, ", ")
}

// lastWait is the event at which a goroutine that is left begins to wait, or -1.
func (v *view) lastWait(g int) int {
	if v.waiting == nil {
		v.waiting = make(map[int]int)
		for i, e := range v.t.Events {
			if e.Kind == trace.EvWait {
				v.waiting[e.G] = i
			}
		}
	}
	if i, ok := v.waiting[g]; ok {
		return i
	}
	return -1
}

// lastKept is the index of the last line that is kept, or -1.
func lastKept(keep []bool) int {
	for i, k := range slices.Backward(keep) {
		if k {
			return i
		}
	}
	return -1
}
