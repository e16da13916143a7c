package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// What a failure follows from. The list of a long run cannot have every step, and the last steps often have nothing
// to do with what fails. So the list is chosen from the failure backwards, as in dynamic slicing (Korel and Laski,
// "Dynamic Program Slicing", 1988): what a goroutine did before, who woke or started it, and who last changed what
// it looked at.

// farthest is how many steps back from the failure a step may be.
const farthest = 6

// slicer walks back from the lines of a failure.
type slicer struct {
	v        *view
	all      []listed
	own      map[int][]int           // goroutine -> its lines
	rank     []int                   // line -> its index in own
	distance []int                   // of each line; farthest+1 if the failure does not follow from it
	queue    [farthest + 1][]int     // lines by distance
	places   map[int]map[string]bool // goroutine -> the places that are reached
	changed  map[string][]int        // object -> the steps that change it
	cancels  []int                   // steps that cancel a context
}

// Recordings can have hundreds of thousands of steps, of loops that wait or spin. Of so many the walk looks at no more.
const (
	mostInside   = 32   // steps of a goroutine between two of its lines
	mostSearched = 1000 // steps that change an object
)

// distances says how many steps back from the failure each line is. The walk begins with the lines in from, each
// with a distance of its own.
func (v *view) distances(all []listed, from map[int]int) []int {
	s := slicer{v: v, all: all, own: make(map[int][]int), places: make(map[int]map[string]bool)}
	s.rank, s.distance = make([]int, len(all)), make([]int, len(all))
	for i, l := range all {
		s.rank[i] = len(s.own[l.g])
		s.own[l.g] = append(s.own[l.g], i)
		s.distance[i] = farthest + 1
	}
	s.changed = make(map[string][]int)
	for p, t := range v.steps {
		switch {
		case t.Never:
		case cancelsContext(t.Event):
			s.cancels = append(s.cancels, p)
			fallthrough
		case t.Object != "" && changes(t):
			s.changed[t.Object] = append(s.changed[t.Object], p)
		}
	}
	for _, i := range slices.Sorted(maps.Keys(from)) {
		s.put(i, from[i])
	}
	for d := range s.queue {
		for n := 0; n < len(s.queue[d]); n++ {
			if i := s.queue[d][n]; s.distance[i] == d {
				s.back(i, d)
			}
		}
	}
	return s.distance
}

// reach notes that line i is d steps back, or further if it says little.
func (s *slicer) reach(i, d int) {
	if i >= 0 && s.v.saysLittle(s.all[i]) {
		d++
	}
	s.put(i, d)
}

// put notes that line i is d steps back.
func (s *slicer) put(i, d int) {
	if i >= 0 && d < s.distance[i] {
		s.distance[i] = d
		s.queue[d] = append(s.queue[d], i)
	}
}

// reachStep notes that the step at position p is d steps back.
func (s *slicer) reachStep(p, d int) {
	if i := s.line(p); i >= 0 && s.all[i].step != p {
		s.put(i, d) // a line that stands for it
	} else {
		s.reach(i, d)
	}
}

// back goes one step back from line i in all directions.
func (s *slicer) back(i, d int) {
	l := s.all[i]
	places := s.places[l.g]
	if places == nil {
		places = make(map[string]bool)
		s.places[l.g] = places
	}
	places[l.place()] = true
	before := s.own[l.g][:s.rank[i]]
	if l.g == engine.ClockID {
		return // what happened before a timer is due does not make it due
	}
	for n, j := range slices.Backward(before) {
		switch seen := places[s.all[j].place()]; {
		case s.v.steps[s.all[j].step].Kind != trace.EvStart && s.v.saysLittle(s.all[j]):
			continue
		case !seen:
			s.reach(j, d+1)
		case n == len(before)-1:
			s.reach(j, d+2) // an earlier turn of a loop says little more
			continue
		default:
			continue
		}
		break
	}
	first := -1
	if len(before) > 0 {
		first = s.all[before[len(before)-1]].step
	}
	for p, n := l.step, 0; p > first && n < mostInside && p > l.step-mostSearched; p-- {
		if t := s.v.steps[p]; t.G == l.g {
			s.across(i, p, d+1)
			n++
		}
	}
	// What a goroutine has seen last before it ends may be why it ended, and left others alone.
	if after := s.rank[i] + 1; after < len(s.own[l.g]) && s.v.decides(l) {
		if j := s.own[l.g][after]; s.v.steps[s.all[j].step].Kind == trace.EvEnd {
			s.reach(j, d+2)
		}
	}
}

// across goes from the step at position p, which line i stands for, to what others did.
func (s *slicer) across(i, p, d int) {
	t := s.v.steps[p]
	switch {
	case (t.Kind == trace.EvWake || t.Kind == trace.EvStart) && t.By >= 0:
		s.reachStep(s.v.position[t.By], d)
		return
	case t.Kind == trace.EvWake || t.Kind == trace.EvStart:
		for j := i - 1; j >= 0 && t.Detail == "timer"; j-- {
			if s.v.steps[s.all[j].step].Kind == trace.EvClock {
				s.reach(j, d)
				break
			}
		}
		return
	case t.Object == "" || t.At != s.v.steps[s.all[i].step].At || !looks(t):
		return
	}
	var q int
	if t.Carries == "closed" {
		q = max(s.last(s.changed[t.Object], p, t.G, "close"), s.last(s.cancels, p, t.G, ""))
	} else {
		q = s.last(s.changed[t.Object], p, t.G, "")
	}
	if q < 0 {
		return
	}
	if q < s.began(t.G) {
		d++ // it was so from the start
	}
	s.reachStep(q, d)
}

