package trace

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Deadlocks that another schedule of a run may have: goroutines in a cycle, each of which waits for what the next one
// can do only after its own wait. In the run they did not meet.
//
// Cycles of locks are those of Havelund ("Using Runtime Analysis to Guide Model Checking of Java Programs", 2000), of
// up to maxCycle goroutines, without those that a common lock keeps apart. In the other cycles a goroutine waits for a
// channel or a WaitGroup while it holds a lock, and the goroutine that ended this wait took the lock before.

// maxCycle is how many goroutines a predicted cycle of locks may have. Each more makes it rarer and the search longer.
const maxCycle = 4

// maxWays bounds how many ways of each goroutine are looked at.
const maxWays = 256

// maxLooks bounds how many ways are looked at in the search for cycles: chains of locks in one order may be many.
const maxLooks = 1 << 20

// taken is a lock that a goroutine holds.
type taken struct {
	object string
	at     Frame
	read   bool
}

// way is that a goroutine waits for something, and what it holds then.
type way struct {
	g, n   int // who, and its announcement of the operation
	op     string
	second taken   // a lock, or what a lock has: the object of op
	held   []taken // also those that keep others apart
	at     int     // which operation of the run it is
}

// wayKey is the same for two ways of which the second predicts nothing that the first does not.
type wayKey struct {
	g      int
	op     string
	second taken
	held   string
}

// waiting collects ways.
type waiting struct {
	held  map[int][]taken           // goroutine -> locks
	locks map[int][]way             // goroutine -> each lock that it took
	comms []way                     // waits for others, with locks held
	known map[wayKey]bool           // ways that are among those
	ends  map[operation]map[int]int // what ends such waits -> goroutine -> its last operation
	ops   int
	looks int

	asks  map[int]bool   // goroutine -> its last operation asked for a lock, and it may wait for that
	inner map[int]string // goroutine -> the RWMutex that it lets go: the mutex inside comes next, under the same name
	conds map[int]way    // goroutine -> its cond.Wait, which lets its lock go next
}

func newWaiting() *waiting {
	return &waiting{
		held: make(map[int][]taken), locks: make(map[int][]way), known: make(map[wayKey]bool),
		ends: make(map[operation]map[int]int),
		asks: make(map[int]bool), inner: make(map[int]string), conds: make(map[int]way),
	}
}

// endedBy are the operations on the same object that end the wait of another.
var endedBy = map[string][]string{
	"send": {"recv"}, "recv": {"send", "close"}, "wg.Wait": {"wg.Done"}, "cond.Wait": {"cond.Signal", "cond.Broadcast"},
}

// event takes in an operation of a goroutine, its n-th.
func (w *waiting) event(e Event, n int) {
	w.ops++
	kind := e.Kind
	if kind == EvCase {
		kind, _, _ = strings.Cut(e.Detail, " ")
	}
	inner, cond := w.inner[e.G], w.conds[e.G]
	if e.Object != inner {
		delete(w.inner, e.G)
	}
	delete(w.conds, e.G)
	w.asks[e.G] = false
	switch kind {
	case "Lock", "rw.Lock", "RLock":
		x := way{e.G, n, kind, taken{e.Object, e.At, kind == "RLock"}, w.holding(e.G), w.ops}
		if len(w.locks[e.G]) < maxWays && w.isNew(x) {
			w.locks[e.G] = append(w.locks[e.G], x)
		}
		w.held[e.G] = append(slices.Clip(w.held[e.G]), x.second)
		w.asks[e.G] = true
	case "TryLock", "rw.TryLock", "TryRLock":
		if e.Carries == "true" {
			w.held[e.G] = append(slices.Clip(w.held[e.G]), taken{e.Object, e.At, kind == "TryRLock"})
		}
	case "Unlock", "rw.Unlock", "RUnlock":
		if kind == "Unlock" && inner != "" && inner == e.Object {
			delete(w.inner, e.G)
			return
		}
		w.unlock(e)
		if kind == "rw.Unlock" {
			w.inner[e.G] = e.Object
		}
		if cond.op != "" { // what it holds while it waits
			cond.held = w.holding(e.G)
			w.waits(cond)
		}
	case "send", "recv", "close", "wg.Wait", "wg.Done", "cond.Wait", "cond.Signal", "cond.Broadcast":
		op := operation{kind, e.Object}
		if w.ends[op] == nil {
			w.ends[op] = make(map[int]int)
		}
		w.ends[op][e.G] = w.ops
		x := way{e.G, n, kind, taken{object: e.Object, at: e.At}, w.holding(e.G), w.ops}
		switch {
		case kind == "cond.Wait":
			w.conds[e.G] = x
		case e.Kind != EvCase && endedBy[kind] != nil:
			w.waits(x)
		}
	}
}

