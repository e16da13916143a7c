package report

import (
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// The race detector names goroutines by numbers of its own, and says of an access where it is, and not when. The
// recording tells both, unless several goroutines, or several turns of a loop, can be meant.

// accessor is the goroutine that makes an access of a race.
func (v *view) accessor(a trace.Access) (g int, ok bool) {
	created := trace.UserFrame(a.Created)
	root := len(a.Created) > 0 && strings.HasPrefix(a.Created[0].Func, "testing.")
	var some []int
	for id, s := range v.waits.Started {
		if root && s.Detail == "g0" && id > 0 || !root && created.File != "" && s.At.Pos() == created.Pos() {
			some = append(some, id)
		}
	}
	if len(some) > 1 { // those that come by that line
		some = slices.DeleteFunc(some, func(id int) bool {
			return !slices.ContainsFunc(v.t.Events, func(e trace.Event) bool {
				return e.G == id && (e.Kind == "read" || e.Kind == "write") && slices.Contains(a.Stack, e.At)
			})
		})
	}
	if len(some) != 1 {
		return 0, false
	}
	return some[0], true
}

// accessed is the position of the step after which goroutine g makes an access: the last one that it makes in the
// same function at or above that line. It is -1 if g goes up and down there.
func (v *view) accessed(g int, a trace.Access) int {
	for _, f := range userFrames(a.Stack) {
		last, below := -1, false
		for p, s := range v.steps {
			switch {
			case s.G != g || s.Never || !s.IsStep() || s.At.Func != f.Func || s.At.File != f.File:
			case s.At.Line > f.Line:
				below = true
			case below:
				return -1
			default:
				last = p
			}
		}
		switch {
		case last >= 0:
			return last
		case below:
			return v.position[v.startOf(g)]
		}
	}
	if slices.ContainsFunc(v.t.Events, func(e trace.Event) bool { return e.G == g && e.At.File != "" && !e.At.Std() && e.IsStep() }) {
		return -1
	}
	return v.position[v.startOf(g)] // it makes no step
}

// startOf is the event at which a goroutine starts.
func (v *view) startOf(g int) int {
	return max(0, slices.IndexFunc(v.t.Events, func(e trace.Event) bool { return e.G == g && e.Kind == trace.EvStart }))
}

// accesses are the positions of the steps that are the two accesses of the first race or, if the recording does not
// have those as steps, after which they are made, if it tells them.
func (v *view) accesses() (first, second int, ok bool) {
	if v.t.Kind != "race" || len(v.t.Races) == 0 || v.t.From > 0 {
		return 0, 0, false
	}
	r := v.t.Races[0]
	g, ok1 := v.accessor(r.First)
	h, ok2 := v.accessor(r.Second)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	if v.t.Accesses {
		return v.accessSteps(g, h, r)
	}
	first, second = v.accessed(g, r.First), v.accessed(h, r.Second)
	return first, second, first >= 0 && second >= 0 && first <= second
}

// accessSteps are the positions of the accesses of goroutines g and h to one object, if one step alone can be the
// second one.
func (v *view) accessSteps(g, h int, r trace.Race) (first, second int, ok bool) {
	is := func(s trace.Step, g int, a trace.Access) bool {
		return s.G == g && !s.Never && (s.Kind == "read" || s.Kind == "write") && s.At == trace.UserFrame(a.Stack)
	}
	last := make(map[string]int) // object -> the last step that can be the first access
	found, same := 0, false      // same: h has been at the place of the second access since that was found
	for p, s := range v.steps {
		i, there := last[s.Object]
		switch {
		case there && is(s, h, r.Second) && !same: // one line may read several objects
			first, second, same = i, p, true
			found++
		case s.G == h && s.At != trace.UserFrame(r.Second.Stack):
			same = false
		}
		if is(s, g, r.First) {
			last[s.Object] = p
		}
	}
	return first, second, found == 1
}

// withAccesses adds the lines of the two accesses of the first race, or says which ones they are, if that is known.
func (v *view) withAccesses(all []listed) (with []listed, known bool) {
	first, second, ok := v.accesses()
	if !ok {
		return all, false
	}
	all = slices.Clone(all)
	r := v.t.Races[0]
	for _, a := range []struct {
		at    int
		which string
		trace.Access
	}{{first, "first access: ", r.First}, {second, "second access: ", r.Second}} {
		i := slices.IndexFunc(all, func(l listed) bool { return l.step > a.at })
		if i < 0 {
			i = len(all)
		}
		if at := trace.UserFrame(a.Stack); !v.t.Accesses {
			all = slices.Insert(all, i, listed{step: a.at, g: v.steps[a.at].G, pos: base(at), text: v.src.Line(at.File, at.Line)})
			i++
		} else if i == 0 || all[i-1].step != a.at {
			continue
		}
		l := &all[i-1]
		l.remark, l.mark, l.needed = a.which+a.What(), mentioned, true
	}
	return all, true
}
