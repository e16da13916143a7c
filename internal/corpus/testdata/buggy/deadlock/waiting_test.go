package deadlock

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A worker that finds the pool closed returns without Done.
//
//chaosrun:expect deadlock
func TestDoneSkipped(t *testing.T) {
	var closed atomic.Bool
	go closed.Store(true)
	var wg sync.WaitGroup
	wg.Add(2)
	for range 2 {
		go func() {
			if closed.Load() {
				return
			}
			wg.Done()
		}()
	}
	wg.Wait()
}

// The WaitGroup counts every item, the loop starts goroutines only for those that
// are not in the cache.
//
//chaosrun:expect deadlock
func TestCountOfSkippedItems(t *testing.T) {
	var cached atomic.Bool
	go cached.Store(true)
	var wg sync.WaitGroup
	wg.Add(2)
	for range 2 {
		if !cached.Load() {
			go wg.Done()
		}
	}
	wg.Wait()
}

// t.Fatal in a goroutine ends that goroutine before it reaches wg.Done.
//
//chaosrun:expect deadlock
func TestFatalSkipsDone(t *testing.T) {
	var started atomic.Int32
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Add(1)
		go func() {
			if n := started.Add(1); int(n) != i+1 {
				t.Fatalf("worker %d started as number %d", i, n)
			}
			wg.Done()
		}()
	}
	wg.Wait()
}

// The flag is read outside of the lock, and the signal comes before Wait.
//
//chaosrun:expect deadlock
func TestMissedSignal(t *testing.T) {
	var mu sync.Mutex
	var ready atomic.Bool
	cond := sync.NewCond(&mu)
	go func() {
		ready.Store(true)
		cond.Signal()
	}()
	if !ready.Load() {
		mu.Lock()
		cond.Wait()
		mu.Unlock()
	}
}

type mailbox struct {
	mu   sync.Mutex
	cond *sync.Cond
	full bool
}

func (b *mailbox) put() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.full {
		b.cond.Wait()
	}
	b.full = true
	b.cond.Signal()
}

func (b *mailbox) take() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.full {
		b.cond.Wait()
	}
	b.full = false
	b.cond.Signal()
}

// Producers and consumers wait on one Cond, so a Signal can wake one that it does not
// concern.
//
//chaosrun:expect deadlock
func TestSignalWakesTheWrongOne(t *testing.T) {
	b := new(mailbox)
	b.cond = sync.NewCond(&b.mu)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(b.put)
		wg.Go(b.take)
	}
	wg.Wait()
}

// Shutdown wakes one of the waiting workers.
//
//chaosrun:expect deadlock
func TestSignalInsteadOfBroadcast(t *testing.T) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	closed := false
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			for !closed {
				cond.Wait()
			}
		})
	}
	mu.Lock()
	closed = true
	cond.Signal()
	mu.Unlock()
	wg.Wait()
}

// Whoever leaves the barrier last resets it; a fast goroutine that comes back before a
// slow one has left is counted twice.
//
//chaosrun:expect deadlock
func TestBarrierReused(t *testing.T) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	arrived, left := 0, 0
	await := func() {
		mu.Lock()
		defer mu.Unlock()
		arrived++
		cond.Broadcast()
		for arrived < 2 {
			cond.Wait()
		}
		if left++; left == 2 {
			arrived, left = 0, 0
		}
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			await()
			await()
		})
	}
	wg.Wait()
}

// A parallel subtest begins when its parent has returned, and the parent waits for it.
//
//chaosrun:expect deadlock
func TestParentWaitsForParallelSubtest(t *testing.T) {
	done := make(chan bool)
	t.Run("sub", func(t *testing.T) {
		t.Parallel()
		close(done)
	})
	<-done
}

// A heartbeat arms its timer again and again, while the test waits for what does not come.
//
//chaosrun:expect deadlock
func TestHeartbeatOnly(t *testing.T) {
	var beat func()
	beat = func() { time.AfterFunc(time.Second, beat) }
	beat()
	<-make(chan bool)
}
