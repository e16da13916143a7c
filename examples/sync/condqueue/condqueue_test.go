package condqueue

import (
	"sync"
	"testing"
)

// queue is what Queue and its wrong versions have in common.
type queue interface {
	Put(int) bool
	Get() (int, bool)
	Close()
}

const (
	producers = 2
	consumers = 2
	each      = 3 // items of a producer
)

// everyItemOnce lets producers and consumers at the queue. Nobody may be left waiting,
// every item is taken once, and each consumer sees the items of one producer in the
// order in which they were put.
func everyItemOnce(t *testing.T, q queue) {
	var putting, getting sync.WaitGroup
	for p := range producers {
		putting.Go(func() {
			for i := range each {
				if !q.Put(p*each + i) {
					t.Errorf("the queue did not take item %d", p*each+i)
				}
			}
		})
	}
	taken := make([][]int, consumers)
	for c := range consumers {
		getting.Go(func() {
			for v, ok := q.Get(); ok; v, ok = q.Get() {
				taken[c] = append(taken[c], v)
			}
		})
	}
	putting.Wait()
	q.Close()
	getting.Wait()

	times := make([]int, producers*each)
	for c, items := range taken {
		last := [producers]int{}
		for _, v := range items {
			times[v]++
			if p := v / each; last[p] > v {
				t.Errorf("consumer %d took %d after %d", c, v, last[p])
			} else {
				last[p] = v
			}
		}
	}
	for v, n := range times {
		if n != 1 {
			t.Errorf("item %d was taken %d times", v, n)
		}
	}
}

// closeEnds closes a queue that consumers may be waiting at.
func closeEnds(t *testing.T, q queue) {
	var wg sync.WaitGroup
	for range consumers {
		wg.Go(func() {
			if v, ok := q.Get(); ok {
				t.Errorf("took %d from a queue that was always empty", v)
			}
		})
	}
	q.Close()
	wg.Wait()
}

func TestEveryItemOnce(t *testing.T) {
	for capacity := 1; capacity <= 3; capacity++ {
		everyItemOnce(t, New[int](capacity))
	}
}

func TestCloseEnds(t *testing.T) {
	closeEnds(t, New[int](1))
}

func TestCloseEndsProducers(t *testing.T) {
	q := New[int](1)
	var wg sync.WaitGroup
	for i := range producers {
		wg.Go(func() { q.Put(i) })
	}
	q.Close()
	wg.Wait()
	if q.Put(1) {
		t.Error("a closed queue took an item")
	}
}

func TestFirstInFirstOut(t *testing.T) {
	q := New[int](2)
	go func() {
		for i := range 5 {
			q.Put(i)
		}
		q.Close()
	}()
	for want := range 5 {
		if v, ok := q.Get(); v != want || !ok {
			t.Errorf("got %d, %v, want %d", v, ok, want)
		}
	}
	if v, ok := q.Get(); ok {
		t.Errorf("got %d from a queue that is closed and empty", v)
	}
}

// Consumers of an open queue wait until there is an item: none gives up because another was
// quicker.
func TestGetWaits(t *testing.T) {
	q := New[int](1)
	var wg sync.WaitGroup
	for range consumers {
		wg.Go(func() {
			if _, ok := q.Get(); !ok {
				t.Error("Get gave up at an open queue")
			}
		})
	}
	for i := range consumers {
		q.Put(i)
	}
	wg.Wait()
}

// Producers of a full queue wait until there is room.
func TestPutWaits(t *testing.T) {
	q := New[int](1)
	var wg sync.WaitGroup
	for range producers {
		wg.Go(func() {
			for i := range each {
				q.Put(i)
				q.mu.Lock()
				if len(q.items) > q.capacity {
					t.Errorf("%d items in a queue for %d", len(q.items), q.capacity)
				}
				q.mu.Unlock()
			}
		})
	}
	for range producers * each {
		q.Get()
	}
	wg.Wait()
}

// Producers that wait at a full queue are told of its end, all of them.
func TestCloseEndsWaitingProducers(t *testing.T) {
	q := New[int](1)
	q.Put(0)
	var wg sync.WaitGroup
	for i := range producers {
		wg.Go(func() {
			if q.Put(i) {
				t.Error("a full queue took an item")
			}
		})
	}
	q.Close()
	wg.Wait()
}
