// Package deadlock holds programs whose test waits for ever.
package deadlock

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

type account struct {
	mu      sync.Mutex
	balance int
}

func transfer(from, to *account, amount int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance -= amount
	to.balance += amount
}

// Two transfers in opposite directions take the two locks in opposite orders.
//
//chaosrun:expect deadlock
func TestLockOrderInversion(t *testing.T) {
	a, b := &account{balance: 10}, &account{balance: 10}
	var wg sync.WaitGroup
	wg.Go(func() { transfer(a, b, 3) })
	wg.Go(func() { transfer(b, a, 5) })
	wg.Wait()
}

var errFunds = errors.New("insufficient funds")

func (a *account) withdraw(n int) error {
	a.mu.Lock()
	if a.balance < n {
		return errFunds
	}
	a.balance -= n
	a.mu.Unlock()
	return nil
}

// The error path of withdraw keeps the lock; it is taken only if the withdrawal comes
// before the deposit.
//
//chaosrun:expect deadlock
func TestEarlyReturnKeepsLock(t *testing.T) {
	a := &account{balance: 50}
	var wg sync.WaitGroup
	wg.Go(func() {
		a.mu.Lock()
		a.balance += 50
		a.mu.Unlock()
	})
	wg.Go(func() { _ = a.withdraw(80) })
	wg.Wait()
}

type registry struct {
	mu sync.RWMutex
	m  map[string]int
}

func (r *registry) get(k string) int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.m[k]
}

func (r *registry) sum(keys ...string) (n int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, k := range keys {
		n += r.get(k)
	}
	return n
}

// A reader takes the read lock again; a writer that queues in between blocks it.
//
//chaosrun:expect deadlock
func TestRecursiveRLock(t *testing.T) {
	r := &registry{m: map[string]int{"a": 1}}
	done := make(chan bool)
	go func() {
		r.mu.Lock()
		r.m["a"] = 2
		r.mu.Unlock()
		close(done)
	}()
	r.sum("a")
	<-done
}

func (r *registry) getOrCreate(k string) int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if _, ok := r.m[k]; !ok {
		r.mu.Lock() // still holds the read lock
		r.m[k] = len(r.m)
		r.mu.Unlock()
	}
	return r.m[k]
}

// A miss upgrades the read lock to the write lock, which waits for the reader itself.
// Most of the time the other goroutine has filled the cache before.
//
//chaosrun:expect deadlock
func TestRLockUpgrade(t *testing.T) {
	r := &registry{m: map[string]int{}}
	done := make(chan bool)
	go func() {
		r.getOrCreate("x")
		close(done)
	}()
	r.mu.Lock()
	r.m["x"] = 7
	r.mu.Unlock()
	<-done
}

// Three goroutines, and none of any two can block the other: a reader and a mutex
// owner wait for each other only because a writer queues for the RWMutex.
//
//chaosrun:expect deadlock
func TestWriterBetweenReaders(t *testing.T) {
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	wg.Go(func() {
		mu.Lock()
		rw.RLock()
		rw.RUnlock()
		mu.Unlock()
	})
	wg.Go(func() {
		rw.RLock()
		mu.Lock()
		mu.Unlock()
		rw.RUnlock()
	})
	wg.Go(func() {
		rw.Lock()
		rw.Unlock()
	})
	wg.Wait()
}

type settings struct {
	once  sync.Once
	ready atomic.Bool
	level string
}

func (s *settings) get() string {
	s.once.Do(func() {
		if !s.ready.Load() {
			s.level = "default of " + s.get()
		}
	})
	return s.level
}

// The function of a Once calls its own getter unless somebody else was faster.
//
//chaosrun:expect deadlock
func TestOnceReentered(t *testing.T) {
	s := new(settings)
	done := make(chan bool)
	go func() {
		s.get()
		close(done)
	}()
	s.ready.Store(true)
	<-done
}

// One goroutine takes the lock and then the Once, the other the Once and then the lock.
//
//chaosrun:expect deadlock
func TestOnceAgainstMutex(t *testing.T) {
	var mu sync.Mutex
	var once sync.Once
	load := func() {
		mu.Lock()
		defer mu.Unlock()
	}
	var wg sync.WaitGroup
	wg.Go(func() { once.Do(load) })
	wg.Go(func() {
		mu.Lock()
		defer mu.Unlock()
		once.Do(func() {})
	})
	wg.Wait()
}

// Every philosopher takes the left fork first.
//
//chaosrun:expect deadlock
func TestDiningPhilosophers(t *testing.T) {
	const n = 3
	var forks [n]sync.Mutex
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			left, right := &forks[i], &forks[(i+1)%n]
			for range 2 {
				left.Lock()
				right.Lock()
				right.Unlock()
				left.Unlock()
			}
		})
	}
	wg.Wait()
}

type loop struct {
	mu   sync.Mutex
	stop atomic.Bool
	done chan bool
	n    int
}

func (l *loop) run() {
	defer close(l.done)
	for !l.stop.Load() {
		l.mu.Lock()
		l.n++
		l.mu.Unlock()
	}
}

// Close waits for the loop under the lock that the loop's last round needs.
//
//chaosrun:expect deadlock
func TestCloseWaitsUnderLock(t *testing.T) {
	l := &loop{done: make(chan bool)}
	go l.run()
	l.mu.Lock()
	l.stop.Store(true)
	<-l.done
	l.mu.Unlock()
}

type emitter struct {
	mu       sync.Mutex
	handlers map[int]func()
}

func (e *emitter) emit() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, h := range e.handlers {
		h()
	}
}

func (e *emitter) remove(id int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.handlers, id)
}

// A handler that removes itself runs under the emitter's lock, once it has been told
// to do so.
//
//chaosrun:expect deadlock
func TestCallbackUnderLock(t *testing.T) {
	e := &emitter{handlers: map[int]func(){}}
	var last atomic.Bool
	e.handlers[1] = func() {
		if last.Load() {
			e.remove(1)
		}
	}
	go last.Store(true)
	e.emit()
}
