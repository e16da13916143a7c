package trace

import (
	"maps"
	"slices"
	"strings"
)

// Holder is a goroutine that holds a lock, and where it took it.
type Holder struct {
	G    int
	At   Frame
	Read bool // as a reader
	By   int  // the event that announces the operation
}

// Use is an operation on an object.
type Use struct {
	G  int
	Op string
	At Frame
	By int // the event that announces it
}

// Waits tells, from the events of a run, who held what when it ended.
type Waits struct {
	Holders map[string][]Holder // object -> who holds it
	Uses    map[string][]Use    // channel -> the last operation of each goroutine on it
	Ended   map[int]bool        // goroutines that have ended
	Started map[int]Event       // where each goroutine was started
}

var (
	lockOps   = map[string]bool{"Lock": true, "rw.Lock": true}
	tryOps    = map[string]bool{"TryLock": true, "rw.TryLock": true, "TryRLock": true}
	unlockOps = map[string]bool{"Unlock": true, "rw.Unlock": true}
)

// FindWaits reads the events of a run.
func FindWaits(events []Event) *Waits {
	w := &Waits{
		Holders: make(map[string][]Holder), Uses: make(map[string][]Use),
		Ended: make(map[int]bool), Started: make(map[int]Event),
	}
	last := make(lastUses)
	taking := make(map[int]int) // goroutine -> the lock operation that it has announced and is not known to have done
	for i, e := range events {
		switch e.Kind {
		case EvPick, EvWake, EvClock, EvChoice, EvChance, EvDraw, EvRefine, EvMark:
			continue
		case EvCase:
			if op, _, _ := strings.Cut(e.Detail, " "); e.Object != "" {
				last.use(i, e, op)
			}
			continue
		case EvStart:
			w.Started[e.G] = e
			continue
		case EvWait:
			if t, ok := taking[e.G]; ok && events[t].Object == e.Object {
				continue // it waits for what it announced
			}
		}
		// Whatever a goroutine does next, it has what it asked for before.
		if by, ok := taking[e.G]; ok && !sameRWMutex(events[by], e) {
			delete(taking, e.G)
			t := events[by]
			w.Holders[t.Object] = append(w.Holders[t.Object], Holder{G: t.G, At: t.At, Read: t.Kind == "RLock", By: by})
		}
		switch {
		case lockOps[e.Kind] || e.Kind == "RLock":
			if _, ok := taking[e.G]; !ok {
				taking[e.G] = i
			}
		case unlockOps[e.Kind]:
			w.release(e, false)
		case e.Kind == "RUnlock":
			w.release(e, true)
		case tryOps[e.Kind] && e.Carries == "true":
			w.Holders[e.Object] = append(w.Holders[e.Object], Holder{G: e.G, At: e.At, Read: e.Kind == "TryRLock", By: i})
		case e.Kind == EvEnd:
			w.Ended[e.G] = true
		case e.Object != "" && e.Kind != EvWait:
			last.use(i, e, e.Kind)
		}
	}
	for object, uses := range last {
		w.Uses[object] = slices.SortedFunc(maps.Values(uses), func(a, b Use) int { return a.By - b.By })
	}
	return w
}

// sameRWMutex reports whether e is what locking the RWMutex that t takes does inside.
func sameRWMutex(t, e Event) bool { return t.Kind == "rw.Lock" && e.Kind == "atomic.Add" }

// release takes the lock from whoever holds it: g itself if it does, else anybody.
func (w *Waits) release(e Event, read bool) {
	hs := w.Holders[e.Object]
	at := -1
	for i, h := range hs {
		if h.Read == read && (at < 0 || h.G == e.G) {
			at = i
		}
	}
	if at >= 0 {
		w.Holders[e.Object] = append(hs[:at:at], hs[at+1:]...)
	}
}

// lastUses are the last operations on objects, by goroutine.
type lastUses map[string]map[int]Use

func (l lastUses) use(i int, e Event, op string) {
	if l[e.Object] == nil {
		l[e.Object] = make(map[int]Use)
	}
	l[e.Object][e.G] = Use{e.G, op, e.At, i}
}
