package cancellation

import (
	"sync"
	"sync/atomic"
	"testing"
)

// worker is what Worker and its wrong versions have in common.
type worker interface {
	Submit(int) bool
	Stop()
}

// stoppedWhileSubmitting stops the worker while others bring jobs. All who were told
// that their job was taken find it done when Stop has returned.
func stoppedWhileSubmitting(t *testing.T, start func(do func(int)) worker) {
	var done [4]atomic.Bool
	w := start(func(job int) { done[job].Store(true) })
	var taken [4]bool
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			for job := 2 * i; job < 2*i+2; job++ {
				taken[job] = w.Submit(job)
			}
		})
	}
	w.Stop()
	wg.Wait()
	for job := range done {
		if done[job].Load() != taken[job] {
			t.Errorf("job %d: taken: %v, done: %v", job, taken[job], done[job].Load())
		}
	}
}

func ours(do func(int)) worker { return Start(do) }

func TestStoppedWhileSubmitting(t *testing.T) { stoppedWhileSubmitting(t, ours) }

func TestAllDone(t *testing.T) {
	sum := 0
	w := Start(func(n int) { sum += n })
	for n := range 4 {
		if !w.Submit(n) {
			t.Errorf("job %d was not taken", n)
		}
	}
	w.Stop()
	w.Stop()
	if sum != 6 {
		t.Errorf("the sum is %d, want 6", sum)
	}
	if w.Submit(4) {
		t.Error("a stopped worker took a job")
	}
}
