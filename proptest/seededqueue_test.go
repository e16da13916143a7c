package proptest

import (
	"sync"
	"sync/atomic"
)

type node struct {
	v    int
	next atomic.Pointer[node]
}

// treiber is a lock-free stack (Treiber, 1986).
type treiber struct {
	wrongPush, wrongPop bool
	head                atomic.Pointer[node]
}

func (s *treiber) push(v int) {
	n := &node{v: v}
	for {
		old := s.head.Load()
		n.next.Store(old)
		if s.wrongPush {
			s.head.Store(n)
			return
		}
		if s.head.CompareAndSwap(old, n) {
			return
		}
	}
}

func (s *treiber) pop() (int, bool) {
	for {
		old := s.head.Load()
		if old == nil {
			return 0, false
		}
		if s.wrongPop {
			s.head.Store(old.next.Load())
			return old.v, true
		}
		if s.head.CompareAndSwap(old, old.next.Load()) {
			return old.v, true
		}
	}
}

// msQueue is a lock-free queue (Michael and Scott, 1996).
type msQueue struct {
	wrong      bool
	head, tail atomic.Pointer[node]
}

func newMSQueue(wrong bool) QueueOps {
	q := &msQueue{wrong: wrong}
	n := new(node)
	q.head.Store(n)
	q.tail.Store(n)
	return QueueOps{Put: q.put, Take: q.take}
}

func (q *msQueue) put(v int) {
	n := &node{v: v}
	for {
		tail := q.tail.Load()
		next := tail.next.Load()
		switch {
		case next != nil:
			q.tail.CompareAndSwap(tail, next)
		case q.wrong:
			tail.next.Store(n) // another may be there by now
			q.tail.CompareAndSwap(tail, n)
			return
		case tail.next.CompareAndSwap(nil, n):
			q.tail.CompareAndSwap(tail, n)
			return
		}
	}
}

func (q *msQueue) take() (int, bool) {
	for {
		head, tail := q.head.Load(), q.tail.Load()
		next := head.next.Load()
		switch {
		case next == nil:
			return 0, false
		case head == tail:
			q.tail.CompareAndSwap(tail, next)
		case q.head.CompareAndSwap(head, next):
			return next.v, true
		}
	}
}

// ring is a ring buffer for two elements.
type ring struct {
	wrong      bool
	mu         sync.Mutex
	buf        [2]atomic.Int64
	head, tail atomic.Int64
}

func (r *ring) put(v int) bool {
	if !r.wrong {
		r.mu.Lock()
		defer r.mu.Unlock()
	} // else two that put take the same place
	t := r.tail.Load()
	if t-r.head.Load() == 2 {
		return false
	}
	r.buf[t%2].Store(int64(v))
	r.tail.Store(t + 1)
	return true
}

func (r *ring) take() (int, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.head.Load()
	if h == r.tail.Load() {
		return 0, false
	}
	v := r.buf[h%2].Load()
	r.head.Store(h + 1)
	return int(v), true
}

// bounded is a queue for two elements.
type bounded struct {
	wrong bool
	mu    sync.Mutex
	q     []int
}

func (b *bounded) full() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.q) == 2
}

func (b *bounded) put(v int) bool {
	if b.wrong {
		if b.full() {
			return false
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.q = append(b.q, v) // it may be full by now
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.q) == 2 {
		return false
	}
	b.q = append(b.q, v)
	return true
}

func (b *bounded) take() (int, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.q) == 0 {
		return 0, false
	}
	v := b.q[0]
	b.q = b.q[1:]
	return v, true
}

func (b *bounded) len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.q)
}

// peeker takes from a queue in two steps.
type peeker struct {
	wrong bool
	mu    sync.Mutex
	q     []int
}

func (p *peeker) put(v int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.q = append(p.q, v)
}

func (p *peeker) take() (int, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.q) == 0 {
		return 0, false
	}
	v := p.q[0]
	if p.wrong {
		p.mu.Unlock()
		p.mu.Lock()
		if len(p.q) == 0 {
			return v, true
		}
	}
	p.q = p.q[1:]
	return v, true
}

// mailbox is a channel of our own for one element.
type mailbox struct {
	wrong  bool
	mu     sync.Mutex
	closed atomic.Bool
	q      []int
}

func (m *mailbox) send(v int) bool {
	if m.wrong && m.closed.Load() {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.wrong && m.closed.Load() || len(m.q) == 1 {
		return false
	}
	m.q = append(m.q, v) // it may be closed by now
	return true
}

func (m *mailbox) receive() (v int, ok, closed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.q) == 0 {
		return 0, false, m.closed.Load()
	}
	v = m.q[0]
	m.q = nil
	return v, true, false
}

func (m *mailbox) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed.Store(true)
}

var seededQueues = []seeded{
	modelled("lock-free stack: pop stores", 4, func(wrong bool) Model[QueueOps, []int] {
		return Stack(func() StackOps { s := &treiber{wrongPop: wrong}; return StackOps{Push: s.push, Pop: s.pop} })
	}),
	modelled("lock-free stack: push stores", 5, func(wrong bool) Model[QueueOps, []int] {
		return Stack(func() StackOps { s := &treiber{wrongPush: wrong}; return StackOps{Push: s.push, Pop: s.pop} })
	}),
	modelled("lock-free queue: put stores", 4, func(wrong bool) Model[QueueOps, []int] {
		return Queue(func() QueueOps { return newMSQueue(wrong) })
	}),
	modelled("queue: take gives the lock up", 3, func(wrong bool) Model[QueueOps, []int] {
		return Queue(func() QueueOps { p := &peeker{wrong: wrong}; return QueueOps{Put: p.put, Take: p.take} })
	}),
	modelled("ring buffer: two that put", 4, func(wrong bool) Model[BoundedQueueOps, []int] {
		return BoundedQueue(2, func() BoundedQueueOps {
			r := &ring{wrong: wrong}
			return BoundedQueueOps{TryPut: r.put, TryTake: r.take}
		})
	}),
	modelled("bounded queue: looks, then puts", 3, func(wrong bool) Model[BoundedQueueOps, []int] {
		return BoundedQueue(2, func() BoundedQueueOps {
			b := &bounded{wrong: wrong}
			return BoundedQueueOps{TryPut: b.put, TryTake: b.take, Len: b.len}
		})
	}),
	modelled("channel: closed while it sends", 3, func(wrong bool) Model[ChannelOps, channel] {
		return Channel(1, func() ChannelOps {
			m := &mailbox{wrong: wrong}
			return ChannelOps{TrySend: m.send, TryReceive: m.receive, Close: m.close}
		})
	}),
}
