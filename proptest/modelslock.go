package proptest

import "github.com/leanovate/gopter/gen"

// The models of locks use the lock as programs do, around a few steps, and look at what
// happens inside.

// guarded is a lock with what it guards.
type guarded[L any] struct {
	lock L
	n    int // under the lock
}

// section adds one to n as the only one inside would, and returns the new number.
func (g *guarded[L]) section() int {
	n := g.n + 1
	yield()
	g.n = n
	return n
}

// MutexOps are the operations of a mutual exclusion lock.
type MutexOps struct {
	Lock    func()
	Unlock  func()
	TryLock func() bool
}

// Mutex is the model of a mutual exclusion lock: the sections that it guards do not overlap. A
// TryLock may fail at any time. Lock and Unlock are required.
func Mutex(newLock func() MutexOps) Model[*guarded[MutexOps], int] {
	const failed = -1
	newObject := func() *guarded[MutexOps] { return &guarded[MutexOps]{lock: newLock()} }
	return Model[*guarded[MutexOps], int]{
		New: newObject,
		Commands: commandsOf(newObject(),
			command(func(g *guarded[MutexOps]) bool { return true }, "Section", nil,
				func(g *guarded[MutexOps], _ any) any {
					g.lock.Lock()
					defer g.lock.Unlock()
					return g.section()
				},
				func(s int, _, out any) (int, bool) { return s + 1, out == s+1 }),
			command(func(g *guarded[MutexOps]) bool { return g.lock.TryLock != nil }, "TrySection", nil,
				func(g *guarded[MutexOps], _ any) any {
					if !g.lock.TryLock() {
						return failed
					}
					defer g.lock.Unlock()
					return g.section()
				},
				func(s int, _, out any) (int, bool) {
					if out == failed {
						return s, true
					}
					return s + 1, out == s+1
				}),
		),
	}
}

// RWMutexOps are the operations of a lock for readers and writers. All of them are required.
type RWMutexOps struct {
	Lock, Unlock, RLock, RUnlock func()
}

// RWMutex is the model of a lock for readers and writers: a writing section overlaps with no other
// section.
func RWMutex(newLock func() RWMutexOps) Model[*guarded[RWMutexOps], int] {
	return Model[*guarded[RWMutexOps], int]{
		New: func() *guarded[RWMutexOps] { return &guarded[RWMutexOps]{lock: newLock()} },
		Commands: []Command[*guarded[RWMutexOps], int]{
			{
				Name: "Read",
				Run: func(g *guarded[RWMutexOps], _ any) any {
					g.lock.RLock()
					defer g.lock.RUnlock()
					before := g.n
					yield()
					return pair{before, g.n}
				},
				Next: func(s int, _, out any) (int, bool) { return s, out == pair{s, s} },
			},
			{
				Name: "Write",
				Run: func(g *guarded[RWMutexOps], _ any) any {
					g.lock.Lock()
					defer g.lock.Unlock()
					return g.section()
				},
				Next: func(s int, _, out any) (int, bool) { return s + 1, out == s+1 },
			},
		},
	}
}

// SemaphoreOps are the operations of a semaphore. Release is required, and so is Acquire or
// TryAcquire.
type SemaphoreOps struct {
	Acquire    func()
	TryAcquire func() bool
	Release    func()
}

// Semaphore is the model of a semaphore of n permits: at most n sections overlap. A TryAcquire
// may fail at any time.
func Semaphore(n int, newObject func() SemaphoreOps) Model[*guarded[SemaphoreOps], struct{}] {
	// section returns how many are inside, itself included.
	section := func(g *guarded[SemaphoreOps]) any {
		defer g.lock.Release()
		inside := enter(&g.n)
		yield()
		leave(&g.n)
		return inside
	}
	bounded := func(s struct{}, _, out any) (struct{}, bool) { return s, out.(int) <= n }
	create := func() *guarded[SemaphoreOps] { return &guarded[SemaphoreOps]{lock: newObject()} }
	return Model[*guarded[SemaphoreOps], struct{}]{
		New: create,
		Commands: commandsOf(create(),
			command(func(g *guarded[SemaphoreOps]) bool { return g.lock.Acquire != nil }, "Section", nil,
				func(g *guarded[SemaphoreOps], _ any) any { g.lock.Acquire(); return section(g) }, bounded),
			command(func(g *guarded[SemaphoreOps]) bool { return g.lock.TryAcquire != nil }, "TrySection", nil,
				func(g *guarded[SemaphoreOps], _ any) any {
					if !g.lock.TryAcquire() {
						return 0
					}
					return section(g)
				}, bounded),
		),
	}
}

// enter and leave count who is inside, and order nothing for the race detector.
//
//go:norace
func enter(n *int) int { *n++; return *n }

//go:norace
func leave(n *int) { *n-- }

// Once is the model of something like [sync.Once]: the first call of do runs its argument, and
// every call returns after that has ended.
func Once(newDo func() (do func(func()))) Model[*guarded[func(func())], struct{}] {
	return Model[*guarded[func(func())], struct{}]{
		New: func() *guarded[func(func())] { return &guarded[func(func())]{lock: newDo()} },
		Commands: []Command[*guarded[func(func())], struct{}]{{
			Name: "Do",
			Run: func(g *guarded[func(func())], _ any) any {
				g.lock(func() { yield(); g.n++ })
				return g.n
			},
			Next: func(s struct{}, _, out any) (struct{}, bool) { return s, out == 1 },
		}},
	}
}

// RateLimiter is the model of a limiter that allows n calls while no virtual time passes, as in a
// run in which no goroutine sleeps.
func RateLimiter(n int, newAllow func() (allow func() bool)) Model[func() bool, int] {
	return Model[func() bool, int]{
		New:  newAllow,
		Init: n,
		Commands: []Command[func() bool, int]{{
			Name: "Allow",
			Run:  func(allow func() bool, _ any) any { return allow() },
			Next: func(left int, _, out any) (int, bool) {
				if left == 0 {
					return left, out == false
				}
				return left - 1, out == true
			},
		}},
	}
}

// LeaseOps are the operations of a lease that one of several owners can hold. Owners are numbers
// from 1. Acquire reports whether the owner now holds the lease. Release reports whether the owner
// held it until now. Holder returns the owner, or 0.
type LeaseOps struct {
	Acquire func(owner int) bool
	Release func(owner int) bool
	Holder  func() int
}

// Lease is the model of a lease that does not expire: virtual time passes only if the object
// sleeps.
func Lease(newObject func() LeaseOps) Model[LeaseOps, int] {
	owner := gen.IntRange(1, 3)
	return Model[LeaseOps, int]{
		New: newObject,
		Commands: commandsOf(newObject(),
			command(func(l LeaseOps) bool { return l.Acquire != nil }, "Acquire", owner,
				func(l LeaseOps, o any) any { return l.Acquire(o.(int)) },
				func(s int, o, out any) (int, bool) {
					if s == 0 || s == o.(int) {
						return o.(int), out == true
					}
					return s, out == false
				}),
			command(func(l LeaseOps) bool { return l.Release != nil }, "Release", owner,
				func(l LeaseOps, o any) any { return l.Release(o.(int)) },
				func(s int, o, out any) (int, bool) {
					if s == o.(int) {
						return 0, out == true
					}
					return s, out == false
				}),
			command(func(l LeaseOps) bool { return l.Holder != nil }, "Holder", nil,
				func(l LeaseOps, _ any) any { return l.Holder() },
				func(s int, _, out any) (int, bool) { return s, out == s }),
		),
	}
}
