// Package table holds the programs with which searches are measured.
package table

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// run starts goroutines and waits for them.
func run(fs ...func()) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Go(f)
	}
	wg.Wait()
}

func TestCounter(t *testing.T) {
	var mu sync.Mutex
	n := 0
	inc := func() {
		for range 2 {
			mu.Lock()
			n++
			mu.Unlock()
		}
	}
	if run(inc, inc, inc); n != 6 {
		t.Error(n)
	}
}

func TestTransfers(t *testing.T) {
	var mu [3]sync.Mutex
	balance := [3]int{5, 5, 5}
	move := func(from, to int) func() {
		return func() {
			a, b := min(from, to), max(from, to)
			mu[a].Lock()
			mu[b].Lock()
			balance[from]--
			balance[to]++
			mu[b].Unlock()
			mu[a].Unlock()
		}
	}
	if run(move(0, 1), move(1, 2), move(2, 0)); balance != [3]int{5, 5, 5} {
		t.Error(balance)
	}
}

func TestReadersWriter(t *testing.T) {
	var rw sync.RWMutex
	x := 0
	read := func() {
		rw.RLock()
		defer rw.RUnlock()
		if x > 1 {
			t.Error(x)
		}
	}
	run(read, read, func() {
		rw.Lock()
		x++
		rw.Unlock()
	})
}

func TestWaitGroup(t *testing.T) {
	var n atomic.Int32
	f := func() {}
	if run(f, f, f, f, f, func() { n.Add(1) }); n.Load() != 1 {
		t.Error("lost")
	}
}

func TestProducers(t *testing.T) {
	ch := make(chan int)
	send := func() {
		for i := range 2 {
			ch <- i
		}
	}
	sum := 0
	run(send, send, func() {
		for range 4 {
			sum += <-ch
		}
	})
	if sum != 2 {
		t.Error(sum)
	}
}

func TestPipeline(t *testing.T) {
	a, b := make(chan int, 1), make(chan int, 1)
	sum := 0
	run(func() {
		for i := range 3 {
			a <- i
		}
		close(a)
	}, func() {
		for i := range a {
			b <- i * i
		}
		close(b)
	}, func() {
		for i := range b {
			sum += i
		}
	})
	if sum != 5 {
		t.Error(sum)
	}
}

func TestSelect(t *testing.T) {
	done, ch := make(chan struct{}), make(chan int, 1)
	run(func() { close(done) }, func() {
		select {
		case ch <- 1:
		case <-done:
		}
	}, func() {
		select {
		case <-ch:
		case <-done:
		}
	})
}

func TestCompareAndSwap(t *testing.T) {
	var n atomic.Int64
	inc := func() {
		for {
			if old := n.Load(); n.CompareAndSwap(old, old+1) {
				return
			}
		}
	}
	if run(inc, inc, inc); n.Load() != 3 {
		t.Error(n.Load())
	}
}

func TestCond(t *testing.T) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	var queue []int
	take := func() {
		mu.Lock()
		for len(queue) == 0 {
			cond.Wait()
		}
		queue = queue[1:]
		mu.Unlock()
	}
	run(take, take, func() {
		mu.Lock()
		queue = append(queue, 1, 2)
		cond.Broadcast()
		mu.Unlock()
	})
}

func TestPhilosophers(t *testing.T) {
	var forks [3]sync.Mutex
	eat := func(i int) func() {
		return func() {
			a, b := i, (i+1)%3
			forks[min(a, b)].Lock()
			forks[max(a, b)].Lock()
			forks[max(a, b)].Unlock()
			forks[min(a, b)].Unlock()
		}
	}
	run(eat(0), eat(1), eat(2), eat(0))
}

func TestSpin(t *testing.T) {
	var ready atomic.Bool
	run(func() { ready.Store(true) }, func() {
		for !ready.Load() {
			runtime.Gosched()
		}
	})
}

// lastZero and indexer are programs of the literature on partial-order reduction.
func lastZero(n int) {
	a := make([]atomic.Int64, n+1)
	fs := []func(){func() {
		for i := n; a[i].Load() != 0; i-- {
		}
	}}
	for i := range n {
		fs = append(fs, func() { a[i+1].Store(a[i].Load() + 1) })
	}
	run(fs...)
}

func TestLastZero5(t *testing.T) { lastZero(5) }
func TestLastZero7(t *testing.T) { lastZero(7) }

func TestIndexer12(t *testing.T) {
	const size = 128
	var table [size]atomic.Int64
	var fs []func()
	for i := range 12 {
		fs = append(fs, func() {
			for m := range 4 {
				w := int64((m+1)*11 + i)
				h := w * 7 % size
				for !table[h].CompareAndSwap(0, w) {
					h = (h + 1) % size
				}
			}
		})
	}
	run(fs...)
}

// sends sends numbers below n.
func sends(ch chan int, n int) func() {
	return func() {
		for i := range n {
			ch <- i
		}
	}
}

func TestFanIn(t *testing.T) {
	a, b, c := make(chan int), make(chan int), make(chan int)
	sum := 0
	run(sends(a, 2), sends(b, 2), sends(c, 2), func() {
		for range 6 {
			select {
			case v := <-a:
				sum += v
			case v := <-b:
				sum += v
			case v := <-c:
				sum += v
			}
		}
	})
	if sum != 3 {
		t.Error(sum)
	}
}

func TestFanOut(t *testing.T) {
	in, done := make(chan int), make(chan struct{})
	work := func() {
		for {
			select {
			case <-in:
			case <-done:
				return
			}
		}
	}
	run(work, work, func() {
		sends(in, 3)()
		close(done)
	})
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	a, b := make(chan int, 1), make(chan int, 1)
	run(func() {
		for i := range 2 {
			select {
			case a <- i:
			case <-ctx.Done():
				return
			}
		}
	}, func() {
		for range 2 {
			select {
			case v := <-a:
				select {
				case b <- v:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}, func() {
		select {
		case <-b:
		case <-ctx.Done():
		}
		cancel()
	})
}
