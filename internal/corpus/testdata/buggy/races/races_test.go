// Package races holds programs with data races that show in no other way: explore it
// with -race.
package races

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// An increment without a lock.
//
//chaosrun:expect race
func TestCounter(t *testing.T) {
	n := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { n++ })
	}
	wg.Wait()
}

// The cache is filled under the read lock.
//
//chaosrun:expect race
func TestWriteUnderRLock(t *testing.T) {
	var rw sync.RWMutex
	cache := map[string]int{}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			rw.RLock()
			defer rw.RUnlock()
			if _, ok := cache["k"]; !ok {
				cache["k"] = 1
			}
		})
	}
	wg.Wait()
}

type gauge struct {
	mu sync.Mutex
	n  *int
}

func (g gauge) inc() { // a value receiver copies the lock
	g.mu.Lock()
	defer g.mu.Unlock()
	*g.n++
}

// Each caller locks its own copy of the mutex.
//
//chaosrun:expect race
func TestCopiedMutex(t *testing.T) {
	g := gauge{n: new(int)}
	var wg sync.WaitGroup
	wg.Go(g.inc)
	wg.Go(g.inc)
	wg.Wait()
}

// The lock of another thing orders the two writes whenever the first goroutine is the
// first to take it; only the other order shows the race.
//
//chaosrun:expect race
func TestRaceHiddenByLock(t *testing.T) {
	var mu sync.Mutex
	name, hits := "", 0
	done := make(chan bool)
	go func() {
		name = "ann"
		mu.Lock()
		hits++
		mu.Unlock()
		done <- true
	}()
	go func() {
		mu.Lock()
		hits++
		mu.Unlock()
		_ = name
		done <- true
	}()
	<-done
	<-done
}

// The race is on a path that is taken only if a compare-and-swap has failed.
//
//chaosrun:expect race
func TestSlowPath(t *testing.T) {
	var owner atomic.Int32
	contended := 0
	var wg sync.WaitGroup
	for id := int32(1); id <= 3; id++ {
		wg.Go(func() {
			if owner.CompareAndSwap(0, id) {
				owner.Store(0)
				return
			}
			contended++
		})
	}
	wg.Wait()
}

type config struct{ addr string }

// Double-checked locking over a plain pointer.
//
//chaosrun:expect race
func TestDoubleChecked(t *testing.T) {
	var mu sync.Mutex
	var c *config
	get := func() *config {
		if c == nil {
			mu.Lock()
			defer mu.Unlock()
			if c == nil {
				c = &config{":80"}
			}
		}
		return c
	}
	var wg sync.WaitGroup
	wg.Go(func() { get() })
	wg.Go(func() { get() })
	wg.Wait()
}

// The result is written after Done.
//
//chaosrun:expect race
func TestResultAfterDone(t *testing.T) {
	var wg sync.WaitGroup
	result := 0
	wg.Add(1)
	go func() {
		wg.Done()
		result = 42
	}()
	wg.Wait()
	_ = result
}

// The results are read at the first error, while the others still write theirs.
//
//chaosrun:expect race
func TestResultsReadEarly(t *testing.T) {
	results := make([]int, 2)
	errs := make(chan error, 2)
	var total int
	for i := range results {
		go func() {
			if i == 0 {
				errs <- context.Canceled
				return
			}
			results[i] = i
			errs <- nil
		}()
	}
	for range results {
		if err := <-errs; err != nil {
			break
		}
	}
	for _, r := range results {
		total += r
	}
	_ = total
}

// A buffer is used after it went back to the pool.
//
//chaosrun:expect race
func TestPoolUseAfterPut(t *testing.T) {
	pool := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			b := pool.Get().(*bytes.Buffer)
			b.Reset()
			b.WriteString("hello")
			pool.Put(b)
			_ = b.String()
		})
	}
	wg.Wait()
}

