// Package longs has programs that end soon under most schedules and, under the others, take millions of
// steps more: that is long, but no livelock.
package longs

import (
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// refused reports whether another goroutine has said no; that may come too late.
func refused() bool {
	var no atomic.Bool
	go no.Store(true)
	runtime.Gosched()
	return no.Load()
}

func TestCounts(t *testing.T) {
	if refused() {
		return
	}
	var mu sync.Mutex
	n := 0
	for range 5_000_000 {
		mu.Lock()
		n++
		mu.Unlock()
	}
	if n != 5_000_000 {
		t.Fatal(n)
	}
}

func TestPassesOn(t *testing.T) {
	if refused() {
		return
	}
	ask, answer := make(chan int), make(chan int)
	go func() {
		for n := range ask {
			answer <- n + 1
		}
		close(answer)
	}()
	for n := 0; n < 2_500_000; {
		ask <- n
		n = <-answer
	}
	close(ask)
	<-answer
}

func TestWritesByteByByte(t *testing.T) {
	if refused() {
		return
	}
	const size = 1 << 20
	r, w := io.Pipe()
	go func() {
		b := make([]byte, size)
		for len(b) > 0 {
			n, err := w.Write(b[:1])
			if err != nil {
				t.Error(err)
			}
			b = b[n:]
		}
		w.Close()
	}()
	if n, err := io.ReadFull(r, make([]byte, size)); err != nil {
		t.Fatal(n, err)
	}
	io.Copy(io.Discard, r)
}

func TestDrainsQueue(t *testing.T) {
	if refused() {
		return
	}
	queue := make(chan int, 64)
	var wg sync.WaitGroup
	var sum atomic.Int64
	for range 2 {
		wg.Go(func() {
			for n := range queue {
				sum.Add(int64(n))
			}
		})
	}
	for range 3_000_000 {
		queue <- 1
	}
	close(queue)
	wg.Wait()
	if sum.Load() != 3_000_000 {
		t.Fatal(sum.Load())
	}
}
