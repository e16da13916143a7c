package inspect

import (
	"sync"
	"sync/atomic"
	"testing"
)

// What a worker of the pool does.
const (
	idle = iota
	working
	ended
)

// worker is one of a pool that sorts ranges of one array.
type worker struct {
	mu       sync.Mutex
	wake     *sync.Cond
	state    atomic.Int32
	from, to atomic.Int32 // the range that it is to sort
}

// sorter is FreeBSD's parallel quicksort: whoever sorts a range leaves one half of it to a worker
// that is idle.
type sorter struct {
	values  [32]atomic.Int32
	fork    int32 // a half has more elements than that, or it is not left to another
	mu      sync.Mutex
	idle    atomic.Int32
	workers []*worker
}

// claim returns an idle worker, with its lock held. The bug: it says that the worker has work
// before it holds the worker's lock and has set the range, so that a worker which is just about to
// wait sorts the range that it had before.
func (s *sorter) claim() *worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.workers {
		if w.state.Load() == idle {
			s.idle.Add(-1)
			w.state.Store(working)
			w.mu.Lock()
			return w
		}
	}
	return nil
}

// sort sorts a range, which ends before to.
func (s *sorter) sort(from, to int32) {
	for to-from >= 7 {
		middle := s.partition(from, to)
		left, right := middle-from, to-middle
		if left > s.fork && right > s.fork {
			if w := s.claim(); w != nil {
				w.from.Store(from)
				w.to.Store(middle)
				w.wake.Signal()
				w.mu.Unlock()
				from = middle
				continue
			}
		}
		s.sort(from, middle)
		from = middle
	}
	for i := from + 1; i < to; i++ {
		for j := i; j > from && s.values[j-1].Load() > s.values[j].Load(); j-- {
			s.swap(j-1, j)
		}
	}
}

func (s *sorter) swap(i, j int32) {
	v := s.values[i].Load()
	s.values[i].Store(s.values[j].Load())
	s.values[j].Store(v)
}

// partition moves elements less than a pivot before those that are not, and returns where the
// second part begins. No part is empty.
func (s *sorter) partition(from, to int32) int32 {
	s.swap(from, (from+to)/2)
	pivot := s.values[from].Load()
	middle := from
	for i := from + 1; i < to; i++ {
		if s.values[i].Load() < pivot {
			middle++
			s.swap(middle, i)
		}
	}
	s.swap(from, middle)
	return middle + 1 // the pivot ends the first part
}

// run is a worker: it sorts what it is given, and ends all when all are idle.
func (s *sorter) run(w *worker) {
	for {
		w.mu.Lock()
		for w.state.Load() == idle {
			w.wake.Wait()
		}
		w.mu.Unlock()
		if w.state.Load() == ended {
			return
		}
		s.sort(w.from.Load(), w.to.Load())
		s.mu.Lock()
		w.state.Store(idle)
		if s.idle.Add(1) == int32(len(s.workers)) {
			for _, other := range s.workers {
				if other != w {
					other.mu.Lock()
					other.state.Store(ended)
					other.wake.Signal()
					other.mu.Unlock()
				}
			}
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
	}
}

// TestQsortMt is Inspect_benchmarks/qsort_mt with 32 elements, three workers, and at least five
// elements for another worker, as PERIOD and SURW measure it.
func TestQsortMt(t *testing.T) {
	s := sorter{fork: 4}
	for i := range s.values {
		s.values[i].Store(int32(i*13+5) % 32)
	}
	var wg sync.WaitGroup
	for range 3 {
		w := &worker{}
		w.wake = sync.NewCond(&w.mu)
		s.workers = append(s.workers, w)
	}
	for _, w := range s.workers {
		wg.Go(func() { s.run(w) })
	}
	first := s.workers[0]
	first.mu.Lock()
	first.to.Store(int32(len(s.values)))
	first.state.Store(working)
	s.idle.Store(int32(len(s.workers)) - 1)
	first.wake.Signal()
	first.mu.Unlock()
	wg.Wait()
	for i := 1; i < len(s.values); i++ {
		if a, b := s.values[i-1].Load(), s.values[i].Load(); a > b {
			t.Fatalf("%d is before %d", a, b)
		}
	}
}