// append writes into the array that two callers share.
//
//chaosrun:expect race
func TestAppendAliases(t *testing.T) {
	base := make([]int, 2, 8)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() { _ = append(base, i) })
	}
	wg.Wait()
}

// The batch is sent on, and filled again by its sender.
//
//chaosrun:expect race
func TestBatchReusedAfterSend(t *testing.T) {
	batches := make(chan []int, 1)
	done := make(chan bool)
	go func() {
		for b := range batches {
			_ = b[0]
		}
		close(done)
	}()
	batch := make([]int, 1)
	for i := range 2 {
		batch[0] = i
		batches <- batch
	}
	close(batches)
	<-done
}

// Stop does not wait for the callback, which writes what the caller reads.
//
//chaosrun:expect race
func TestTimerCallback(t *testing.T) {
	expired := false
	timer := time.AfterFunc(time.Second, func() { expired = true })
	time.Sleep(time.Second)
	timer.Stop()
	_ = expired
}

// A buffered channel is used as a lock, and has room for two.
//
//chaosrun:expect race
func TestChannelLockForTwo(t *testing.T) {
	lock := make(chan bool, 2)
	n := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			lock <- true
			n++
			<-lock
		})
	}
	wg.Wait()
}

// The result of TryLock is not looked at by the reader.
//
//chaosrun:expect race
func TestTryLockIgnored(t *testing.T) {
	var mu sync.Mutex
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		mu.Lock()
		n++
		mu.Unlock()
	})
	wg.Go(func() {
		if mu.TryLock() {
			defer mu.Unlock()
		}
		_ = n
	})
	wg.Wait()
}

// Parallel subtests share the error variable of their parent.
//
//chaosrun:expect race
func TestParallelSubtestsShareError(t *testing.T) {
	var err error
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			time.Sleep(time.Millisecond) // the request
			_, err = bytes.NewBufferString(name).ReadByte()
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// The flag is atomic, but it is set before the data that it stands for.
//
//chaosrun:expect race
func TestFlagBeforeData(t *testing.T) {
	var ready atomic.Bool
	data := 0
	go func() {
		ready.Store(true)
		data = 1
	}()
	if ready.Load() {
		_ = data
	}
}

type table struct{ rows map[string]int }

// The table can be found before its rows are there.
//
//chaosrun:expect race
func TestPublishedBeforeFilled(t *testing.T) {
	var current atomic.Pointer[table]
	done := make(chan bool)
	go func() {
		tab := new(table)
		current.Store(tab)
		tab.rows = map[string]int{"a": 1}
		done <- true
	}()
	if tab := current.Load(); tab != nil {
		_ = tab.rows["a"]
	}
	<-done
}

// The last owner clears the buffer, and so does the one before him if both look before
// either lets go.
//
//chaosrun:expect race
func TestTwoLastOwners(t *testing.T) {
	var refs atomic.Int32
	refs.Store(2)
	buf := []byte("secret")
	release := func() {
		refs.Add(-1)
		if refs.Load() == 0 {
			buf[0] = 0
		}
	}
	var wg sync.WaitGroup
	wg.Go(release)
	wg.Go(release)
	wg.Wait()
}

// Err of a request is set by its goroutine, and read as soon as the context is done
// instead of when the goroutine is.
//
//chaosrun:expect race
func TestErrReadAtCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var err error
	done := make(chan bool)
	go func() {
		defer close(done)
		<-ctx.Done()
		err = ctx.Err()
	}()
	cancel()
	select {
	case <-done:
	case <-ctx.Done():
	}
	_ = err
}

// A subscriber is removed from the list without the lock that publish ranges under.
//
//chaosrun:expect race
func TestUnsubscribeWithoutLock(t *testing.T) {
	var mu sync.Mutex
	subs := map[int]chan int{1: make(chan int, 1)}
	var wg sync.WaitGroup
	wg.Go(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, ch := range subs {
			ch <- 1
		}
	})
	wg.Go(func() { delete(subs, 1) })
	wg.Wait()
}
