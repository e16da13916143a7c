package proptest

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// spinLock is a test-and-set lock.
type spinLock struct {
	wrong bool
	held  atomic.Bool
}

func (l *spinLock) tryLock() bool {
	if l.wrong {
		if l.held.Load() {
			return false
		}
		l.held.Store(true)
		return true
	}
	return l.held.CompareAndSwap(false, true)
}

func (l *spinLock) lock() {
	for !l.tryLock() {
		runtime.Gosched()
	}
}

func (l *spinLock) unlock() { l.held.Store(false) }

// rwSpin is a lock for readers and writers: -1 is a writer, n > 0 are n readers.
type rwSpin struct {
	wrong bool
	n     atomic.Int64
}

func (l *rwSpin) rlock() {
	for {
		n := l.n.Load()
		if n >= 0 {
			if l.wrong {
				l.n.Store(n + 1) // forgets a reader
				return
			}
			if l.n.CompareAndSwap(n, n+1) {
				return
			}
		}
		runtime.Gosched()
	}
}

func (l *rwSpin) runlock() { l.n.Add(-1) }

func (l *rwSpin) lock() {
	for !l.n.CompareAndSwap(0, -1) {
		runtime.Gosched()
	}
}

func (l *rwSpin) unlock() { l.n.Store(0) }

// permits is a connection pool of two: only the count of it.
type permits struct {
	wrong bool
	left  atomic.Int64
}

