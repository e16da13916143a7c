package runner

import (
	"context"
	"testing"
)

const searched = `package searched

import (
	"sync"
	"testing"
)

func count(lists ...[]int) (n int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, list := range lists {
		wg.Go(func() {
			for _, i := range list {
				mu.Lock()
				n = n*10 + i
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return n
}

func TestPasses(t *testing.T) { count([]int{1, 2, 3}, []int{4, 5, 6}, []int{7, 8, 9}) }

// TestFails fails under one order of the critical sections.
func TestFails(t *testing.T) {
	if count([]int{1, 2, 3}, []int{4, 5, 6}, []int{7, 8, 9}) == 741852963 {
		t.Error("in this order")
	}
}
`

// TestDividedSearch: a search makes the same runs on any number of processes, and finds the same
// failure first.
func TestDividedSearch(t *testing.T) {
	r := moduleRunner(t, "searched", searched)
	r.Strategy, r.Seed, r.Leaks = "dpor", 1, "off"
	explore := func(test string, processes int, schedules uint64) *Result {
		r.Workers, r.PerTest, r.Schedules = make(chan struct{}, processes), processes, schedules
		res := r.Explore(context.Background(), test)
		if res.Err != nil {
			t.Fatal(res.Err)
		}
		return res
	}
	for _, schedules := range []uint64{700, 1 << 40} {
		one, three := explore("TestPasses", 1, schedules), explore("TestPasses", 3, schedules)
		if one.Runs != three.Runs || one.Steps != three.Steps || one.Behaviour != three.Behaviour || one.Explored != three.Explored {
			t.Errorf("one process: %+v\nthree: %+v", one, three)
		}
		if whole := schedules > 700; one.Complete != whole || three.Complete != whole || (one.Left == nil) != whole {
			t.Errorf("%d schedules: complete %v and %v, left %v", one.Runs, one.Complete, three.Complete, one.Left)
		}
	}
	one, three := explore("TestFails", 1, 1<<40), explore("TestFails", 3, 1<<40)
	if len(one.Failures) != 1 || len(three.Failures) != 1 {
		t.Fatalf("one process: %+v\nthree: %+v", one, three)
	}
	if a, b := one.Failures[0], three.Failures[0]; a.Run != b.Run || a.Trace.Hash != b.Trace.Hash || a.Run <= searchChunk(0) {
		t.Errorf("one process fails in run %d (%s), three in run %d (%s)", a.Run, a.Trace.Hash, b.Run, b.Trace.Hash)
	}
}
