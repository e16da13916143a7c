package proptest_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/semaphore"

	"github.com/chaosrun/chaosrun/proptest"
)

// ints is what the examples below test: a few numbers behind a lock.
type ints struct {
	mu  sync.Mutex
	all []int
}

func (q *ints) add(n int) { q.mu.Lock(); defer q.mu.Unlock(); q.all = append(q.all, n) }

func (q *ints) first() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.all) == 0 {
		return 0, false
	}
	n := q.all[0]
	q.all = q.all[1:]
	return n, true
}

func (q *ints) last() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.all) == 0 {
		return 0, false
	}
	n := q.all[len(q.all)-1]
	q.all = q.all[:len(q.all)-1]
	return n, true
}

func (q *ints) len() int { q.mu.Lock(); defer q.mu.Unlock(); return len(q.all) }

func ExampleQueue() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Queue(func() proptest.QueueOps {
			q := new(ints)
			return proptest.QueueOps{Put: q.add, Take: q.first, Len: q.len}
		}))
	}
}

func ExampleStack() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Stack(func() proptest.StackOps {
			s := new(ints)
			return proptest.StackOps{Push: s.add, Pop: s.last, Len: s.len}
		}))
	}
}

// A channel that is used without waiting is a queue with room for a few.
func ExampleBoundedQueue() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.BoundedQueue(2, func() proptest.BoundedQueueOps {
			c := make(chan int, 2)
			return proptest.BoundedQueueOps{
				TryPut: func(n int) bool {
					select {
					case c <- n:
						return true
					default:
						return false
					}
				},
				TryTake: func() (int, bool) {
					select {
					case n := <-c:
						return n, true
					default:
						return 0, false
					}
				},
				Len: func() int { return len(c) },
			}
		}))
	}
}

func ExampleChannel() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Channel(2, func() proptest.ChannelOps {
			c := make(chan int, 2)
			return proptest.ChannelOps{
				TrySend: func(n int) bool {
					select {
					case c <- n:
						return true
					default:
						return false
					}
				},
				TryReceive: func() (n int, ok, closed bool) {
					select {
					case n, ok = <-c:
						return n, ok, !ok
					default:
						return 0, false, false
					}
				},
				Close: func() { close(c) },
			}
		}))
	}
}

func ExampleRegister() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Register(func() proptest.RegisterOps {
			var n atomic.Int64
			return proptest.RegisterOps{
				Read:  func() int { return int(n.Load()) },
				Write: func(v int) { n.Store(int64(v)) },
				Swap:  func(v int) int { return int(n.Swap(int64(v))) },
				CAS:   func(old, new int) bool { return n.CompareAndSwap(int64(old), int64(new)) },
			}
		}))
	}
}

func ExampleMap() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Map(func() proptest.MapOps {
			var m sync.Map
			value := func(v any, ok bool) (int, bool) { n, _ := v.(int); return n, ok }
			return proptest.MapOps{
				Load:        func(k int) (int, bool) { return value(m.Load(k)) },
				Store:       func(k, v int) { m.Store(k, v) },
				Delete:      func(k int) { m.Delete(k) },
				LoadOrStore: func(k, v int) (int, bool) { return value(m.LoadOrStore(k, v)) },
				LoadDelete:  func(k int) (int, bool) { return value(m.LoadAndDelete(k)) },
			}
		}))
	}
}

func ExampleSet() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Set(func() proptest.SetOps {
			var mu sync.Mutex
			in := make(map[int]bool)
			locked := func(f func()) { mu.Lock(); defer mu.Unlock(); f() }
			return proptest.SetOps{
				Has:    func(n int) (is bool) { locked(func() { is = in[n] }); return },
				Add:    func(n int) (new bool) { locked(func() { new = !in[n]; in[n] = true }); return },
				Remove: func(n int) (was bool) { locked(func() { was = in[n]; delete(in, n) }); return },
				Len:    func() (n int) { locked(func() { n = len(in) }); return },
			}
		}))
	}
}

// Each of these is a lock; that it excludes the others is what the model looks at.
func ExampleMutex() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Mutex(func() proptest.MutexOps {
			var mu sync.Mutex
			return proptest.MutexOps{Lock: mu.Lock, Unlock: mu.Unlock, TryLock: mu.TryLock}
		}))
	}
}

func ExampleRWMutex() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.RWMutex(func() proptest.RWMutexOps {
			var mu sync.RWMutex
			return proptest.RWMutexOps{Lock: mu.Lock, Unlock: mu.Unlock, RLock: mu.RLock, RUnlock: mu.RUnlock}
		}))
	}
}

func ExampleSemaphore() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Semaphore(2, func() proptest.SemaphoreOps {
			s := semaphore.NewWeighted(2)
			return proptest.SemaphoreOps{
				Acquire:    func() { _ = s.Acquire(t.Context(), 1) },
				TryAcquire: func() bool { return s.TryAcquire(1) },
				Release:    func() { s.Release(1) },
			}
		}))
	}
}

func ExampleOnce() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Once(func() func(func()) {
			var once sync.Once
			return once.Do
		}))
	}
}

// One owner at a time: 0 is nobody.
func ExampleLease() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.Lease(func() proptest.LeaseOps {
			var holder atomic.Int64
			return proptest.LeaseOps{
				Acquire: func(owner int) bool { return holder.CompareAndSwap(0, int64(owner)) },
				Release: func(owner int) bool { return holder.CompareAndSwap(int64(owner), 0) },
				Holder:  func() int { return int(holder.Load()) },
			}
		}))
	}
}

// Of all calls in one moment three are allowed.
func ExampleRateLimiter() {
	_ = func(t *testing.T) {
		proptest.Concurrent(t, proptest.RateLimiter(3, func() func() bool {
			var used atomic.Int64
			return func() bool { return used.Add(1) <= 3 }
		}))
	}
}
