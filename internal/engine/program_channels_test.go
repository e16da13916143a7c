package engine

import (
	"math/rand"
	"slices"
	"testing"
)

func send(x int) op { return op{op: OpSend, x: x} }
func recv(x int) op { return op{op: OpRecv, x: x} }

func shut(x int) op   { return op{op: OpClose, x: x} }
func length(x int) op { return op{op: OpLen, x: x} }

func trySend(x int) op { return op{op: OpTrySend, x: x} }
func tryRecv(x int) op { return op{op: OpTryRecv, x: x} }

// sel is a select with up to three cases: a channel to receive from, or minus one to send to.
func sel(cases ...int) op {
	o := op{op: OpSelect}
	copy(o.cases[:], cases)
	return o
}

// trySel is the same with a default.
func trySel(cases ...int) op {
	o := sel(cases...)
	o.op = OpTrySelect
	return o
}

// room is how much a channel holds: any number of values, for channels from 20 on 0, 1, 2, 0, 1, 2 and so on.
func room(x int) int32 {
	if x < 20 {
		return 1 << 20
	}
	return int32(x-20) % 3
}

// channels are those of a run.
type channels map[int]*channel

type channel struct {
	room             int
	values           []string
	closed           bool
	sending, waiting []*waiter // in the order in which they came
	woken            map[int32]*waiter
}

// waiter is a goroutine that waits to send or to receive.
type waiter struct {
	slot  int32
	value string // that it sends
	over  *verdict
}

// verdict is how the wait of a goroutine ended: for all cases of a select there is one.
type verdict struct {
	done bool
	saw  []string
}

func (cs channels) at(x int) *channel {
	if cs[x] == nil {
		cs[x] = &channel{room: int(room(x)), woken: make(map[int32]*waiter)}
	}
	return cs[x]
}

func (c *channel) queue() Queue {
	return Queue{
		Len: int32(len(c.values)), Cap: int32(c.room), Closed: c.closed,
		Senders: slices.ContainsFunc(c.sending, func(w *waiter) bool { return !w.over.done }),
	}
}

// first takes the first of those who wait and have not been woken.
func first(ws *[]*waiter) *waiter {
	for len(*ws) > 0 {
		w := (*ws)[0]
		*ws = (*ws)[1:]
		if !w.over.done {
			return w
		}
	}
	return nil
}

func (w *waiter) wake(e *Engine, saw ...string) {
	w.over.done, w.over.saw = true, saw
	e.Ready(w.slot)
}

// shut closes a channel. It reports false if that panics.
func (cs channels) shut(e *Engine, x int) bool {
	c := cs.at(x)
	if c.closed {
		return false
	}
	c.closed = true
	for w := first(&c.waiting); w != nil; w = first(&c.waiting) {
		w.wake(e, "closed")
	}
	for w := first(&c.sending); w != nil; w = first(&c.sending) {
		w.wake(e, "panic")
	}
	return true
}

// ready reports whether an operation could be made without waiting.
func (c *channel) ready(sends bool) bool {
	queue := c.waiting
	if !sends {
		queue = c.sending
	}
	return c.closed || slices.ContainsFunc(queue, func(w *waiter) bool { return !w.over.done }) ||
		sends && len(c.values) < c.room || !sends && len(c.values) > 0
}

// make makes an operation that is ready, and returns what its goroutine has seen.
func (c *channel) make(e *Engine, sends bool, value string) []string {
	switch {
	case sends && c.closed:
		return []string{"panic"}
	case sends:
		if w := first(&c.waiting); w != nil {
			w.wake(e, value)
		} else {
			c.values = append(c.values, value)
		}
		return []string{"sent"}
	case len(c.values) > 0:
		v := c.values[0]
		c.values = c.values[1:]
		if w := first(&c.sending); w != nil {
			c.values = append(c.values, w.value)
			w.wake(e, "sent")
		}
		return []string{v}
	}
	if w := first(&c.sending); w != nil {
		w.wake(e, "sent")
		return []string{w.value}
	}
	return []string{"closed"}
}

// cases are those of an operation on channels.
func cases(o op) (xs []int) {
	switch o.op {
	case OpSend, OpTrySend:
		return []int{-o.x}
	case OpRecv, OpTryRecv:
		return []int{o.x}
	}
	for _, x := range o.cases {
		if x != 0 {
			xs = append(xs, x)
		}
	}
	return xs
}

// announce tells the engine which channels a select has.
func (cs channels) announce(e *Engine, o op) {
	if e.Selects() {
		for _, x := range cases(o) {
			e.Case(uintptr(100 + max(x, -x)))
		}
	}
}

// do makes an operation of the goroutine in a slot, or goes on with one for which it has waited. It returns what the goroutine
// has seen, or false if it has to wait.
func (cs channels) do(e *Engine, slot int32, o op, name string) (saw []string, ok bool) {
	if w := cs.at(0).woken[slot]; w != nil && w.over.done {
		delete(cs.at(0).woken, slot)
		return w.over.saw, true
	}
	xs := cases(o)
	var ready []int
	for _, x := range xs {
		if cs.at(max(x, -x)).ready(x < 0) {
			ready = append(ready, x)
		}
	}
	switch {
	case len(ready) > 0:
		x := ready[e.Value(len(ready))]
		if o.op.selects() {
			e.Touch(uintptr(100 + max(x, -x)))
		}
		return cs.at(max(x, -x)).make(e, x < 0, name), true
	case o.op == OpTrySend || o.op == OpTryRecv || o.op == OpTrySelect:
		return []string{"default"}, true
	}
	over := new(verdict)
	for _, x := range xs {
		c, w := cs.at(max(x, -x)), &waiter{slot, name, over}
		if x < 0 {
			c.sending = append(c.sending, w)
		} else {
			c.waiting = append(c.waiting, w)
		}
		cs.at(0).woken[slot] = w
	}
	return nil, false
}