func (p *permits) acquire() bool {
	for {
		n := p.left.Load()
		if n == 0 {
			return false
		}
		if p.wrong {
			p.left.Add(-1) // it may be 0 by now
			return true
		}
		if p.left.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

func (p *permits) release() { p.left.Add(1) }

// earlyOnce lets others through while the first is still at it.
type earlyOnce struct {
	wrong bool
	mu    sync.Mutex
	done  atomic.Bool
}

func (o *earlyOnce) do(f func()) {
	if o.wrong {
		if o.done.CompareAndSwap(false, true) {
			f()
		}
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.done.Load() {
		defer o.done.Store(true)
		f()
	}
}

// flight is a single flight: those who come while a call is under way get its result.
type flight struct {
	wrong bool
	mu    sync.Mutex
	done  chan struct{}
}

func (s *flight) do(f func()) {
	s.mu.Lock()
	if s.done != nil {
		done := s.done
		s.mu.Unlock()
		<-done
		return
	}
	if s.wrong {
		s.mu.Unlock() // two may come here
		s.mu.Lock()
	}
	done := make(chan struct{})
	s.done = done
	s.mu.Unlock()
	f()
	close(done)
}

// bucket is a token bucket with two tokens.
type bucket struct {
	wrong  bool
	tokens atomic.Int64
}

func (b *bucket) allow() bool {
	for {
		n := b.tokens.Load()
		if n == 0 {
			return false
		}
		if b.wrong {
			b.tokens.Store(n - 1)
			return true
		}
		if b.tokens.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

// lease is a leader's lease.
type lease struct {
	wrong bool
	owner atomic.Int64
}

func (l *lease) acquire(o int) bool {
	if l.wrong {
		if n := l.owner.Load(); n != 0 && n != int64(o) {
			return false
		}
		l.owner.Store(int64(o))
		return true
	}
	for !l.owner.CompareAndSwap(0, int64(o)) {
		if n := l.owner.Load(); n != 0 {
			return n == int64(o)
		}
	}
	return true
}

func (l *lease) release(o int) bool { return l.owner.CompareAndSwap(int64(o), 0) }

func newRegister(wrongCAS, wrongSwap bool) RegisterOps {
	var r atomic.Int64
	return RegisterOps{
		Read:  func() int { return int(r.Load()) },
		Write: func(n int) { r.Store(int64(n)) },
		Swap: func(n int) int {
			if wrongSwap {
				old := r.Load()
				r.Store(int64(n))
				return int(old)
			}
			return int(r.Swap(int64(n)))
		},
		CAS: func(old, n int) bool {
			if wrongCAS {
				if r.Load() != int64(old) {
					return false
				}
				r.Store(int64(n))
				return true
			}
			return r.CompareAndSwap(int64(old), int64(n))
		},
	}
}

// spread is a counter in two parts, which are read one after the other.
type spread struct {
	wrong bool
	mu    sync.Mutex
	parts [2]atomic.Int64
	turn  atomic.Int64
}

func (c *spread) add(n int) {
	if !c.wrong {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	c.parts[c.turn.Add(1)%2].Add(int64(n))
}

func (c *spread) get() int {
	if !c.wrong {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	return int(c.parts[0].Load() + c.parts[1].Load())
}

var seededLocks = []seeded{
	modelled("spin lock: looks, then takes", 2, func(wrong bool) Model[*guarded[MutexOps], int] {
		return Mutex(func() MutexOps {
			l := &spinLock{wrong: wrong}
			return MutexOps{Lock: l.lock, Unlock: l.unlock, TryLock: l.tryLock}
		})
	}),
	modelled("read-write lock: forgets a reader", 4, func(wrong bool) Model[*guarded[RWMutexOps], int] {
		return RWMutex(func() RWMutexOps {
			l := &rwSpin{wrong: wrong}
			return RWMutexOps{Lock: l.lock, Unlock: l.unlock, RLock: l.rlock, RUnlock: l.runlock}
		})
	}),
	modelled("connection pool: looks, then takes", 2, func(wrong bool) Model[*guarded[SemaphoreOps], struct{}] {
		return Semaphore(1, func() SemaphoreOps {
			p := &permits{wrong: wrong}
			p.left.Store(1)
			return SemaphoreOps{TryAcquire: p.acquire, Release: p.release}
		})
	}),
	modelled("once: others do not wait", 2, func(wrong bool) Model[*guarded[func(func())], struct{}] {
		return Once(func() func(func()) { return (&earlyOnce{wrong: wrong}).do })
	}),
	modelled("single flight: two fly", 2, func(wrong bool) Model[*guarded[func(func())], struct{}] {
		return Once(func() func(func()) { return (&flight{wrong: wrong}).do })
	}),
	modelled("token bucket: loads, then stores", 3, func(wrong bool) Model[func() bool, int] {
		return RateLimiter(2, func() func() bool {
			b := &bucket{wrong: wrong}
			b.tokens.Store(2)
			return b.allow
		})
	}),
	modelled("leader lease: looks, then takes", 2, func(wrong bool) Model[LeaseOps, int] {
		return Lease(func() LeaseOps {
			l := &lease{wrong: wrong}
			return LeaseOps{Acquire: l.acquire, Release: l.release, Holder: func() int { return int(l.owner.Load()) }}
		})
	}),
	modelled("register: compares, then sets", 3, func(wrong bool) Model[RegisterOps, int] {
		return Register(func() RegisterOps { return newRegister(wrong, false) })
	}),
	modelled("register: loads, then stores", 4, func(wrong bool) Model[RegisterOps, int] {
		return Register(func() RegisterOps { return newRegister(false, wrong) })
	}),
	modelled("counter: parts read one after the other", 4, func(wrong bool) Model[CounterOps, int] {
		return Counter(func() CounterOps {
			c := &spread{wrong: wrong}
			return CounterOps{Get: c.get, Add: c.add}
		})
	}),
	modelled("counter: adds in two steps", 2, func(wrong bool) Model[CounterOps, int] {
		return Counter(func() CounterOps {
			var n atomic.Int64
			return CounterOps{Get: func() int { return int(n.Load()) }, AddGet: func(by int) int {
				if wrong {
					return int(wrongAdd(&n, int64(by)))
				}
				return int(n.Add(int64(by)))
			}}
		})
	}),
}
