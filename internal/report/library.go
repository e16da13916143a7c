package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// What libraries do: a reader wants the line of the user's that calls them, and not their goroutines and objects.

// libraries are the goroutines that are left of which nothing is the user's.
type libraries struct {
	connections []int // of net/http, that wait until the bodies of responses are closed
	responses   []string
	others      []int
	packages    []string // that those others run
}

func (v *view) libraries() (l libraries) {
	var bodies map[int]bool
	bodies, l.responses = v.openBodies()
	for _, g := range v.stuck() {
		switch {
		case bodies[g.ID]:
			l.connections = append(l.connections, g.ID)
		case v.ofLibrary(g.ID):
			l.others = append(l.others, g.ID)
			if p := packageOf(trace.UserFrame(g.Stack).Func); !slices.Contains(l.packages, p) {
				l.packages = append(l.packages, p)
			}
		}
	}
	return l
}

// librariesInWords says in sentences where the goroutines of libraries are blocked, but for those of which the headline
// says so.
func (v *view) librariesInWords() []string {
	l := v.libraries()
	said := func(g int) bool { return v.said[g] }
	var texts []string
	if gs := slices.DeleteFunc(l.connections, said); len(gs) > 0 {
		texts = append(texts, areBlocked(gs, "a client of net/http")+": "+notClosed(l.responses))
	}
	if gs := slices.DeleteFunc(l.others, said); len(gs) > 0 {
		texts = append(texts, areBlocked(gs, enumerated(l.packages))+v.startedThrough(gs))
	}
	return texts
}

func areBlocked(gs []int, where string) string {
	verb := "are"
	if len(gs) == 1 {
		verb = "is"
	}
	return fmt.Sprintf("%s %s blocked in %s", severalNames(gs), verb, where)
}

// librariesAlone says for the headline what is left if nothing of the user's is, or nothing.
func (v *view) librariesAlone() string {
	l := v.libraries()
	if len(v.stuck()) == 0 || len(l.connections)+len(l.others) < len(v.stuck()) {
		return ""
	}
	var texts []string
	if len(l.connections) > 0 {
		texts = append(texts, notClosed(l.responses))
	}
	if len(l.others) > 0 {
		through := v.startedThrough(l.others)
		if through == "" && len(texts) == 0 {
			return ""
		}
		texts = append(texts, severalNames(l.others)+" in "+enumerated(l.packages)+through)
	}
	for _, g := range v.stuck() {
		if v.said != nil {
			v.said[g.ID] = true
		}
	}
	return ": " + strings.Join(texts, "; ")
}

// startedThrough says which lines of the user's have started goroutines of libraries, directly or not, if they are few.
func (v *view) startedThrough(gs []int) string {
	var lines []string
	for _, g := range gs {
		at := v.origin(g)
		if at.File == "" {
			return ""
		}
		if l := strings.TrimPrefix(v.quoted(at), " at "); !slices.Contains(lines, l) {
			lines = append(lines, l)
		}
	}
	if len(lines) > 2 {
		return ""
	}
	return ", started through " + enumerated(lines)
}

// origin is the user's line that has started a goroutine, or the one that started it, and so on; a zero frame if none
// is known.
func (v *view) origin(g int) trace.Frame {
	for range len(v.waits.Started) {
		s, ok := v.waits.Started[g]
		if !ok {
			break
		}
		if s.At.File != "" && !s.At.Std() {
			return s.At
		}
		parent, err := strconv.Atoi(strings.TrimPrefix(s.Detail, "g"))
		if err != nil {
			break
		}
		g = parent
	}
	return trace.Frame{}
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
