package hunt

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// match says whether a failing run is the failure of a log.
type match struct {
	same bool
	// why says what the two have in common, or in what they differ.
	why string
	// caveat says what is not known of it, or "".
	caveat string
}

// matcher compares failing runs with a goal.
type matcher struct {
	goal *cilog.Goal
	src  *source
	dir  string // of the package, from the module's folder on
}

// match compares a failing run with the goal.
func (m *matcher) match(t *trace.Trace) match {
	switch m.goal.Kind {
	case cilog.Panic, cilog.Fatal:
		return m.died(t)
	case cilog.Timeout, cilog.Deadlock:
		return m.stuck(t)
	case cilog.Race:
		return m.race(t)
	case cilog.Leak:
		return m.leak(t)
	case cilog.Exit:
		if t.Kind == "exit" {
			return match{same: true, why: "the process ended in the middle of the test, as in the log"}
		}
		return m.otherKind(t)
	}
	return m.asserts(t)
}

func (m *matcher) otherKind(t *trace.Trace) match {
	return match{why: fmt.Sprintf("the log has %s, and this is %s", article(string(m.goal.Kind)), article(kindWords(t.Kind)))}
}

// kindWords is the kind of a recording in words.
func kindWords(kind string) string {
	switch kind {
	case "assert":
		return "failed assertion"
	case "race":
		return "data race"
	case "leak":
		return "goroutine leak"
	case "exit":
		return "exit"
	case "fatal":
		return "fatal error"
	}
	return kind
}

func article(what string) string {
	switch what {
	case string(cilog.Assert):
		what = kindWords("assert")
	case string(cilog.Race):
		what = kindWords("race")
	case string(cilog.Leak):
		what = kindWords("leak")
	}
	if strings.ContainsRune("aeiou", rune(what[0])) {
		return "an " + what
	}
	return "a " + what
}

// says reports whether a message is that of the log, whatever the values in it.
func (m *matcher) says(message string) bool {
	return m.goal.Message != "" && alike(message, m.goal.Message)
}

// folders are those of the name of a file in a message.
var folders = regexp.MustCompile(`(?:\b[A-Za-z]:)?(?:/[\w.@~+-]+)+/`)

// alike reports whether two messages differ only in the values in them, and in where files are.
func alike(a, b string) bool {
	without := func(s string) string { return trace.WithoutValues(folders.ReplaceAllString(s, "/")) }
	return without(a) == without(b)
}

// died compares what the process died of.
func (m *matcher) died(t *trace.Trace) match {
	if m.goal.Kind == cilog.Fatal && t.Kind == "race" && strings.HasPrefix(m.goal.Message, "concurrent map") {
		for _, r := range t.Races {
			for _, a := range []trace.Access{r.First, r.Second} {
				if m.onStack(trace.UserFrame(a.Stack)) {
					return match{same: true, why: "the accesses that the runtime has met are a data race at the place of the log"}
				}
			}
		}
		return match{why: "a data race at another place than the log's " + m.goal.Message}
	}
	if t.Kind != "panic" && t.Kind != "fatal" {
		return m.otherKind(t)
	}
	if !m.says(t.Message) {
		return match{why: "the process dies of something else: " + t.Message}
	}
	if at := t.Where(); len(m.goal.Stack) > 0 && at.File != "" && !m.onStack(at) {
		return match{why: fmt.Sprintf("the same message, at %s, which is not where the log has it", at.Pos())}
	}
	r := match{same: true, why: "the process dies of the same at the same place: " + m.goal.Message}
	if len(m.goal.Stack) == 0 {
		r.why, r.caveat = "the process dies of the same: "+m.goal.Message, "the log does not say where that was"
	}
	return r
}

// onStack reports whether a function is on the log's stack.
func (m *matcher) onStack(at trace.Frame) bool {
	return slices.ContainsFunc(m.goal.Stack, func(f trace.Frame) bool { return trace.FuncName(f) == trace.FuncName(at) })
}

// blockedAt is a place at which a goroutine is blocked.
type blockedAt struct {
	trace.Frame
	test bool // it is the test's own goroutine, which mostly waits for what others do
	own  bool // it is of the test: another one may be of anything that the process has
}

// stuck compares where goroutines are blocked forever.
func (m *matcher) stuck(t *trace.Trace) match {
	log := m.logBlocked()
	switch t.Kind {
	case "deadlock", "livelock", "hang":
	default:
		return m.otherKind(t)
	}
	if len(log) == 0 {
		return match{same: true, why: "the test does not end", caveat: "the log does not say where goroutines were blocked, so any test that does not end is taken for it"}
	}
	if t.Kind != "deadlock" {
		return m.restless(log, t)
	}
	moved := make(map[int]trace.Frame)
	if limit := timeLimit(m.goal); limit > 0 {
		moved = movedAfter(t, limit)
	}
	var run []blockedAt
	for _, g := range t.AtFault() {
		f := trace.UserFrame(g.Stack)
		if then, ok := moved[g.ID]; ok {
			f = then
		}
		if f.File != "" && !f.Std() {
			run = append(run, blockedAt{f, g.ID == 1, true})
		}
	}
	foreign, absent, common := m.unlike(log, run)
	inTest := slices.IndexFunc(absent, func(b blockedAt) bool { return b.own && !b.test })
	r := match{same: true, why: blockedWhere(common) + places(run, foreign)}
	switch {
	case len(run) == 0:
		return match{why: "no goroutine is blocked in code of the module"}
	case len(foreign) == 0 && inTest < 0, len(absent) == 0:
		return r
	case len(foreign) == 0 && slices.ContainsFunc(run, func(b blockedAt) bool { return !b.test }):
		r.caveat = "in the log a goroutine is also blocked at " + short(absent[inTest].Frame) + ", and in this run none is"
		return r
	case len(foreign) == 0:
		return match{why: "the test waits at the place where it waits in the log, where a goroutine is also blocked at " + short(absent[inTest].Frame) + ", and in this run none is"}
	}
	why := fmt.Sprintf("a goroutine is blocked at %s, where none is in the log; in the log one is blocked at %s", foreign[0].Pos(), short(absent[0].Frame))
	if trace.FuncName(foreign[0].Frame) == trace.FuncName(absent[0].Frame) {
		why += m.movedHint()
	}
	return match{why: why}
}

