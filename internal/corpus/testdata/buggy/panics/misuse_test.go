package panics

import (
	"errors"
	"flag"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A task is marked as done by whoever ends it, its worker or its timeout, and both can
// think that they are it.
//
//chaosrun:expect panic
func TestNegativeWaitGroup(t *testing.T) {
	var wg sync.WaitGroup
	var over atomic.Bool
	finish := func() {
		if !over.Load() {
			over.Store(true)
			wg.Done()
		}
	}
	wg.Add(1)
	time.AfterFunc(time.Second, finish)
	go func() {
		time.Sleep(time.Second)
		finish()
	}()
	wg.Wait()
}

// One WaitGroup for all rounds: the next round begins before Wait of the last one has
// returned.
//
//chaosrun:expect panic
func TestWaitGroupReused(t *testing.T) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		wg.Done() // round one
		wg.Add(1) // round two
		wg.Done()
	}()
	wg.Wait()
}

type session struct{ user string }

// The session is asked for twice, and a logout comes in between.
//
//chaosrun:expect panic
func TestNilAfterCheck(t *testing.T) {
	var current atomic.Pointer[session]
	current.Store(&session{"ann"})
	go current.Store(nil)
	if current.Load() != nil {
		_ = current.Load().user
	}
}

// The mean is taken of counters that are reset between the check and the division.
//
//chaosrun:expect panic
func TestDivisionByZero(t *testing.T) {
	var sum, n atomic.Int64
	sum.Store(10)
	n.Store(2)
	go func() {
		sum.Store(0)
		n.Store(0)
	}()
	if n.Load() > 0 {
		_ = sum.Load() / n.Load()
	}
}

type stack struct {
	mu    sync.Mutex
	items []int
}

func (s *stack) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items)
}

func (s *stack) pop() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v
}

// Every method of the stack is locked, but not the two calls together.
//
//chaosrun:expect panic
func TestPopOfEmptyStack(t *testing.T) {
	s := &stack{items: []int{1}}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if s.len() > 0 {
				s.pop()
			}
		})
	}
	wg.Wait()
}

// The second Load finds nothing, and nil is no string.
//
//chaosrun:expect panic
func TestTypeAssertionAfterDelete(t *testing.T) {
	var names sync.Map
	names.Store(1, "ann")
	go names.Delete(1)
	if _, ok := names.Load(1); ok {
		v, _ := names.Load(1)
		_ = v.(string)
	}
}

// An atomic.Value holds one concrete type; two kinds of errors meet in it when both
// requests fail at once.
//
//chaosrun:expect panic
func TestValueOfTwoTypes(t *testing.T) {
	var first atomic.Value
	fail := func(err error) {
		if first.Load() == nil {
			first.Store(err)
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { fail(errors.New("reset by peer")) })
	wg.Go(func() { fail(&fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist}) })
	wg.Wait()
}

// A goroutine of a subtest reports an error when the subtest may have ended.
//
//chaosrun:expect panic
func TestErrorAfterSubtest(t *testing.T) {
	done := make(chan bool)
	t.Run("request", func(t *testing.T) {
		var hits atomic.Int32
		replied := make(chan bool)
		go func() {
			defer close(done)
			replied <- true
			if n := hits.Add(1); n != 1 {
				t.Errorf("%d hits, want 1", n)
			}
		}()
		<-replied
		hits.Add(1)
	})
	<-done
}

// The handler's recover does not see the panic of the goroutine that it starts; that
// panics only when the cache has been dropped.
//
//chaosrun:expect panic
func TestRecoverInTheWrongGoroutine(t *testing.T) {
	var cache atomic.Pointer[map[string]int]
	cache.Store(&map[string]int{})
	t.Run("handler", func(t *testing.T) {
		defer func() { _ = recover() }()
		done := make(chan bool)
		go func() {
			defer close(done)
			(*cache.Load())["hits"]++
		}()
		go cache.Store(new(map[string]int))
		<-done
	})
}

type lazy struct {
	once sync.Once
	conn *session
	err  atomic.Bool
}

// A Once that failed counts as done: the second caller gets nil.
//
//chaosrun:expect panic
func TestOnceHidesFailure(t *testing.T) {
	var up atomic.Bool
	l := new(lazy)
	get := func() *session {
		l.once.Do(func() {
			if !up.Load() {
				l.err.Store(true)
				return
			}
			l.conn = &session{"db"}
		})
		return l.conn
	}
	go get()
	up.Store(true)
	_ = get().user
}

// Two packages register the same flag: each has looked whether it is there.
//
//chaosrun:expect panic
func TestFlagRegisteredTwice(t *testing.T) {
	var mu sync.Mutex
	flags := flag.NewFlagSet("app", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	defined := func(name string) bool {
		mu.Lock()
		defer mu.Unlock()
		return flags.Lookup(name) != nil
	}
	register := func() {
		if !defined("addr") {
			mu.Lock()
			defer mu.Unlock()
			flags.String("addr", ":80", "address")
		}
	}
	var wg sync.WaitGroup
	wg.Go(register)
	wg.Go(register)
	wg.Wait()
}

// Two parallel subtests share a slice of cases that each of them shortens.
//
//chaosrun:expect panic
func TestParallelSubtestsShareQueue(t *testing.T) {
	s := &stack{items: []int{1, 2, 3}}
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for s.len() > 0 {
				s.pop()
			}
		})
	}
}
