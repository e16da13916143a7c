package leak

import (
	"fmt"
	"sync"
	"testing"
)

// What is returned is sent again, with another number, to a worker that nobody stops.
//
//chaosrun:expect leak
func TestRetriesForEver(t *testing.T) {
	work, failed := make(chan string), make(chan string)
	go func() {
		for w := range work {
			failed <- w
		}
	}()
	go func() {
		for i := 0; ; i++ {
			<-failed
			work <- fmt.Sprint("attempt ", i)
		}
	}()
	work <- "first"
}

// The producer does not look whether anybody still wants its numbers.
//
//chaosrun:expect leak
func TestProducesForNobody(t *testing.T) {
	var mu sync.Mutex
	sum := make(map[int]int)
	go func() {
		for i := 0; ; i++ {
			mu.Lock()
			sum[i%100] += i
			mu.Unlock()
		}
	}()
	mu.Lock()
	mu.Unlock()
}

// Every message is answered by another one: two goroutines write to each other for ever.
//
//chaosrun:expect leak
func TestAnswersForEver(t *testing.T) {
	a, b := make(chan []byte), make(chan []byte)
	answer := func(in <-chan []byte, out chan<- []byte) {
		for m := range in {
			out <- append(m[:0:0], fmt.Sprint(len(m), string(m[:1]))...)
		}
	}
	go answer(a, b)
	go answer(b, a)
	a <- []byte("hello")
}
