package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// What libraries do: a reader wants the line of the user's that calls them, and not their goroutines and objects.

// libraries names the goroutines that are left of which nothing is the user's.
func (v *view) libraries() string {
	var gs []int
	var packages []string
	for _, g := range v.stuck() {
		if !v.ofLibrary(g.ID) {
			continue
		}
		gs = append(gs, g.ID)
		if p := packageOf(trace.UserFrame(g.Stack).Func); !slices.Contains(packages, p) {
			packages = append(packages, p)
		}
	}
	if len(gs) == 0 {
		return ""
	}
	verb := "are"
	if len(gs) == 1 {
		verb = "is"
	}
	return fmt.Sprintf("%s %s blocked in %s", severalNames(gs), verb, enumerated(packages))
}

// packageOf is the package of a function.
func packageOf(fn string) string {
	slash := strings.LastIndexByte(fn, '/') + 1
	name, _, _ := strings.Cut(fn[slash:], ".")
	return fn[:slash] + name
}

// ofLibrary reports whether a goroutine is of the standard library alone: no line of the user's runs in it or has
// started it.
func (v *view) ofLibrary(g int) bool {
	if v.library == nil {
		framed := v.framed()
		v.library = make(map[int]bool)
		for _, s := range v.steps {
			if s.Kind == trace.EvStart && s.By >= 0 && !framed[s.G] {
				by := v.t.Events[s.By]
				v.library[s.G] = by.Detail != "" || by.At.Std()
			}
		}
	}
	return v.library[g]
}

// framed are the goroutines with code of the user's. Others run a function of the standard library that
// the user has started, as in go wg.Wait().
func (v *view) framed() map[int]bool {
	framed := make(map[int]bool)
	for _, s := range v.steps {
		if s.Kind != trace.EvStart && s.At.File != "" && !s.At.Std() {
			framed[s.G] = true
		}
	}
	return framed
}

// folded leaves out what a call of a library does between its first line and its last one.
func (v *view) folded(all []listed) []listed {
	next := make(map[int]int)   // goroutine -> its line after this one
	inner := make(map[int]bool) // lines that are left out
	before := make(map[int]int) // line -> the one of its goroutine before it
	latest := make(map[int]int) // goroutine -> its line
	for i, l := range all {
		before[i] = -1
		if p, ok := latest[l.g]; ok {
			before[i] = p
		}
		latest[l.g] = i
	}
	for i, l := range slices.Backward(all) {
		p := before[i]
		n, ok := next[l.g]
		if ok && p >= 0 && v.insideCall(all[p], l) && v.insideCall(l, all[n]) && !v.needed[v.steps[l.step].Index] {
			inner[i] = true
		}
		next[l.g] = i
	}
	out := all[:0:0]
	for i, l := range all {
		if !inner[i] {
			out = append(out, l)
		}
	}
	return out
}

// insideCall reports whether two lines are of one call of a library's function.
func (v *view) insideCall(a, b listed) bool {
	s, t := v.steps[a.step].Event, v.steps[b.step].Event
	return a.pos != "" && a.pos == b.pos && v.ofLibrarysCode(s) && v.ofLibrarysCode(t)
}

// ofLibrarysCode reports whether a function that the line calls does what the event says, and not the line.
func (v *view) ofLibrarysCode(e trace.Event) bool {
	s := v.src.syntax(e.At.File)
	switch e.Kind {
	case trace.EvWait:
		return s != nil && s.selects[e.At.Line] == nil && !s.has(waitWords[e.Detail], e.At.Line) && len(s.ops[e.At.Line]) > 0
	case trace.EvCase:
		return s != nil && s.selects[e.At.Line] == nil
	case trace.EvWake:
		return true // it follows a wait there
	}
	return e.Detail != "" && (methods[e.Kind] != nil || isSelect(e) || e.Kind == "go")
}