// selecting returns a small program that sends, receives, closes and selects.
func selecting(rng *rand.Rand) program {
	p := make(program, 2+rng.Intn(2))
	channels := []int{20, 21, 23, 24}[rng.Intn(2):][:2+rng.Intn(2)]
	any := func() int { return channels[rng.Intn(len(channels))] }
	several := func() (xs []int) {
		for _, x := range channels {
			switch rng.Intn(4) {
			case 0:
				xs = append(xs, -x)
			case 1, 2:
				xs = append(xs, x)
			}
		}
		return xs
	}
	selects := 2 + rng.Intn(3) // of eight
	tries := rng.Intn(2) * rng.Intn(3)
	for g := range p {
		for range 1 + rng.Intn(5-len(p)) {
			switch n := rng.Intn(8); {
			case n < selects:
				xs := several()
				if len(xs) == 0 {
					xs = []int{any()}
				}
				p[g] = append(p[g], sel(xs...))
			case n == selects && rng.Intn(3) == 0:
				p[g] = append(p[g], shut(any()))
			case n == selects:
				p[g] = append(p[g], [...]op{w(0), r(0), length(any())}[rng.Intn(3)])
			case n == selects+1 && tries > 0:
				p[g] = append(p[g], [...]op{trySend(any()), tryRecv(any()), trySel(several()...)}[rng.Intn(3)])
			case (rng.Intn(4)+g)%2 == 0:
				p[g] = append(p[g], send(any()))
			default:
				p[g] = append(p[g], recv(any()))
			}
		}
	}
	return p
}

// queueing returns a small program that sends to and receives from channels of any size, and closes them.
func queueing(rng *rand.Rand) program {
	p := make(program, 2+rng.Intn(2))
	x := 20 + rng.Intn(3)
	for g := range p {
		for range 1 + rng.Intn(5-len(p)) {
			switch rng.Intn(12) {
			case 0:
				p[g] = append(p[g], w(0))
			case 1:
				p[g] = append(p[g], r(0))
			case 2:
				p[g] = append(p[g], shut(x))
			case 3:
				p[g] = append(p[g], length(x))
			case 4:
				p[g] = append(p[g], [...]op{send(20), recv(20), send(21), recv(21)}[rng.Intn(4)])
			case 5:
				p[g] = append(p[g], op{op: OpAtomicStore, x: 1, also: also(rng.Intn(int(numAlso)))})
			case 6:
				if rng.Intn(8) == 0 {
					p[g] = append(p[g], trySend(x))
				}
			default:
				if (rng.Intn(4)+g)%2 == 0 {
					p[g] = append(p[g], send(x))
				} else {
					p[g] = append(p[g], recv(x))
				}
			}
		}
	}
	return p
}

// TestReductionOfChannels: dpor reaches the final states of dfs with channels of any size and select.
func TestReductionOfChannels(t *testing.T) {
	n := 3000
	if testing.Short() {
		n = 100
	}
	rng := rand.New(rand.NewSource(2))
	for range n {
		losesNothing(t, selecting(rng))
	}
}

// TestReductionOfQueues: the same with channels that only send, receive and close, most of them.
func TestReductionOfQueues(t *testing.T) {
	n := 1500
	if testing.Short() {
		n = 100
	}
	for _, p := range []program{
		// The third receives what it has sent, or the second does, and reads before the first has written.
		{{w(0), send(21)}, {recv(21), r(0)}, {send(21), recv(21)}},
		// The second may end long after it has received.
		{{send(20), {op: OpAtomicStore, x: 1, also: counts}}, {recv(20)}},
		// Who waits is woken, in the end, and so it matters who has waited first.
		{{io, send(20)}, {recv(20)}, {recv(20)}},
		{{io, recv(21)}, {send(21)}, {send(21)}, {send(21)}},
		// What a step does depends on whether it has to wait.
		{{{op: OpSend, x: 21, also: counts}}, {send(21)}, {}},
		{{{op: OpAtomicLoad, x: 0, also: getsUnwritten}}, {w(0)}, {{op: OpAtomicStore, x: 1, also: sets}}},
		{{r(0)}, {{op: OpLock, x: 2, also: counts}}, {w(0), lock(2)}},
		{{recv(21), r(0)}, {{op: OpLock, x: 2, also: counts}}, {shut(21), lock(2), w(0)}},
	} {
		losesNothing(t, p)
	}
	saved, plain := shortCuts(t, n, rand.New(rand.NewSource(7)), queueing, func(s Shown) bool { return s.Channels })
	if saved < n || plain > n/2 {
		t.Errorf("dpor saves %d runs in %d programs, of which %d show how they wait", saved, n, plain)
	}
}
