package report

import (
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// What channel operations and atomics carry, in words.

// findValues finds what atomic variables are after each operation: what the next one finds.
func (v *view) findValues() {
	v.then = make(map[int]string)
	if v.t.From > 0 {
		return // what was announced before is not there
	}
	last := make(map[string]int) // object -> the last operation on it
	for _, s := range v.steps {
		s.Carries, _ = swappedOr(s.Event)
		if s.Carries == "" || !strings.HasPrefix(s.Kind, "atomic.") {
			delete(last, s.Object) // it may change what nobody has seen
			continue
		}
		if before, ok := last[s.Object]; ok {
			v.then[before] = s.Carries
		}
		last[s.Object] = s.Index
	}
}

// carries is what the operation of an event carries, or "". Of what a library does the reader knows
// nothing, and what the text of the line says need not be said again.
func (v *view) carries(i int, text string) string {
	e := v.t.Events[i]
	value, did := swappedOr(e)
	if value == "" && did == "" || e.Detail != "" && methods[e.Kind] != nil || e.Kind == trace.EvWait {
		return ""
	}
	then := v.then[i]
	switch {
	case did == "fails" && value != "" && value != "non-nil":
		return "fails: it is " + value
	case did == "fails":
		return did
	case did == "swapped" && (then == "" || then == value):
		return "succeeds"
	case value == "default":
		return "not ready: default"
	case value == "closed":
		return "is closed"
	case e.Kind == "TryLock" && value == "true":
		return "locks it"
	case strings.HasSuffix(e.Kind, "TryLock"):
		return map[string]string{"false": "fails"}[value] // a reader may be in the way of an RWMutex that is free
	case e.Kind == "atomic.Load":
		return "reads " + value
	case strings.HasPrefix(e.Kind, "atomic."):
		switch {
		case then == "" && value == "non-nil":
			return ""
		case then == "" && e.Kind == "atomic.Swap":
			return "gets " + value
		case then == "" && e.Kind == "atomic.Add":
			return "was " + value
		case then == "":
			return ""
		case then == value && value == "non-nil":
			return "" // of which there are many
		case then == value:
			return "still " + value
		default:
			return value + " → " + then
		}
	case strings.HasPrefix(e.Kind, trace.EvCase) && strings.HasPrefix(e.Detail, "send"), strings.HasSuffix(e.Kind, "send"):
		if strings.HasSuffix(text, "<- "+value) {
			return ""
		}
		return "sends " + value
	}
	return "gets " + value
}

// swappedOr is what the event carries and, of a CompareAndSwap, whether it has "swapped" or "fails".
func swappedOr(e trace.Event) (value, did string) {
	if e.Kind != "atomic.CompareAndSwap" {
		return e.Carries, ""
	}
	for _, did := range []string{"swapped", "fails"} {
		if value, ok := strings.CutSuffix(e.Carries, did); ok {
			return strings.TrimSpace(value), did
		}
	}
	return e.Carries, ""
}

// findWoken finds which goroutines the operations wake, and which signals may have been for one that was
// about to wait: that has its place among those who wait already when it lets go of the lock.
func (v *view) findWoken() {
	v.woken, v.unsure = make(map[int][]int), make(map[int]bool)
	type wait struct {
		g    int
		cond string
	}
	begun := make(map[wait]bool)
	for _, s := range v.steps {
		switch s.Kind {
		case "cond.Wait":
			begun[wait{s.G, s.Object}] = true
		case trace.EvWait:
			delete(begun, wait{s.G, s.Object})
		case "cond.Signal", "cond.Broadcast":
			for w := range begun {
				v.unsure[s.Index] = v.unsure[s.Index] || w.cond == s.Object
			}
		case trace.EvWake:
			if s.By >= 0 {
				v.woken[s.By] = append(v.woken[s.By], s.G)
			}
		}
	}
}

// fewNames lists goroutines, or says how many they are.
func fewNames(gs []int) string {
	if len(gs) > 3 {
		return runner.Plural(uint64(len(gs)), "goroutine")
	}
	var texts []string
	for _, g := range gs {
		texts = append(texts, name(g))
	}
	return enumerated(texts)
}

// enumerated joins texts to a list like “a, b and c”.
func enumerated(texts []string) string {
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}
