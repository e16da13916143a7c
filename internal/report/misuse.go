package report

import (
	"fmt"
	"slices"
	"strings"
)

// A panic or a fatal error of a misused object has its cause in an earlier operation on that object.

// misuses are messages of the runtime and of package sync, with the earlier operations that they are about and
// what is said of them.
var misuses = []struct {
	message string
	kinds   []string
	did     string
	others  bool // only what another goroutine did counts
}{
	{"send on closed channel", []string{"close"}, "closed", false},
	{"close of closed channel", []string{"close"}, "closed", false},
	{"WaitGroup is reused", []string{"wg.Add"}, "called", true},
	{"unlock of unlocked", []string{"Unlock", "rw.Unlock"}, "unlocked", false},
	{"RUnlock of unlocked", []string{"RUnlock"}, "read-unlocked", false},
}

// misused says which earlier operation on the same object makes the one at event i fail, or nothing.
func (v *view) misused(i int) string {
	for _, m := range misuses {
		if !strings.Contains(v.t.Message, m.message) {
			continue
		}
		g := v.t.Events[i].G
		is, failing := v.failingObject(i), v.failingOperation(i)
		for j := i - 1; j >= 0; j-- {
			e := v.t.Events[j]
			if j == failing || e.Object == "" || !is(e.Object) || m.others && e.G == g || !slices.Contains(m.kinds, e.Kind) {
				continue
			}
			v.mention(j)
			what := e.Object
			if m.did == "called" {
				what = operation(e.Kind, e.Object)
			}
			return fmt.Sprintf("; %s %s %s%s", name(e.G), m.did, what, v.quotedOp(e.Kind, e.At)) + v.lockedOnce(j)
		}
	}
	return ""
}

// locks are the operations that those that unlock undo.
var locks = map[string]string{"Unlock": "Lock", "rw.Unlock": "rw.Lock", "RUnlock": "RLock"}

// lockedOnce says who has locked what is unlocked at event i, if that was done once before.
func (v *view) lockedOnce(i int) string {
	unlock, at := v.t.Events[i], -1
	for j, e := range v.t.Events[:i] {
		if e.Object == unlock.Object && strings.Contains(e.Kind, "Try") {
			return "" // it may have locked it, too
		}
		if e.Object != unlock.Object || e.Kind != locks[unlock.Kind] {
			continue
		}
		if at >= 0 {
			return ""
		}
		at = j
	}
	if at < 0 || v.t.From > 0 {
		return ""
	}
	v.mention(at)
	e := v.t.Events[at]
	return fmt.Sprintf(", and only %s had locked it%s", name(e.G), v.quotedOp(e.Kind, e.At))
}

// failingOperation is the operation in which a goroutine fails at event i: the last one at the same place.
func (v *view) failingOperation(i int) int {
	at := v.t.Events[i]
	for j := i; j >= 0; j-- {
		if e := v.t.Events[j]; e.G == at.G && (methods[e.Kind] != nil || isSelect(e)) {
			if e.At == at.At {
				return j
			}
			return -1
		}
	}
	return -1
}

// failingObject tells whether an object can be the one that the operation that fails at event i is done to.
// A select does not say which of its channels is closed: all those that it sends to can be.
func (v *view) failingObject(i int) func(object string) bool {
	j := v.failingOperation(i)
	if j < 0 {
		return func(string) bool { return false }
	}
	e := v.t.Events[j]
	if e.Object != "" || !isSelect(e) {
		return func(object string) bool { return object == e.Object }
	}
	var sends []string
	if s := v.src.syntax(e.At.File); s != nil {
		sends = s.sends(e.At.Line)
	}
	return func(object string) bool {
		plain, _, _ := strings.Cut(object, "#")
		return slices.Contains(sends, plain)
	}
}

// printMissed says which messages a goroutine that is left has missed: another one offered what it waits
// for when it was not yet there, and went on with the default of its select.
func (v *view) printMissed(add func(title, text string)) {
	missed := make(map[string]int)
	var order []string
	for _, g := range v.stuck() {
		for _, o := range g.Objects {
			for i, e := range v.t.Events {
				if e.Object != o || e.G == g.ID || e.Carries != "default" || e.Detail != "" || e.At.Std() || !strings.HasPrefix(e.Kind, "try-") {
					continue
				}
				if _, ok := missed[o]; !ok {
					order = append(order, o)
				}
				missed[o] = i
			}
		}
	}
	for _, o := range order {
		e := v.t.Events[missed[o]]
		v.mention(missed[o])
		other := "receives from"
		if e.Kind == "try-recv" {
			other = "sends to"
		}
		add("a select takes its default:", fmt.Sprintf("%s's %s is not ready: no goroutine %s %s at that moment", name(e.G), v.does(e), other, o))
	}
}