// waits takes in a wait for others.
func (w *waiting) waits(x way) {
	if len(x.held) > 0 && len(w.comms) < maxWays && w.isNew(x) {
		w.comms = append(w.comms, x)
	}
}

// mostHeld is how many locks of those that a goroutine holds are looked at: the last ones.
const mostHeld = 16

func (w *waiting) holding(g int) []taken {
	hs := w.held[g]
	return slices.Clone(hs[max(0, len(hs)-mostHeld):])
}

// isNew reports whether a way predicts what no other does.
func (w *waiting) isNew(x way) bool {
	k := wayKey{g: x.g, op: x.op, second: x.second}
	if len(x.held) > 0 {
		k.held = fmt.Sprint(x.held)
	}
	if w.known[k] {
		return false
	}
	w.known[k] = true
	return true
}

// unlock takes a lock from the goroutine that lets it go, or, if that does not hold it, from the one
// that does: a mutex may be locked by one and unlocked by another. Those that may still wait for it come last.
func (w *waiting) unlock(e Event) {
	if w.drop(e.G, e.Object, true) {
		return
	}
	gs := slices.Sorted(maps.Keys(w.held))
	for _, asking := range []bool{false, true} {
		for _, g := range gs {
			if w.drop(g, e.Object, asking) {
				return
			}
		}
	}
}

// drop reports whether g held that lock, or, with asking, may have. Ways keep the slice of what was held.
func (w *waiting) drop(g int, object string, asking bool) bool {
	hs := w.held[g]
	for i, h := range slices.Backward(hs) {
		if h.object == object && (asking || !w.asks[g] || i < len(hs)-1) {
			w.held[g] = slices.Concat(hs[:i], hs[i+1:])
			return true
		}
	}
	return false
}

// holds is the lock that the way's goroutine holds and another waits for, or nil.
func (x way) holds(other way) *taken {
	for i := range x.held {
		if h := &x.held[i]; h.object == other.second.object && !(h.read && other.second.read) {
			return h
		}
	}
	return nil
}

// apart reports whether both hold a common lock, which keeps the two apart.
func apart(a, b way) bool {
	for _, x := range a.held {
		for _, y := range b.held {
			if x.object == y.object && !(x.read && y.read) {
				return true
			}
		}
	}
	return false
}

// cycles calls f with the cycles of ways, until f returns false.
func (w *waiting) cycles(f func([]way) bool) {
	gs, looks := slices.Sorted(maps.Keys(w.locks)), 0
	var extend func(cycle []way) bool
	extend = func(cycle []way) bool {
		first, last := cycle[0], cycle[len(cycle)-1]
		if len(cycle) > 1 && first.holds(last) != nil && !f(cycle) {
			return false
		}
		if len(cycle) == maxCycle {
			return true
		}
		for _, g := range gs {
			if g <= first.g {
				continue // the cycle begins with its first goroutine
			}
			for _, x := range w.locks[g] {
				if looks++; looks > maxLooks {
					return false
				}
				fits := x.holds(last) != nil && !slices.ContainsFunc(cycle, func(y way) bool { return y.g == x.g || apart(x, y) })
				if fits && !extend(append(slices.Clip(cycle), x)) {
					return false
				}
			}
		}
		return true
	}
	for _, g := range gs {
		for _, x := range w.locks[g] {
			if len(x.held) > 0 && !extend([]way{x}) {
				return
			}
		}
	}
}

// meets calls f with each wait for a channel, a WaitGroup or a Cond, and the lock that the goroutine which ended the
// wait took before, and which the waiting one held, until f returns false.
func (w *waiting) meets(f func(wait, lock way) bool) {
	for _, x := range w.comms {
		for _, kind := range endedBy[x.op] {
			ends := w.ends[operation{kind, x.second.object}]
			for _, g := range slices.Sorted(maps.Keys(ends)) {
				for _, y := range w.locks[g] {
					if w.looks++; w.looks > maxLooks {
						return
					}
					if g != x.g && y.at < ends[g] && x.holds(y) != nil && !apart(x, y) && !f(x, y) {
						return
					}
				}
			}
		}
	}
}

// reentries calls f with each lock for reading by a goroutine that has it, and one for writing by another: a writer
// that waits keeps out new readers (package sync says so of RWMutex).
func (w *waiting) reentries(f func(again, writer way) bool) {
	gs := slices.Sorted(maps.Keys(w.locks))
	for _, g := range gs {
		for _, x := range w.locks[g] {
			if !x.second.read || !slices.ContainsFunc(x.held, func(h taken) bool { return h.read && h.object == x.second.object }) {
				continue
			}
			for _, h := range gs {
				for _, y := range w.locks[h] {
					if h != g && y.op == "rw.Lock" && y.second.object == x.second.object && !apart(x, y) && !f(x, y) {
						return
					}
				}
			}
		}
	}
}
