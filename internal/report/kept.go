package report

import (
	"slices"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Which of the steps that matter are shown, if there is no room for all.

// kept says which lines are shown: those that the text above speaks of, the last ones, where goroutines block for
// good and what wakes others of a condition that they wait for, those around choices, and what is done to the objects
// of the swap, the last ones first, as long as there is room.
func (v *view) kept(all []listed, most int) []bool {
	keep := make([]bool, len(all))
	n := 0
	show := func(i int) {
		if i >= 0 && i < len(all) && !keep[i] {
			keep[i] = true
			n++
		}
	}
	if len(all) > 0 {
		show(len(all) - 1)
	}
	for _, first := range []func(l listed) bool{
		func(l listed) bool { return l.needed },
		func(l listed) bool { return l.mark != "" },
	} {
		for i, l := range slices.Backward(all) {
			if first(l) && n < most {
				show(i)
			}
		}
	}
	for i := len(all) - 1; i >= max(0, len(all)-min(lastRows, most*2/3)) && n < most; i-- {
		show(i)
	}
	for _, i := range v.blocking(all) {
		if n < most {
			show(i)
		}
	}
	for _, c := range slices.Backward(v.choices) {
		if n >= most {
			break
		}
		at := slices.IndexFunc(all, func(l listed) bool { return v.steps[l.step].Pos >= c })
		if at < 0 {
			continue
		}
		for _, i := range append(v.around(all, at, c), at, at-1, at+1) {
			if n < most {
				show(i)
			}
		}
	}
	objects := v.swapObjects()
	for i, l := range slices.Backward(all) {
		if n < most && objects[v.steps[l.step].Object] {
			show(i)
		}
	}
	if len(all) <= most {
		for i := range all {
			show(i)
		}
	}
	return keep
}

// swapObjects are the objects that the steps are done to which change places in a schedule that passes.
func (v *view) swapObjects() map[string]bool {
	objects := make(map[string]bool)
	for _, i := range v.t.Swap {
		if o := v.t.Events[i].Object; o != "" {
			objects[o] = true
		}
	}
	return objects
}

// around are the lines of what a goroutine that is preempted does before and after that: the choice at event
// c, which takes effect at a line.
func (v *view) around(all []listed, at, c int) []int {
	e := v.t.Events[c]
	if e.Next == e.G {
		return nil
	}
	mine := func(l listed) bool { return l.g == e.G }
	var lines []int
	for i, l := range slices.Backward(all[:at]) {
		if mine(l) {
			lines = append(lines, i)
			break
		}
	}
	if i := slices.IndexFunc(all[at:], mine); i >= 0 {
		lines = append(lines, at+i)
	}
	return lines
}

// blocking are the lines at which the goroutines that are left begin to wait for good, and those that wake
// somebody of a condition that they wait for, the last ones first.
func (v *view) blocking(all []listed) []int {
	left := v.left()
	conds := make(map[string]bool)
	for _, g := range v.t.Goroutine {
		for _, o := range g.Objects {
			conds[o] = true
		}
	}
	var lines []int
	for i, l := range slices.Backward(all) {
		switch s := v.steps[l.step]; {
		case s.Kind == trace.EvWait && left[s.G]:
			left[s.G] = false
			lines = append(lines, i)
		case (s.Kind == "cond.Signal" || s.Kind == "cond.Broadcast") && conds[s.Object]:
			lines = append(lines, i)
		}
	}
	return lines
}
