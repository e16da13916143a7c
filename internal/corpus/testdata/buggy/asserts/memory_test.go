// Package asserts holds programs whose own assertions fail.
package asserts

import (
	"bytes"
	"sync"
	"sync/atomic"
	"testing"
)

// An increment made of Load and Store loses updates.
//
//chaosrun:expect assert
func TestLostUpdate(t *testing.T) {
	var n atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { n.Store(n.Load() + 1) })
	}
	wg.Wait()
	if got := n.Load(); got != 2 {
		t.Errorf("counter is %d, want 2", got)
	}
}

type seats struct {
	mu    sync.Mutex
	owner map[string]string
}

func (s *seats) free(seat string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, taken := s.owner[seat]
	return !taken
}

func (s *seats) book(seat, who string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.owner[seat] = who
}

// Two customers find the same seat free, each with its own locked call.
//
//chaosrun:expect assert
func TestSeatBookedTwice(t *testing.T) {
	s := &seats{owner: map[string]string{}}
	var booked atomic.Int32
	var wg sync.WaitGroup
	for _, who := range []string{"ann", "bob"} {
		wg.Go(func() {
			if s.free("12A") {
				s.book("12A", who)
				booked.Add(1)
			}
		})
	}
	wg.Wait()
	if n := booked.Load(); n != 1 {
		t.Errorf("seat booked %d times", n)
	}
}

// Load then Store in place of LoadOrStore: two callers get two connections.
//
//chaosrun:expect assert
func TestTwoCreators(t *testing.T) {
	var conns sync.Map
	var dialled atomic.Int32
	get := func(addr string) any {
		if c, ok := conns.Load(addr); ok {
			return c
		}
		c := dialled.Add(1)
		conns.Store(addr, c)
		return c
	}
	var a, b any
	var wg sync.WaitGroup
	wg.Go(func() { a = get("db") })
	wg.Go(func() { b = get("db") })
	wg.Wait()
	if a != b {
		t.Errorf("two connections to db: %v and %v", a, b)
	}
}

