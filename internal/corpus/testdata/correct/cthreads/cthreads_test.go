package cthreads

import (
	"testing"
	"time"
)

func TestCallback(t *testing.T) {
	if !Start(2000) {
		t.Skip("no thread")
	}
	if n := <-arrivals; n != 2000 {
		t.Fatal(n)
	}
}

// The clock of the run does not outrun the thread.
func TestCallbackOrTimeout(t *testing.T) {
	if !Start(2000) {
		t.Skip("no thread")
	}
	select {
	case <-arrivals:
	case <-time.After(20 * time.Second):
		t.Fatal("timeout")
	}
}

func TestTwoThreads(t *testing.T) {
	if !Start(1000) || !Start(3000) {
		t.Skip("no thread")
	}
	done := make(chan int)
	go func() { done <- <-arrivals }()
	if sum := <-arrivals + <-done; sum != 4000 {
		t.Fatal(sum)
	}
}
