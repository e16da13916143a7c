// Package coro has correct programs that use coroutines: iter.Pull and iter.Pull2.
package coro

import (
	"errors"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestPull(t *testing.T) {
	next, stop := iter.Pull(count(5))
	defer stop()
	for i := range 5 {
		if v, ok := next(); !ok || v != i {
			t.Fatalf("next() = %d, %t; want %d, true", v, ok, i)
		}
	}
	for range 3 {
		if v, ok := next(); ok || v != 0 {
			t.Fatalf("next() after the end = %d, %t", v, ok)
		}
	}
}

func TestPull2(t *testing.T) {
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	next, stop := iter.Pull2(maps.All(m))
	defer stop()
	got := map[string]int{}
	for {
		k, v, ok := next()
		if !ok {
			break
		}
		got[k] = v
	}
	if !maps.Equal(m, got) {
		t.Fatalf("got %v, want %v", got, m)
	}
}

func TestStopBeforeStart(t *testing.T) {
	ran := false
	next, stop := iter.Pull(func(yield func(int) bool) { ran = true })
	stop()
	stop()
	if _, ok := next(); ok || ran {
		t.Fatalf("ok=%t ran=%t after stop", ok, ran)
	}
}

func TestStopEarlyRunsDefers(t *testing.T) {
	var log []string
	next, stop := iter.Pull(func(yield func(int) bool) {
		defer func() { log = append(log, "deferred") }()
		for i := 0; ; i++ {
			if !yield(i) {
				log = append(log, "stopped")
				return
			}
		}
	})
	for i := range 3 {
		if v, _ := next(); v != i {
			t.Fatalf("got %d, want %d", v, i)
		}
	}
	stop()
	if want := []string{"stopped", "deferred"}; !slices.Equal(log, want) {
		t.Fatalf("log %v, want %v", log, want)
	}
	if _, ok := next(); ok {
		t.Fatal("a value after stop")
	}
}

// zip pulls from both sequences at once.
func zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		na, sa := iter.Pull(a)
		defer sa()
		nb, sb := iter.Pull(b)
		defer sb()
		for {
			va, oka := na()
			vb, okb := nb()
			if !oka || !okb || !yield(va, vb) {
				return
			}
		}
	}
}

func TestZip(t *testing.T) {
	words := slices.Values([]string{"zero", "one", "two"})
	var got []string
	for i, w := range zip(count(10), words) {
		if i != len(got) {
			t.Fatalf("i = %d at %d", i, len(got))
		}
		got = append(got, w)
	}
	if len(got) != 3 || got[2] != "two" {
		t.Fatal(got)
	}
}

type tree struct {
	left, right *tree
	v           int
}

func (t *tree) all() iter.Seq[int] {
	return func(yield func(int) bool) { t.push(yield) }
}

func (t *tree) push(yield func(int) bool) bool {
	return t == nil || t.left.push(yield) && yield(t.v) && t.right.push(yield)
}

func (t *tree) insert(v int) *tree {
	switch {
	case t == nil:
		return &tree{v: v}
	case v < t.v:
		t.left = t.left.insert(v)
	default:
		t.right = t.right.insert(v)
	}
	return t
}

func TestSameFringe(t *testing.T) {
	var a, b *tree
	for _, v := range []int{5, 2, 8, 1, 9, 3} {
		a = a.insert(v)
	}
	for _, v := range []int{1, 2, 3, 5, 8, 9} {
		b = b.insert(v)
	}
	n := 0
	for x, y := range zip(a.all(), b.all()) {
		if x != y {
			t.Fatalf("%d != %d", x, y)
		}
		n++
	}
	if n != 6 {
		t.Fatalf("%d values", n)
	}
}

// sieve nests a coroutine for every prime.
func TestNestedSieve(t *testing.T) {
	filter := func(p int, s iter.Seq[int]) iter.Seq[int] {
		return func(yield func(int) bool) {
			next, stop := iter.Pull(s)
			defer stop()
			for {
				v, ok := next()
				if !ok || v%p != 0 && !yield(v) {
					return
				}
			}
		}
	}
	var src iter.Seq[int] = func(yield func(int) bool) {
		for i := 2; yield(i); i++ {
		}
	}
	var primes []int
	for range 10 {
		next, stop := iter.Pull(src)
		p, ok := next()
		stop()
		if !ok {
			t.Fatal("no prime")
		}
		primes = append(primes, p)
		src = filter(p, src)
	}
	if want := []int{2, 3, 5, 7, 11, 13, 17, 19, 23, 29}; !slices.Equal(primes, want) {
		t.Fatalf("%v, want %v", primes, want)
	}
}

func TestGoroutineInside(t *testing.T) {
	next, stop := iter.Pull(func(yield func(int) bool) {
		ch := make(chan int)
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Go(func() { ch <- i })
		}
		go func() { wg.Wait(); close(ch) }()
		for v := range ch {
			if !yield(v) {
				break
			}
		}
		for range ch { // let the others go
		}
	})
	defer stop()
	sum, n := 0, 0
	for {
		v, ok := next()
		if !ok {
			break
		}
		sum += v
		n++
	}
	if sum != 3 || n != 3 {
		t.Fatalf("sum %d of %d values", sum, n)
	}
}