// Double-checked locking without the second check.
//
//chaosrun:expect assert
func TestDoubleCheckForgotten(t *testing.T) {
	var ready atomic.Bool
	var mu sync.Mutex
	inits := 0
	initialize := func() {
		if ready.Load() {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		inits++
		ready.Store(true)
	}
	var wg sync.WaitGroup
	wg.Go(initialize)
	wg.Go(initialize)
	wg.Wait()
	if inits != 1 {
		t.Errorf("initialized %d times", inits)
	}
}

// Double-checked locking that says ready before it is.
//
//chaosrun:expect assert
func TestReadyTooEarly(t *testing.T) {
	var ready atomic.Bool
	var mu sync.Mutex
	var config atomic.Int64
	get := func() int64 {
		if !ready.Load() {
			mu.Lock()
			if !ready.Load() {
				ready.Store(true)
				config.Store(42)
			}
			mu.Unlock()
		}
		return config.Load()
	}
	go get()
	if v := get(); v != 42 {
		t.Errorf("config is %d, want 42", v)
	}
}

// The buffer goes back to the pool while its bytes are still in use.
//
//chaosrun:expect assert
func TestPoolUseAfterPut(t *testing.T) {
	pool := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	var written sync.Mutex
	render := func(name string) []byte {
		b := pool.Get().(*bytes.Buffer)
		defer pool.Put(b)
		b.Reset()
		b.WriteString("hello " + name)
		return b.Bytes()
	}
	var wg sync.WaitGroup
	for _, name := range []string{"ann", "bob"} {
		wg.Go(func() {
			page := render(name)
			written.Lock()
			defer written.Unlock()
			if want := "hello " + name; string(page) != want {
				t.Errorf("page is %q, want %q", page, want)
			}
		})
	}
	wg.Wait()
}

// A buffer from the pool still holds what another goroutine has written.
//
//chaosrun:expect assert
func TestPoolNotReset(t *testing.T) {
	pool := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	var wg sync.WaitGroup
	for _, name := range []string{"ann", "bob"} {
		wg.Go(func() {
			b := pool.Get().(*bytes.Buffer)
			b.WriteString(name)
			if got := b.String(); got != name {
				t.Errorf("buffer holds %q, want %q", got, name)
			}
			pool.Put(b)
		})
	}
	wg.Wait()
}

type node struct {
	name string
	next atomic.Pointer[node]
	used atomic.Bool
}

type freeList struct{ head atomic.Pointer[node] }

func (s *freeList) push(n *node) {
	n.used.Store(false)
	for {
		old := s.head.Load()
		n.next.Store(old)
		if s.head.CompareAndSwap(old, n) {
			return
		}
	}
}

func (s *freeList) pop() *node {
	for {
		old := s.head.Load()
		if old == nil || s.head.CompareAndSwap(old, old.next.Load()) {
			return old
		}
	}
}

// ABA: a pop reads a's successor b, meanwhile a and b are popped and a comes back; the
// pop then makes b, which is in use, the head of the free list.
//
//chaosrun:expect assert
func TestABA(t *testing.T) {
	var free freeList
	for _, name := range []string{"c", "b", "a"} {
		free.push(&node{name: name})
	}
	use := func() *node {
		n := free.pop()
		if n != nil && n.used.Swap(true) {
			t.Errorf("node %s has two users", n.name)
		}
		return n
	}
	var wg sync.WaitGroup
	wg.Go(func() { use(); use() })
	wg.Go(func() {
		a := use()
		use()
		if a != nil {
			free.push(a)
		}
	})
	wg.Wait()
}

// Two values of one configuration are read one after the other, across an update.
//
//chaosrun:expect assert
func TestTornSnapshot(t *testing.T) {
	var host, port atomic.Value
	host.Store("old")
	port.Store(1)
	go func() {
		host.Store("new")
		port.Store(2)
	}()
	h, p := host.Load(), port.Load()
	if (h == "old") != (p == 1) {
		t.Errorf("%v:%v is neither the old nor the new address", h, p)
	}
}

// A seqlock whose reader looks at the sequence number before it reads, not after.
//
//chaosrun:expect assert
func TestSeqlockWithoutSecondLook(t *testing.T) {
	var seq, x, y atomic.Int64
	go func() {
		seq.Add(1)
		x.Store(1)
		y.Store(1)
		seq.Add(1)
	}()
	for seq.Load()%2 != 0 {
	}
	if a, b := x.Load(), y.Load(); a != b {
		t.Errorf("read (%d, %d)", a, b)
	}
}

// Peterson's lock with the two first lines exchanged lets both in.
//
//chaosrun:expect assert
func TestPetersonInTheWrongOrder(t *testing.T) {
	var want [2]atomic.Bool
	var turn, inside atomic.Int32
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			turn.Store(int32(1 - i))
			want[i].Store(true)
			for want[1-i].Load() && turn.Load() == int32(1-i) {
			}
			if inside.Add(1) != 1 {
				t.Error("two goroutines inside")
			}
			inside.Add(-1)
			want[i].Store(false)
		})
	}
	wg.Wait()
}

// The limit is checked, then counted: more are let in than there is room for.
//
//chaosrun:expect assert
func TestLimiterLetsTooManyIn(t *testing.T) {
	const limit = 2
	var inside, most atomic.Int32
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if inside.Load() >= limit {
				return
			}
			n := inside.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			inside.Add(-1)
		})
	}
	wg.Wait()
	if n := most.Load(); n > limit {
		t.Errorf("%d inside at once, want at most %d", n, limit)
	}
}

type flight struct {
	mu    sync.Mutex
	calls map[string]chan bool
	value atomic.Int64
}

func (f *flight) do(key string, fn func() int64) int64 {
	f.mu.Lock()
	if c, ok := f.calls[key]; ok {
		f.mu.Unlock()
		<-c
		return f.value.Load()
	}
	c := make(chan bool)
	f.calls[key] = c
	f.mu.Unlock()
	close(c) // wake the waiters
	f.value.Store(fn())
	return f.value.Load()
}

// A request that joins one under way is woken before the answer is there.
//
//chaosrun:expect assert
func TestSingleFlightWakesTooEarly(t *testing.T) {
	f := &flight{calls: map[string]chan bool{}}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if v := f.do("k", func() int64 { return 7 }); v != 7 {
				t.Errorf("got %d, want 7", v)
			}
		})
	}
	wg.Wait()
}
