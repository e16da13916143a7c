package trace

import "strings"

// Edge says that one step happens before another of another goroutine, and why. From and
// To are indexes into the steps.
type Edge struct {
	From, To int
	Why      string
}

// HappensBefore finds the edges between goroutines that the recording proves: go and
// start, send and receive, close and receive, Unlock and Lock, Done and Wait, and who woke
// whom. It does not guess. Which channel a select used and whether a Try… succeeded is not
// in the recording, so where that matters there is no edge. The steps are what [Order] makes
// of the events.
func (t *Trace) HappensBefore(steps []Step) []Edge {
	b := newOrderFinder(steps)
	b.selects = t.From > 0 // what was left out may have sent anything
	for p := range steps {
		if !steps[p].Never {
			b.step(p)
		}
	}
	return b.edges
}

type orderFinder struct {
	steps []Step
	edges []Edge
	at    []int         // index of an event -> its position among the steps
	lane  []int         // position -> the next position of the same goroutine, or -1
	woken map[int][]int // position -> wake steps that it caused

	parked  map[int]int         // goroutine -> its send, which waits
	waitsOn map[int]string      // goroutine -> the object it waits for
	queue   map[string][]int    // channel -> sends whose values are in its buffer
	closed  map[string]int      // channel -> its first close
	unsure  map[string]bool     // channels of which we do not know what is in the buffer
	selects bool                // a select may have used any channel
	unlock  map[string]lastTwo  // lock -> its last unlocks
	done    map[string][]lastAt // WaitGroup -> each goroutine's last Add or Done
	seen    map[waiter]int      // position of the goroutine's last return from Wait
}

type lastAt struct{ g, pos int }

type waiter struct {
	g  int
	wg string
}

// lastTwo are the last unlocks of a lock, plus one: by a writer, and by a reader.
type lastTwo struct{ write, read int }

func newOrderFinder(steps []Step) *orderFinder {
	b := &orderFinder{
		steps: steps, at: make([]int, len(steps)), lane: make([]int, len(steps)), woken: make(map[int][]int),
		parked: make(map[int]int), waitsOn: make(map[int]string),
		queue: make(map[string][]int), closed: make(map[string]int), unsure: make(map[string]bool),
		unlock: make(map[string]lastTwo), done: make(map[string][]lastAt),
		seen: make(map[waiter]int),
	}
	last := make(map[int]int)
	for p, s := range steps {
		b.at[s.Index], b.lane[p] = p, -1
		if s.Kind == EvPick || s.Value() || s.remark() || s.Kind == EvClock || s.Never {
			continue
		}
		if l, ok := last[s.G]; ok {
			b.lane[l] = p
		}
		last[s.G] = p
	}
	for p, s := range steps {
		if s.Kind == EvWake && s.By >= 0 {
			b.woken[b.at[s.By]] = append(b.woken[b.at[s.By]], p)
		}
	}
	return b
}

func (b *orderFinder) add(from, to int, why string) {
	if from != to && b.steps[from].G != b.steps[to].G {
		b.edges = append(b.edges, Edge{from, to, why})
	}
}

// blocks reports whether the operation at p waits: the next thing its goroutine does,
// but for the insides of the operation, is to wait.
func (b *orderFinder) blocks(p int) bool {
	s := b.steps[p]
	for n, tries := b.lane[p], 0; n >= 0 && tries < 8; n, tries = b.lane[n], tries+1 {
		t := b.steps[n]
		if t.Kind == EvWait {
			return t.Object == s.Object || t.Object == ""
		}
		if t.At != s.At || !strings.HasPrefix(t.Kind, "atomic.") && t.Object != s.Object {
			return false
		}
	}
	return false
}

func (b *orderFinder) step(p int) {
	s := b.steps[p]
	switch s.Kind {
	case EvStart:
		if s.By >= 0 {
			b.add(b.at[s.By], p, "go")
		}
	case EvWait:
		b.waitsOn[s.G] = s.Object
	case EvWake:
		b.wake(p)
	case "send", "try-send":
		b.send(p)
	case "recv", "try-recv":
		b.recv(p)
	case "close":
		if _, ok := b.closed[s.Object]; !ok {
			b.closed[s.Object] = p
		}
	case "select", "select-default":
		if !b.blocks(p) && len(b.woken[p]) == 0 {
			b.selects = true
		}
	case "Lock", "rw.Lock", "RLock":
		b.lock(p)
	case "Unlock", "rw.Unlock":
		b.unlock[s.Object] = lastTwo{write: p + 1}
	case "RUnlock":
		b.unlock[s.Object] = lastTwo{write: b.unlock[s.Object].write, read: p + 1}
	case "wg.Add", "wg.Done":
		b.added(p)
	case "wg.Wait":
		if !b.blocks(p) {
			b.waited(p, s.Object)
		}
	}
}

func (b *orderFinder) wake(p int) {
	s := b.steps[p]
	if s.By >= 0 {
		b.add(b.at[s.By], p, "wakes it")
	}
	if o := b.waitsOn[s.G]; strings.HasPrefix(o, "wg#") {
		b.waited(p, o)
	}
	delete(b.waitsOn, s.G)
	delete(b.parked, s.G)
}

func (b *orderFinder) send(p int) {
	s := b.steps[p]
	n := b.lane[p]
	switch {
	case n >= 0 && b.steps[n].Kind == EvPanic && b.steps[n].Detail != Exits: // the channel was closed
	case b.blocks(p):
		b.parked[s.G] = p
	case len(b.woken[p]) > 0: // handed over to a receiver, which this wakes
	case s.Kind == "try-send":
		b.unsure[s.Object] = true
	default:
		b.queue[s.Object] = append(b.queue[s.Object], p)
	}
}

func (b *orderFinder) recv(p int) {
	s := b.steps[p]
	if b.blocks(p) {
		return // the send that ends the wait wakes it
	}
	for _, w := range b.woken[p] {
		if from, ok := b.parked[b.steps[w].G]; ok && b.steps[from].Object == s.Object {
			b.queue[s.Object] = append(b.queue[s.Object], from)
			delete(b.parked, b.steps[w].G)
		}
	}
	if b.selects || b.unsure[s.Object] {
		return
	}
	if q := b.queue[s.Object]; len(q) > 0 {
		b.add(q[0], p, "sends what it receives")
		b.queue[s.Object] = q[1:]
	} else if c, ok := b.closed[s.Object]; ok {
		b.add(c, p, "closes the channel")
	}
}

func (b *orderFinder) lock(p int) {
	s := b.steps[p]
	if b.blocks(p) {
		return
	}
	last := b.unlock[s.Object]
	if last.write > 0 {
		b.add(last.write-1, p, "unlocks it")
	}
	if last.read > 0 && s.Kind == "rw.Lock" {
		b.add(last.read-1, p, "unlocks it")
	}
}

func (b *orderFinder) added(p int) {
	s := b.steps[p]
	for i, d := range b.done[s.Object] {
		if d.g == s.G {
			b.done[s.Object][i].pos = p
			return
		}
	}
	b.done[s.Object] = append(b.done[s.Object], lastAt{s.G, p})
}

// waited is where a Wait has returned: all that was counted happens before.
func (b *orderFinder) waited(p int, wg string) {
	w := waiter{b.steps[p].G, wg}
	for _, d := range b.done[wg] {
		if d.pos >= b.seen[w] {
			b.add(d.pos, p, "is counted by the WaitGroup")
		}
	}
	b.seen[w] = p
}
