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

// accesses are the positions after which the two accesses of the first race are made, if the recording tells them and
// does not have them as steps.
func (v *view) accesses() (first, second int, ok bool) {
	if v.t.Kind != "race" || v.t.Accesses || len(v.t.Races) == 0 || v.t.From > 0 {
		return 0, 0, false
	}
	r := v.t.Races[0]
	g, ok1 := v.accessor(r.First)
	h, ok2 := v.accessor(r.Second)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	first, second = v.accessed(g, r.First), v.accessed(h, r.Second)
	return first, second, first >= 0 && second >= 0 && first <= second
}

// withAccesses adds the lines of the two accesses of the first race.
func (v *view) withAccesses(all []listed) []listed {
	first, second, ok := v.accesses()
	if !ok {
		return all
	}
	r := v.t.Races[0]
	add := func(p int, a trace.Access, which string) {
		at := trace.UserFrame(a.Stack)
		l := listed{step: p, g: v.steps[p].G, pos: base(at), text: v.src.Line(at.File, at.Line), remark: which + " access: " + a.What(), mark: mentioned, needed: true}
		i := slices.IndexFunc(all, func(l listed) bool { return l.step > p })
		if i < 0 {
			i = len(all)
		}
		all = slices.Insert(all, i, l)
	}
	all = slices.Clone(all)
	add(first, r.First, "first")
	add(second, r.Second, "second")
	return all
}