func blockedWhere(n int) string {
	if n == 1 {
		return "the goroutine is blocked where one is in the log: "
	}
	return fmt.Sprintf("%d goroutines are blocked where the log has them: ", n)
}

// places are those of a run that the log has, too.
func places(run, foreign []blockedAt) string {
	var all []string
	for _, b := range run {
		if at := b.Pos(); !slices.Contains(foreign, b) && !slices.Contains(all, at) {
			all = append(all, at)
		}
	}
	return strings.Join(all, ", ")
}

// restless compares a test that does not end though it does something all the time: where its
// goroutines are changes, but not in which function the test is.
func (m *matcher) restless(log []blockedAt, t *trace.Trace) match {
	for _, g := range t.Goroutine {
		f := trace.UserFrame(g.Stack)
		if g.ID == 1 && slices.ContainsFunc(log, func(b blockedAt) bool { return b.test && m.src.compare(b.Frame, f) != otherPlace }) {
			return match{same: true, why: "the test does not end, and is in the function that it was in: " + f.Pos()}
		}
	}
	return match{why: "the test does not end, and is somewhere else than in the log"}
}

// logBlocked are the places at which goroutines are blocked in the log. Those that the test has
// started, or goroutines that it has started, are its own.
func (m *matcher) logBlocked() []blockedAt {
	own := make(map[int]bool)
	test := top(m.goal.Test)
	for range m.goal.Blocked { // those that were started come later than who started them, mostly
		n := len(own)
		for _, g := range m.goal.Blocked {
			if own[g.Parent] || g.In(test) {
				own[g.ID] = true
			}
		}
		if len(own) == n {
			break
		}
	}
	var all []blockedAt
	for _, g := range m.goal.Blocked {
		all = append(all, blockedAt{trace.UserFrame(g.Stack), g.In(test), own[g.ID]})
	}
	return all
}

// unlike are the places of a run at which none is in the log, those of the log at which none is in
// the run, and how many of the run are in the log.
func (m *matcher) unlike(log, run []blockedAt) (foreign, absent []blockedAt, common int) {
	found := make([]bool, len(log))
	for _, r := range run {
		known := false
		for i, l := range log {
			like := m.src.compare(l.Frame, r.Frame)
			if like == samePlace || like == otherLine && !m.src.mayWait(r.File, l.Line) {
				known, found[i] = true, true
			}
		}
		if known {
			common++
		} else {
			foreign = append(foreign, r)
		}
	}
	for i, l := range log {
		if !found[i] {
			absent = append(absent, l)
		}
	}
	return foreign, absent, common
}

// find is how well the best of the log's places fits one of a run.
func (m *matcher) find(log []trace.Frame, run trace.Frame) likeness {
	best := otherPlace
	for _, l := range log {
		best = max(best, m.src.compare(l, run))
	}
	return best
}

// race compares the two accesses of data races.
func (m *matcher) race(t *trace.Trace) match {
	if t.Kind != "race" {
		return m.otherKind(t)
	}
	pair := func(r trace.Race) [2]trace.Frame {
		return [2]trace.Frame{trace.UserFrame(r.First.Stack), trace.UserFrame(r.Second.Stack)}
	}
	best := otherPlace
	for _, g := range m.goal.Races {
		for _, r := range t.Races {
			a, b := pair(g), pair(r)
			best = max(best, min(m.src.compare(a[0], b[0]), m.src.compare(a[1], b[1])),
				min(m.src.compare(a[0], b[1]), m.src.compare(a[1], b[0])))
		}
	}
	switch {
	case best == samePlace:
		return match{same: true, why: "the two accesses are those of the log"}
	case best == otherLine:
		return match{same: true, why: "the two accesses are in the functions of the log", caveat: "they are at other lines of these functions: that they are of the same memory is not known"}
	case len(m.goal.Races) == 0:
		return match{same: true, why: "a data race", caveat: "the log does not say where, so any data race is taken for it"}
	}
	return match{why: "a data race of other accesses: " + t.Message}
}

// leak compares goroutines that are left.
func (m *matcher) leak(t *trace.Trace) match {
	if t.Kind == "assert" && strings.Contains(t.Output, cilog.GoleakReport) || t.Kind == "leak" {
		var log []trace.Frame
		for _, g := range m.goal.Blocked {
			log = append(log, trace.UserFrame(g.Stack))
		}
		for _, g := range t.Goroutine {
			if f := trace.UserFrame(g.Stack); g.ID != 0 && m.find(log, f) != otherPlace {
				return match{same: true, why: "a goroutine is left where the log has it, at " + f.Pos()}
			}
		}
		if t.Kind == "assert" {
			for _, g := range m.goal.Blocked {
				if strings.Contains(t.Output, trace.UserFrame(g.Stack).Func) {
					return match{same: true, why: "goleak reports a goroutine in the function of the log"}
				}
			}
		}
		return match{why: "goroutines are left, at other places than in the log"}
	}
	return m.otherKind(t)
}

// short is a place of the log with the file's name alone.
func short(f trace.Frame) string {
	return f.File[strings.LastIndexByte(f.File, '/')+1:] + fmt.Sprintf(":%d", f.Line)
}
