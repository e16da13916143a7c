// Package inits has correct programs whose goroutines start before the tests do.
package inits

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

type request struct {
	n     int
	reply chan int
}

var (
	squares = make(chan request) // answered by a goroutine of init
	sums    = make(chan request) // answered by a goroutine of TestMain
	dir     string
)

func init() {
	go func() {
		for r := range squares {
			r.reply <- r.n * r.n
		}
	}()
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if dir, err = os.MkdirTemp("", "inits"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	defer os.RemoveAll(dir)
	stopped := make(chan int)
	go func() {
		defer close(stopped)
		total := 0
		for r := range sums {
			total += r.n
			r.reply <- total
		}
	}()
	code := m.Run()
	close(sums)
	<-stopped
	return code
}

func ask(ch chan<- request, n int) int {
	r := request{n, make(chan int)}
	ch <- r
	return <-r.reply
}

func TestInitWorker(t *testing.T) {
	for i := range 5 {
		if got := ask(squares, i); got != i*i {
			t.Fatalf("square of %d: %d", i, got)
		}
	}
}

func TestInitWorkerConcurrently(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			if got := ask(squares, i); got != i*i {
				t.Errorf("square of %d: %d", i, got)
			}
		})
	}
	wg.Wait()
}

func TestMainWorker(t *testing.T) {
	before := ask(sums, 0)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() { ask(sums, i+1) })
	}
	wg.Wait()
	if after := ask(sums, 0); after != before+10 {
		t.Fatalf("%d, want %d", after, before+10)
	}
}

func TestBothWorkers(t *testing.T) {
	a, b := request{3, make(chan int, 1)}, request{0, make(chan int, 1)}
	toA, toB := squares, sums
	for toA != nil || toB != nil {
		select {
		case toA <- a:
			toA = nil
		case toB <- b:
			toB = nil
		}
	}
	if got := <-a.reply; got != 9 {
		t.Error(got)
	}
	if got := <-b.reply; got < 0 {
		t.Error(got)
	}
}

func TestSetUp(t *testing.T) {
	if fi, err := os.Stat(dir); err != nil || !fi.IsDir() {
		t.Fatal(err)
	}
}
