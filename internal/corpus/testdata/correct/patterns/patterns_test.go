// Package patterns has correct programs in the usual shapes of concurrent Go.
package patterns

import (
	"container/list"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestWorkerPool(t *testing.T) {
	jobs, results := make(chan int), make(chan int)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for j := range jobs {
				results <- j * j
			}
		})
	}
	go func() {
		for i := range 6 {
			jobs <- i
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	var got []int
	for r := range results {
		got = append(got, r)
	}
	slices.Sort(got)
	if !slices.Equal(got, []int{0, 1, 4, 9, 16, 25}) {
		t.Fatal(got)
	}
}

func stage(ctx context.Context, in <-chan int, f func(int) int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			select {
			case out <- f(v):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func source(ctx context.Context, from, n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			select {
			case out <- from + i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func TestPipelineAndFanIn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	double := func(v int) int { return 2 * v }
	a := stage(ctx, source(ctx, 0, 3), double)
	b := stage(ctx, source(ctx, 100, 3), double)
	lastA, lastB, n := -1, -1, 0
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				continue
			}
			if v <= lastA {
				t.Errorf("%d after %d", v, lastA)
			}
			lastA = v
		case v, ok := <-b:
			if !ok {
				b = nil
				continue
			}
			if v <= lastB {
				t.Errorf("%d after %d", v, lastB)
			}
			lastB = v
		}
		n++
	}
	if n != 6 || lastA != 4 || lastB != 204 {
		t.Fatal(n, lastA, lastB)
	}
}

func TestPipelineCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out := stage(ctx, source(ctx, 0, 1<<30), func(v int) int { return v + 1 })
	for want := 1; want < 4; want++ {
		if v := <-out; v != want {
			t.Fatal(v, want)
		}
	}
	cancel()
	for range out {
	}
}

type broker struct {
	mu   sync.Mutex
	subs map[chan string]bool
}

func (b *broker) subscribe(size int) chan string {
	ch := make(chan string, size)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs[ch] = true
	return ch
}

func (b *broker) unsubscribe(ch chan string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs[ch] {
		delete(b.subs, ch)
		close(ch)
	}
}

func (b *broker) publish(s string) (sent int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ch := range b.subs {
		select {
		case ch <- s:
			sent++
		default: // too slow
		}
	}
	return sent
}

func TestPubSub(t *testing.T) {
	b := &broker{subs: map[chan string]bool{}}
	var wg sync.WaitGroup
	var received atomic.Int32
	var chans []chan string
	for range 2 {
		ch := b.subscribe(4)
		chans = append(chans, ch)
		wg.Go(func() {
			for range ch {
				received.Add(1)
			}
		})
	}
	full := b.subscribe(1)
	var pubs sync.WaitGroup
	var sent atomic.Int32
	for range 2 {
		pubs.Go(func() { sent.Add(int32(b.publish("a") + b.publish("b"))) })
	}
	pubs.Wait()
	for _, ch := range chans {
		b.unsubscribe(ch)
	}
	wg.Wait()
	if received.Load() != 8 || sent.Load() != 9 || len(full) != 1 {
		t.Fatal(received.Load(), sent.Load(), len(full))
	}
}

func TestRateLimiter(t *testing.T) {
	const gap = 5 * time.Millisecond
	start := time.Now()
	tick := time.NewTicker(gap)
	defer tick.Stop()
	for range 4 {
		<-tick.C
	}
	if d := time.Since(start); d < 4*gap {
		t.Fatalf("4 ticks in %v", d)
	}
}

type server struct {
	requests chan chan int
	quit     chan struct{}
	wg       sync.WaitGroup
	served   atomic.Int32
}

func (s *server) serve() {
	for {
		select {
		case r := <-s.requests:
			s.wg.Go(func() {
				time.Sleep(time.Millisecond)
				r <- int(s.served.Add(1))
			})
		case <-s.quit:
			return
		}
	}
}

func TestGracefulShutdown(t *testing.T) {
	s := &server{requests: make(chan chan int), quit: make(chan struct{})}
	s.wg.Go(s.serve)
	var answered, refused atomic.Int32
	var clients sync.WaitGroup
	for i := range 3 {
		clients.Go(func() {
			r := make(chan int, 1)
			select {
			case s.requests <- r:
				<-r
				answered.Add(1)
				if i == 0 {
					close(s.quit)
				}
			case <-s.quit:
				refused.Add(1)
			}
		})
	}
	clients.Wait()
	s.wg.Wait()
	if a, r := answered.Load(), refused.Load(); a+r != 3 || a < 1 || s.served.Load() != a {
		t.Fatal(a, r, s.served.Load())
	}
}

type call struct {
	done chan struct{}
	val  int
}

type coalescer struct {
	mu    sync.Mutex
	calls map[string]*call
	loads int
}

func (c *coalescer) get(key string, load func() int) int {
	c.mu.Lock()
	if k, ok := c.calls[key]; ok {
		c.mu.Unlock()
		<-k.done
		return k.val
	}
	k := &call{done: make(chan struct{})}
	c.calls[key] = k
	c.loads++
	c.mu.Unlock()
	k.val = load()
	close(k.done)
	return k.val
}

func TestCoalescing(t *testing.T) {
	c := &coalescer{calls: map[string]*call{}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if v := c.get("k", func() int { time.Sleep(time.Millisecond); return 42 }); v != 42 {
				t.Error(v)
			}
		})
	}
	wg.Wait()
	if c.loads != 1 {
		t.Fatal(c.loads)
	}
}

type lru struct {
	mu    sync.Mutex
	max   int
	order *list.List // of [2]int: key and value, the latest used first
	at    map[int]*list.Element
}

func (c *lru) put(k, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.at[k]; ok {
		e.Value = [2]int{k, v}
		c.order.MoveToFront(e)
		return
	}
	c.at[k] = c.order.PushFront([2]int{k, v})
	if c.order.Len() > c.max {
		delete(c.at, c.order.Remove(c.order.Back()).([2]int)[0])
	}
}

func (c *lru) get(k int) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.at[k]
	if !ok {
		return 0, false
	}
	c.order.MoveToFront(e)
	return e.Value.([2]int)[1], true
}

func TestLRU(t *testing.T) {
	c := &lru{max: 3, order: list.New(), at: map[int]*list.Element{}}
	var wg sync.WaitGroup
	for g := range 3 {
		wg.Go(func() {
			for k := range 4 {
				c.put(k, 10*k)
				if v, ok := c.get((k + g) % 4); ok && v != 10*((k+g)%4) {
					t.Error(k, v)
				}
			}
		})
	}
	wg.Wait()
	if len(c.at) != 3 || c.order.Len() != 3 {
		t.Fatal(len(c.at), c.order.Len())
	}
	for k := 10; k < 13; k++ {
		c.put(k, k)
	}
	c.get(10)
	c.put(13, 13)
	if _, ok := c.get(11); ok {
		t.Error("11 is there: it was the oldest")
	}
	if v, ok := c.get(10); !ok || v != 10 {
		t.Error("10 is not there: it was used")
	}
}
