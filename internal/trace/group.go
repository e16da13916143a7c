package trace

import (
	"path"
	"regexp"
	"sort"
	"strings"
)

// Group identifies what broke across commits: like [Trace.Fingerprint], but it names
// functions and not lines, and messages without the values in them, so that it stays the same
// when other parts of a file change. Failures that say nothing of where they are from belong to
// their test.
func (t *Trace) Group() string {
	parts := make(map[string]bool)
	own := true // it is of this test only
	switch t.Kind {
	case "deadlock", "leak":
		for _, g := range t.AtFault() {
			if fn := FuncName(UserFrame(g.Stack)); fn != "" {
				parts[fn+" "+strings.TrimSpace(g.Reason)] = true
			}
		}
		own = len(parts) == 0
	case "race":
		if len(t.Races) > 0 {
			for _, a := range []Access{t.Races[0].First, t.Races[0].Second} {
				if fn := FuncName(UserFrame(a.Stack)); fn != "" {
					parts[fn] = true
				}
			}
		}
		own = len(parts) == 0
	case "panic", "fatal", "exit":
		parts[WithoutValues(withoutLog(t.Message))] = true
		if fn := FuncName(t.Where()); fn != "" {
			parts[fn] = true
			own = false
		}
	case "assert":
		for _, e := range t.errors() {
			parts[e.file+": "+WithoutValues(e.text)] = true
		}
	case "hang", "livelock":
		for _, g := range t.Goroutine {
			if fn := FuncName(UserFrame(g.Stack)); g.ID != 0 && fn != "" && g.Reason == "runnable" {
				parts[fn] = true
			}
		}
	}
	words := make([]string, 0, len(parts)+1)
	for p := range parts {
		words = append(words, p)
	}
	sort.Strings(words)
	if own {
		words = append([]string{t.Package + "." + t.Test}, words...)
	}
	return t.Kind + "\n" + strings.Join(words, "\n")
}

// Says is the failure's message, or, if that says only that the test has failed, what the test
// said of it first.
func (t *Trace) Says() string {
	if t.Kind != "assert" || strings.Contains(t.Message, ": ") {
		return t.Message
	}
	if all := t.errors(); len(all) > 0 {
		return all[0].text
	}
	return t.Message
}

// Where is the place in the source at which the failure shows, or a zero frame.
func (t *Trace) Where() Frame {
	switch t.Kind {
	case "race":
		if len(t.Races) > 0 {
			return UserFrame(t.Races[0].Second.Stack)
		}
	case "panic", "fatal", "exit":
		for i := len(t.Events) - 1; i >= 0; i-- {
			if e := t.Events[i]; e.Kind == EvPanic && (e.Detail == Exits) == (t.Kind == "exit") && !e.At.Std() && e.At.File != "" {
				return e.At
			}
		}
		return t.lastPlace()
	case "assert":
		if all := t.errors(); len(all) > 0 && all[0].file != "" {
			return Frame{File: t.fileNamed(all[0].file), Line: all[0].line}
		}
	}
	// That the test itself waits mostly follows from what the others do.
	for _, own := range []bool{false, true} {
		for _, g := range t.AtFault() {
			if at := UserFrame(g.Stack); (g.ID == 1) == own && at.File != "" && !at.Std() {
				return at
			}
		}
	}
	return t.lastPlace()
}

// AtFault are the goroutines that are left and make the failure: those that wait in a cycle for
// locks of one another, if there are any, whoever else waits for them; else all of the test.
func (t *Trace) AtFault() []Stuck {
	var left []Stuck
	for _, g := range t.Goroutine {
		if g.ID != 0 { // the harness, which waits for the test
			left = append(left, g)
		}
	}
	in := lockCycles(left, FindWaits(t.Events).Holders)
	var cycle []Stuck
	for _, g := range left {
		if in[g.ID] {
			cycle = append(cycle, g)
		}
	}
	if len(cycle) > 0 {
		return cycle
	}
	return left
}

// lockCycles are the goroutines that wait in cycles: it leaves out whoever waits for nobody, or
// for whom nobody waits, until all wait and are waited for.
func lockCycles(left []Stuck, holders map[string][]Holder) map[int]bool {
	in := make(map[int]bool)
	for _, g := range left {
		in[g.ID] = true
	}
	waits, awaited := make(map[int][]int), make(map[int][]int)
	for _, g := range left {
		for _, o := range g.Objects {
			for _, h := range holders[o] {
				if in[h.G] {
					waits[g.ID] = append(waits[g.ID], h.G)
					awaited[h.G] = append(awaited[h.G], g.ID)
				}
			}
		}
	}
	out, back := make(map[int]int), make(map[int]int) // how many of them are in
	var drop []int
	for g := range in {
		out[g], back[g] = len(waits[g]), len(awaited[g])
		drop = append(drop, g)
	}
	for len(drop) > 0 {
		g := drop[len(drop)-1]
		drop = drop[:len(drop)-1]
		if !in[g] || out[g] > 0 && back[g] > 0 {
			continue
		}
		delete(in, g)
		for _, h := range waits[g] {
			back[h]--
		}
		for _, w := range awaited[g] {
			out[w]--
		}
		drop = append(append(drop, waits[g]...), awaited[g]...)
	}
	return in
}

// lastPlace is where the last step in the user's code was made.
func (t *Trace) lastPlace() Frame {
	for i := len(t.Events) - 1; i >= 0; i-- {
		if at := t.Events[i].At; at.File != "" && !at.Std() {
			return at
		}
	}
	return Frame{}
}

// fileNamed is the full name of a file that the test names as package testing does, without
// its folder: it is found among the places of the run, or else taken to be in the test's own
// package.
func (t *Trace) fileNamed(base string) string {
	for _, e := range t.Events {
		if path.Base(e.At.File) == base && !e.At.Std() {
			return e.At.File
		}
	}
	for _, e := range t.Events {
		if e.At.File != "" && !e.At.Std() && strings.HasPrefix(e.At.Func, t.Package+".") {
			return path.Join(path.Dir(e.At.File), base)
		}
	}
	return base
}

// closure is what the compiler adds to the names of functions in functions, and of
// deferred and started calls. Their numbers change when another one is added.
var closure = regexp.MustCompile(`(\.func\d+|\.gowrap\d+|\.deferwrap\d+|\.\d+|-range\d+|-fm)+$`)

// FuncName is the named function that a frame is in.
func FuncName(f Frame) string {
	return closure.ReplaceAllString(f.Func, "")
}

var (
	quoted  = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|'(?:[^'\\\\]|\\\\.)'")
	numbers = regexp.MustCompile(`0x[0-9a-fA-F]+|[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?`)
)

// WithoutValues is a message without the values that differ from run to run.
func WithoutValues(s string) string {
	s = quoted.ReplaceAllString(s, `"…"`)
	return numbers.ReplaceAllString(s, "N")
}