// The coroutine blocks on channels and mutexes that other goroutines hold.
func TestBlockInside(t *testing.T) {
	ask, answer := make(chan int), make(chan int)
	go func() {
		defer close(answer)
		for v := range ask {
			answer <- v * v
		}
	}()
	var mu sync.Mutex
	total := 0
	go func() {
		mu.Lock()
		runtime.Gosched()
		mu.Unlock()
	}()
	next, stop := iter.Pull(func(yield func(int) bool) {
		for i := range 4 {
			ask <- i
			v := <-answer
			mu.Lock()
			total += v
			mu.Unlock()
			if !yield(v) {
				return
			}
		}
	})
	for i := range 4 {
		if v, ok := next(); !ok || v != i*i {
			t.Fatalf("%d, %t; want %d", v, ok, i*i)
		}
		runtime.Gosched()
	}
	stop()
	close(ask)
	<-answer
	if total != 0+1+4+9 {
		t.Fatal(total)
	}
}

// Several goroutines each drive coroutines of their own.
func TestManyAtOnce(t *testing.T) {
	var sum atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			next, stop := iter.Pull(count(6))
			defer stop()
			for {
				v, ok := next()
				if !ok {
					return
				}
				sum.Add(int64(v))
			}
		})
	}
	wg.Wait()
	if sum.Load() != 4*15 {
		t.Fatal(sum.Load())
	}
}

// next may be called by one goroutine after the other.
func TestHandOver(t *testing.T) {
	next, stop := iter.Pull(count(100))
	defer stop()
	var mu sync.Mutex
	seen := map[int]bool{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				mu.Lock()
				v, ok := next()
				if !ok || seen[v] {
					t.Errorf("next() = %d, %t; seen before: %t", v, ok, seen[v])
				}
				seen[v] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(seen) != 20 {
		t.Fatalf("%d values", len(seen))
	}
}

// A coroutine made in one goroutine and finished in another.
func TestHandOverByChannel(t *testing.T) {
	type pull struct {
		next func() (int, bool)
		stop func()
	}
	ch := make(chan pull)
	done := make(chan []int)
	go func() {
		p := <-ch
		defer p.stop()
		var got []int
		for {
			v, ok := p.next()
			if !ok {
				break
			}
			got = append(got, v)
		}
		done <- got
	}()
	next, stop := iter.Pull(count(5))
	if v, _ := next(); v != 0 {
		t.Fatal(v)
	}
	ch <- pull{next, stop}
	if got := <-done; !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Fatal(got)
	}
}

var errBoom = errors.New("boom")

func TestPanicPassesThroughNext(t *testing.T) {
	next, stop := iter.Pull(func(yield func(int) bool) {
		yield(1)
		panic(errBoom)
	})
	defer stop()
	if v, ok := next(); v != 1 || !ok {
		t.Fatal(v, ok)
	}
	func() {
		defer func() {
			if r := recover(); r != errBoom {
				t.Errorf("recovered %v", r)
			}
		}()
		next()
		t.Error("next returned")
	}()
	if _, ok := next(); ok {
		t.Fatal("a value after the panic")
	}
}

func TestPanicPassesThroughStop(t *testing.T) {
	next, stop := iter.Pull(func(yield func(int) bool) {
		if !yield(1) {
			panic(errBoom)
		}
	})
	next()
	defer func() {
		if r := recover(); r != errBoom {
			t.Errorf("recovered %v", r)
		}
	}()
	stop()
	t.Error("stop returned")
}

func TestPanicThroughNested(t *testing.T) {
	inner := func(yield func(int) bool) {
		yield(1)
		panic(errBoom)
	}
	outer := func(yield func(int) bool) {
		next, stop := iter.Pull(inner)
		defer stop()
		for {
			v, ok := next()
			if !ok || !yield(v) {
				return
			}
		}
	}
	next, stop := iter.Pull(outer)
	defer stop()
	next()
	defer func() {
		if r := recover(); r != errBoom {
			t.Errorf("recovered %v", r)
		}
	}()
	next()
	t.Error("next returned")
}

func TestGoexitPassesThrough(t *testing.T) {
	done := make(chan string, 3)
	go func() {
		defer close(done)
		defer func() { done <- "caller" }()
		next, stop := iter.Pull(func(yield func(int) bool) {
			defer func() { done <- "sequence" }()
			yield(1)
			runtime.Goexit()
		})
		defer stop()
		next()
		next()
		done <- "not reached"
	}()
	var got []string
	for s := range done {
		got = append(got, s)
	}
	if want := []string{"sequence", "caller"}; !slices.Equal(got, want) {
		t.Fatalf("%v, want %v", got, want)
	}
}

// A coroutine that is never stopped is garbage, and no leaked goroutine.
func TestNeverStopped(t *testing.T) {
	next, _ := iter.Pull(count(10))
	if v, ok := next(); v != 0 || !ok {
		t.Fatal(v, ok)
	}
}

// A coroutine within a goroutine that others preempt at every step.
func TestInterleaved(t *testing.T) {
	var a, b []int
	var wg sync.WaitGroup
	drive := func(to *[]int) {
		next, stop := iter.Pull(func(yield func(int) bool) {
			for i := range 5 {
				runtime.Gosched()
				if !yield(i) {
					return
				}
			}
		})
		defer stop()
		for {
			v, ok := next()
			if !ok {
				return
			}
			runtime.Gosched()
			*to = append(*to, v)
		}
	}
	wg.Go(func() { drive(&a) })
	wg.Go(func() { drive(&b) })
	wg.Wait()
	want := []int{0, 1, 2, 3, 4}
	if !slices.Equal(a, want) || !slices.Equal(b, want) {
		t.Fatal(a, b)
	}
}
