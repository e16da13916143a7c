package trace

import (
	"slices"
	"strings"
)

// A Swap is two steps that come in one order in a run that fails and in the other order in one that passes: the
// events that announce them, in the order of the run that fails.
type Swap struct {
	First, Second int
	About         Concern
}

// Swapped finds such steps, of which at least one changes what the other sees: the first pair that concerns what
// fails, or else the first pair that concerns a goroutine that fails. It returns false if there is none. The two
// runs are to differ little: what tells them apart is then the reason of the failure (Choi and Zeller, "Isolating
// Failure-Inducing Thread Schedules", 2002).
func Swapped(fail, pass *Trace) (Swap, bool) {
	best, concerns := Swap{}, fail.concerns()
	if s, ok := missed(fail, pass); ok {
		return s, true
	}
	was, is := ordered(pass.Events), Order(fail.Events)
	starts := startsOf(pass.Events)
	own := startsOf(fail.Events)
	seen := make(map[stepName]int)
	before := make(map[string]*uses) // in the run that fails, by object
	for _, s := range slices.Concat(done(is), neverDone(is)) {
		n := nameOf(s, seen)
		if !s.swaps() || own[s.G] != starts[s.G] {
			continue
		}
		at, there := was[n]
		if !there {
			continue
		}
		u := before[s.Object]
		if u == nil {
			u = new(uses)
			before[s.Object] = u
		}
		// Of several steps that come after it in the run that passes, it is before the first one that
		// this one must come.
		for i := 0; at < u.last && i < len(u.steps); i++ {
			if b := u.steps[i]; b.name.g != s.G && at < b.pos && dependent(b.name, n) {
				about := max(concerns(fail.Events[b.event]), concerns(s.Event))
				if about > best.About {
					best = Swap{b.event, s.Index, about}
				}
				break
			}
		}
		if best.About == ConcernsObject {
			break // no pair concerns the failure more
		}
		if !s.Never {
			u.steps = append(u.steps, swappable{n, at, s.Index})
			u.last = max(u.last, at)
		}
	}
	return best, best.About > ConcernsNothing
}

// missed is a send or a receive of a select with a default which another goroutine is ready for in the run that
// passes, and the step with which that goroutine comes to be so, which is later in the run that fails.
func missed(fail, pass *Trace) (Swap, bool) {
	is, was := Order(fail.Events), Order(pass.Events)
	tried := make(map[stepName]int) // position in the run that fails
	seen := make(map[stepName]int)
	at := make(map[stepName]int) // positions of all steps in the run that fails
	for i, s := range is {
		n := nameOf(s, seen)
		at[n] = i
		if s.Carries == "default" && strings.HasPrefix(s.Kind, "try-") && !s.At.Std() {
			tried[n] = i
		}
	}
	clear(seen)
	last := make(map[int]stepName) // goroutine -> its last operation
	done := make(map[int]int)      // event -> the position of the step tried in the run that fails
	for _, s := range was {
		n := nameOf(s, seen)
		if i, ok := tried[n]; ok && s.Carries != "default" && !s.Never {
			done[s.Index] = i
		}
		if i, ok := done[s.By]; ok && s.Kind == EvWake {
			if j, ok := at[last[s.G]]; ok && j > i {
				return Swap{is[i].Index, is[j].Index, ConcernsObject}, true
			}
		}
		if s.operation() {
			last[s.G] = n
		}
	}
	return Swap{}, false
}

// uses are the steps that use an object.
type uses struct {
	steps []swappable
	last  int // the last position of one in the run that passes
}

// swappable is a step of the run that fails which the run that passes makes too.
type swappable struct {
	name  stepName
	pos   int // in the run that passes
	event int
}

// stepName tells a step of a goroutine from others in any run: the n-th of its kind at its place.
type stepName struct {
	g        int
	kind, at string
	n        int
}

func nameOf(s Step, seen map[stepName]int) stepName {
	n := stepName{g: s.G, kind: s.Kind, at: s.At.Pos()}
	if s.Kind == EvCase {
		n.kind, _, _ = strings.Cut(s.Detail, " ") // it sends or receives
	}
	seen[n]++
	k := seen[n]
	n.n = k
	return n
}

// ordered are the positions of the steps that a run makes.
func ordered(events []Event) map[stepName]int {
	pos := make(map[stepName]int)
	seen := make(map[stepName]int)
	for i, s := range done(Order(events)) {
		pos[nameOf(s, seen)] = i
	}
	return pos
}

func done(steps []Step) []Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s Step) bool { return s.Never })
}

// neverDone are the steps that are announced when the run ends: they come after all that were made.
func neverDone(steps []Step) []Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s Step) bool { return !s.Never })
}

// startsOf says by whom and where each goroutine is started.
func startsOf(events []Event) map[int]string {
	starts := make(map[int]string)
	for _, e := range events {
		if e.Kind == EvStart {
			starts[e.G] = e.Detail + " " + e.At.Pos()
		}
	}
	return starts
}

// swaps reports whether the place of a step among others may decide what happens.
func (s Step) swaps() bool {
	if s.Object == "" || s.At.File == "" || s.At.Std() || !s.operation() && s.Kind != EvCase {
		return false
	}
	switch s.Kind {
	case "Unlock", "rw.Unlock", "RUnlock", "wg.Done", "wg.Wait":
		return false // they end what another step has begun
	}
	return true
}

// dependent reports whether it matters which of two operations on the same object comes first.
func dependent(a, b stepName) bool {
	switch {
	case reading[a.kind] && reading[b.kind]:
		return false
	case a.kind == "atomic.Add" && b.kind == a.kind && a.at == b.at:
		return false // most often nobody looks at the sums in between
	case a.kind == "send" && b.kind == "recv" || a.kind == "recv" && b.kind == "send":
		return false // the two sides of one message
	}
	return true
}

var reading = map[string]bool{"atomic.Load": true, "RLock": true, "TryRLock": true, "len": true, "read": true}