// last is the last of some steps that comes before position p, is of another goroutine than g, and of that kind, if
// one is given; -1 if there is none.
func (s *slicer) last(steps []int, p, g int, kind string) int {
	n, _ := slices.BinarySearch(steps, p)
	for _, q := range slices.Backward(steps[max(0, n-mostSearched):n]) {
		if u := s.v.steps[q]; u.G != g && (kind == "" || u.Kind == kind) {
			return q
		}
	}
	return -1
}

// began is the position of the go statement that a goroutine comes from, or -1.
func (s *slicer) began(g int) int {
	if by := s.v.starts[g]; by > 0 {
		return s.v.position[by-1]
	}
	return -1
}

// line is the line that says what the step at position p does: its own, or one at the same place that stands for it,
// or else the last one of its goroutine before it.
func (s *slicer) line(p int) int {
	at, before := s.v.steps[p].At, -1
	for _, i := range s.own[s.v.steps[p].G] {
		switch l := s.all[i]; {
		case l.step == p:
			return i
		case l.step < p:
			before = i
		case s.v.steps[l.step].At == at && (before < 0 || s.v.steps[s.all[before].step].At != at):
			return i // a wait in the operation, or a panic
		default:
			return before
		}
	}
	return before
}

// place tells the lines of a goroutine apart by what they say, but for what is read.
func (l listed) place() string { return l.pos + " " + l.text }

// saysLittle reports whether a reader takes what a line says for granted: a goroutine that does something has been
// started, and what is locked has been unlocked before. What the standard library does in a call is a detail of it.
func (v *view) saysLittle(l listed) bool {
	s := v.steps[l.step]
	switch s.Kind {
	case trace.EvStart, "go", "Unlock", "rw.Unlock", "RUnlock", "wg.Add", "wg.Done":
		return true
	}
	if s.Kind == trace.EvWake {
		return s.Carries == ""
	}
	return v.ofLibrarysCode(s.Event) && !ofModule(s.Detail)
}

// ofModule reports whether a function, named with its package, is of a module and not of the standard library.
func ofModule(fn string) bool {
	first, _, ok := strings.Cut(fn, "/")
	return ok && strings.Contains(first, ".")
}

// looks reports whether what a step does depends on what others did to its object.
func looks(s trace.Step) bool {
	switch s.Kind {
	case "atomic.Store", "Unlock", "rw.Unlock", "RUnlock", "wg.Add", "wg.Done", "cond.Signal", "cond.Broadcast":
		return false
	}
	return true
}

// changes reports whether others see what a step does to its object.
func changes(s trace.Step) bool {
	switch s.Kind {
	case "atomic.Load", "RLock", "TryRLock", "len", "read", trace.EvWait, trace.EvWake:
		return false
	}
	return s.Carries != "default" && !strings.HasSuffix(s.Carries, "fails")
}

// cancelsContext reports whether an event is of the call that cancels a context. If nobody has asked for its channel
// by then, the channel that others find closed later is one that has been closed ever since.
func cancelsContext(e trace.Event) bool {
	return cancels.MatchString(e.Detail) || e.Detail == "context.(*cancelCtx).cancel"
}

// decides reports whether what a goroutine does next may depend on what the line finds.
func (v *view) decides(l listed) bool {
	switch s := v.steps[l.step]; s.Kind {
	case trace.EvCase, "atomic.Load", "atomic.CompareAndSwap", "TryLock", "TryRLock", "rw.TryLock", "recv", "try-recv", "try-send":
		return true
	}
	return false
}

// couldWake reports whether an operation on a channel is one that could wake a goroutine that waits for that reason:
// what sends wakes no sender.
func couldWake(op, reason string) bool {
	switch reason {
	case "chan send":
		return op != "send" && op != "try-send"
	case "chan receive":
		return op != "recv" && op != "try-recv"
	}
	return true
}

// swapPositions are the positions of the steps that change places in a schedule that passes, and their objects.
func (v *view) swapPositions() (first, second int, objects map[string]bool) {
	objects = make(map[string]bool)
	if len(v.t.Swap) != 2 {
		return 0, 0, objects
	}
	for _, i := range v.t.Swap {
		if o := v.t.Events[i].Object; o != "" {
			objects[o] = true
		}
	}
	return v.position[v.t.Swap[0]], v.position[v.t.Swap[1]], objects
}

// failingLines are where the walk begins: the last line, those at which goroutines are left, the ends of those that
// could have woken them, and what changes the object of the swap between its two steps.
func (v *view) failingLines(all []listed) map[int]int {
	from := make(map[int]int) // line -> its distance
	if len(all) == 0 {
		return from
	}
	last := len(all) - 1
	for i := range max(1, all[last].period) {
		from[last-i] = 0
	}
	for i, l := range all {
		if l.needed {
			from[i] = 0
		} else if l.mark != "" {
			from[i] = 1
		}
	}
	helpers := make(map[int]bool)
	waits := make(map[int]bool)
	for _, g := range v.stuck() {
		if v.ofLibrary(g.ID) {
			continue
		}
		waits[v.lastWait(g.ID)] = true
		for _, o := range g.Objects {
			for _, u := range v.waits.Uses[o] {
				helpers[u.G] = helpers[u.G] || v.waits.Ended[u.G] && couldWake(u.Op, g.Reason)
			}
		}
	}
	first, second, swapped := v.swapPositions()
	for i, l := range all {
		switch s := v.steps[l.step]; {
		case l.mark == "" && first < l.step && l.step < second && swapped[s.Object] && changes(s):
			from[i] = 1
		case s.Kind == trace.EvWait && waits[s.Index] && l.mark == "":
			from[i] = 1
		case s.Kind == trace.EvEnd && helpers[s.G]:
			if _, ok := from[i]; !ok {
				from[i] = 1
			}
		}
	}
	return from
}
