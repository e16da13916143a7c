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
			e.Case(uintptr(100+max(x, -x)), x < 0)
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

// choosing returns a small program of selects that are taken for choices: of channels without a buffer they only
// receive. With effects, some steps do more than they announce.
func choosing(rng *rand.Rand, goroutines, ops int, effects bool) program {
	p := make(program, goroutines)
	channels := []int{20 + 3*rng.Intn(2), 21 + rng.Intn(2), 20 + rng.Intn(6)}[:2+rng.Intn(2)]
	any := func() int { return channels[rng.Intn(len(channels))] }
	selects, closes := 1+rng.Intn(4), rng.Intn(3) // of eight
	for g := range p {
		for range 1 + rng.Intn(ops) {
			var o op
			switch n := rng.Intn(8); {
			case n < selects:
				o = op{op: OpSelect}
				for i := range 2 + rng.Intn(2) {
					if o.cases[i] = any(); room(o.cases[i]) > 0 && rng.Intn(3) == 0 {
						o.cases[i] = -o.cases[i]
					}
				}
			case n < selects+closes && rng.Intn(2) == 0:
				o = shut(any())
			case n == 7 && rng.Intn(2) == 0:
				o = [...]op{w(0), r(0), length(any())}[rng.Intn(3)]
			case (rng.Intn(4)+g)%2 == 0:
				o = send(any())
			default:
				o = recv(any())
			}
			if effects && rng.Intn(6) == 0 {
				o.also = also(rng.Intn(int(numAlso)))
			}
			p[g] = append(p[g], o)
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

// TestCountsOfSelects: dpor explores the orders in which selects take what others send, once each. For them there are
// formulas.
func TestCountsOfSelects(t *testing.T) {
	times := func(n int, o op) (ops []op) {
		for range n {
			ops = append(ops, o)
		}
		return ops
	}
	for _, c := range []struct {
		name    string
		p       program
		classes int
	}{
		{"fan-in of 2, one value each", program{{send(20)}, {send(23)}, times(2, sel(20, 23))}, 2},
		{"fan-in of 2, two values each", program{times(2, send(20)), times(2, send(23)), times(4, sel(20, 23))}, 6},
		{"fan-in of 2, buffered", program{times(2, send(21)), times(2, send(24)), times(4, sel(21, 24))}, 6},
		{"fan-in of 3, one value each", program{{send(20)}, {send(23)}, {send(26)}, times(3, sel(20, 23, 26))}, 6},
		{"fan-in of 3, two values each", program{times(2, send(20)), times(2, send(23)), times(2, send(26)), times(6, sel(20, 23, 26))}, 90},
		{"fan-out to 2, who could be told to stop", program{times(3, send(20)), times(3, sel(20, 23)), times(3, sel(20, 23))}, 8},
		{"two fan-ins apart", program{{send(20)}, {send(23)}, times(2, sel(20, 23)), {send(26)}, {send(29)}, times(2, sel(26, 29))}, 4},
		{"a select that is told to stop at any time", program{times(4, send(21)), append(times(3, sel(21, 23)), recv(21)), {shut(23)}}, 8},
		{"a select that sends once or stops", program{{sel(-21, 23), sel(-21, 23)}, {shut(23)}}, 3},
	} {
		d := newDPOR()
		n, _, _ := c.p.all(t, d)
		if int(d.Classes) != c.classes || d.shown.Channels {
			t.Errorf("%s: dpor explores %d classes (in %d runs), there are %d", c.name, d.Classes, n, c.classes)
		}
		t.Logf("%s: %d runs", c.name, n)
	}
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

// TestReductionOfChoices: the same with selects that are choices among channels, most of them.
func TestReductionOfChoices(t *testing.T) {
	n := 600
	if testing.Short() {
		n = 100
	}
	rng := rand.New(rand.NewSource(8))
	next := func(rng *rand.Rand) program { return choosing(rng, 2+rng.Intn(2), 2, rng.Intn(4) == 0) }
	shortCuts(t, n, rng, next, func(s Shown) bool { return s.Channels }, 10*n, n/4)
}

// TestReductionOfManyChoices: a search that takes selects for choices reaches the final states of one that takes them, and
// all operations on channels, for what they are.
func TestReductionOfManyChoices(t *testing.T) {
	n := 800
	if testing.Short() {
		n = 100
	}
	less, more := 0, 0
	check := func(p program) {
		plain := newDPOR()
		plain.shown.Channels = true
		m, want, _ := p.some(t, plain, 2000)
		if m == 0 {
			return // too many
		}
		d := newDPOR()
		k, got, _ := p.all(t, d)
		if !d.shown.Channels {
			less, more = less+k, more+m
		}
		for s := range want {
			if !got[s] {
				t.Fatalf("%v: dpor misses the final state %s", p, s)
			}
		}
		for s := range got {
			if !want[s] {
				t.Fatalf("%v: there is no final state %s", p, s)
			}
		}
	}
	for _, p := range []program{
		// A case that was ready is so again later, with another value.
		{{shut(20)}, {sel(20, 21), send(21)}, {sel(20, -21), sel(20, 21)}},
		{{send(22), sel(21, 21)}, {sel(22, 20)}, {sel(22, 21), send(22)}, {send(20)}},
		// Who received has kept the second select from it, of which another case sleeps.
		{{shut(21), recv(20)}, {sel(20, 21), sel(20, 21)}, {send(20)}},
		// Two wait for what the third has received, and either could have.
		{{send(21), sel(21, 23)}, {recv(21), recv(21)}, {recv(23), recv(23)}, {recv(21)}},
	} {
		check(p)
	}
	rng := rand.New(rand.NewSource(9))
	for range n {
		check(choosing(rng, 2+rng.Intn(3), 3, rng.Intn(8) == 0))
	}
	if t.Logf("%d runs, %d without choices", less, more); more < 5*less {
		t.Errorf("%d runs, %d without choices", less, more)
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
	shortCuts(t, n, rand.New(rand.NewSource(7)), queueing, func(s Shown) bool { return s.Channels }, n, n/2)
}
