// Package bigs has correct programs that need much: goroutines, steps, memory.
package bigs

import (
	"sync"
	"testing"
)

func TestManyGoroutines(t *testing.T) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	start := make(chan struct{})
	n := 0
	for range goroutines {
		wg.Go(func() {
			<-start
			mu.Lock()
			n++
			mu.Unlock()
		})
	}
	close(start)
	wg.Wait()
	if n != goroutines {
		t.Fatal(n)
	}
}

func TestManySteps(t *testing.T) {
	const sends = 500_000
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range sends {
			ch <- i
		}
	}()
	want := 0
	for i := range ch {
		if i != want {
			t.Fatalf("got %d, want %d", i, want)
		}
		want++
	}
	if want != sends {
		t.Fatal(want)
	}
}

var sink []byte

func TestManyAllocations(t *testing.T) {
	const piece = 16 << 10
	done := make(chan int)
	go func() {
		total := 0
		for total < allocated {
			sink = make([]byte, piece)
			sink[0] = 1
			total += len(sink)
		}
		done <- total
	}()
	if total := <-done; total < allocated {
		t.Fatal(total)
	}
}
