// Package initonces has tests that can run only once in a process, beside a goroutine that init has
// started and that waits for work.
package initonces

import "testing"

var (
	work = make(chan func())
	pool = make(chan int, 5)
	done = make(chan bool)
)

func init() {
	go func() {
		for f := range work {
			f()
		}
	}()
}

func TestFillsPool(t *testing.T) {
	returned := make(chan bool)
	go func() { pool <- 1; returned <- true }()
	pool <- 2
	<-returned
}

func TestClosesDone(t *testing.T) {
	go func() { close(done) }()
	<-done
}

func TestAsksWorker(t *testing.T) {
	answer := make(chan int, 1)
	work <- func() { answer <- 42 }
	if n := <-answer; n != 42 {
		t.Fatal(n)
	}
}
