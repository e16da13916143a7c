// Package reflects has correct programs that use channels by reflection.
package reflects

import (
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"
)

func recvCase(ch any) reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(ch)}
}

func TestSelectDefault(t *testing.T) {
	ch := make(chan int, 1)
	cases := []reflect.SelectCase{recvCase(ch), {Dir: reflect.SelectDefault}}
	if i, v, ok := reflect.Select(cases); i != 1 || v.IsValid() || ok {
		t.Fatalf("empty channel: case %d, %v, %t", i, v, ok)
	}
	ch <- 7
	if i, v, ok := reflect.Select(cases); i != 0 || v.Int() != 7 || !ok {
		t.Fatalf("full channel: case %d, %v, %t", i, v, ok)
	}
	close(ch)
	if i, v, ok := reflect.Select(cases); i != 0 || v.Int() != 0 || ok {
		t.Fatalf("closed channel: case %d, %v, %t", i, v, ok)
	}
}

func TestSelectOnlyDefault(t *testing.T) {
	if i, _, _ := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectDefault}}); i != 0 {
		t.Fatal(i)
	}
}

func TestSelectBlocks(t *testing.T) {
	a, b := make(chan int), make(chan string)
	go func() { a <- 1 }()
	go func() { b <- "x" }()
	cases := []reflect.SelectCase{recvCase(a), recvCase(b)}
	seen := [2]bool{}
	for range 2 {
		i, v, ok := reflect.Select(cases)
		if !ok || seen[i] {
			t.Fatalf("case %d: ok %t, seen before %t", i, ok, seen[i])
		}
		seen[i] = true
		if i == 0 && v.Int() != 1 || i == 1 && v.String() != "x" {
			t.Fatalf("case %d: %v", i, v)
		}
	}
}

func TestSelectSend(t *testing.T) {
	a, b := make(chan int), make(chan int, 1)
	got := make(chan int)
	go func() { got <- <-a }()
	cases := []reflect.SelectCase{
		{Dir: reflect.SelectSend, Chan: reflect.ValueOf(a), Send: reflect.ValueOf(1)},
		{Dir: reflect.SelectSend, Chan: reflect.ValueOf(b), Send: reflect.ValueOf(2)},
	}
	first, _, _ := reflect.Select(cases)
	if first == 1 {
		// b is full now: only a is left.
		if i, _, _ := reflect.Select(cases); i != 0 {
			t.Fatal("sent twice on a full channel")
		}
	} else {
		if i, _, _ := reflect.Select(cases); i != 1 {
			t.Fatal("sent to a receiver that is gone")
		}
	}
	if v := <-got; v != 1 {
		t.Fatal(v)
	}
	if v := <-b; v != 2 {
		t.Fatal(v)
	}
}

func TestSelectNilAndZeroCases(t *testing.T) {
	var none chan int
	ch := make(chan int, 1)
	ch <- 3
	i, v, ok := reflect.Select([]reflect.SelectCase{recvCase(none), {Dir: reflect.SelectRecv}, recvCase(ch), {Dir: reflect.SelectSend}})
	if i != 2 || v.Int() != 3 || !ok {
		t.Fatal(i, v, ok)
	}
}

// mergeN receives from any number of channels until all are closed.
func mergeN(chs ...chan int) (sum, n int) {
	var cases []reflect.SelectCase
	for _, ch := range chs {
		cases = append(cases, recvCase(ch))
	}
	for len(cases) > 0 {
		i, v, ok := reflect.Select(cases)
		if !ok {
			cases = append(cases[:i], cases[i+1:]...)
			continue
		}
		sum += int(v.Int())
		n++
	}
	return
}

func TestMerge(t *testing.T) {
	var chs []chan int
	for i := range 5 {
		ch := make(chan int, i%2)
		chs = append(chs, ch)
		go func() {
			defer close(ch)
			for j := range 3 {
				ch <- i*10 + j
			}
		}()
	}
	if sum, n := mergeN(chs...); n != 15 || sum != 3*100+5*3 {
		t.Fatalf("sum %d of %d", sum, n)
	}
}

func TestSelectWithTimer(t *testing.T) {
	ch := make(chan int)
	i, v, ok := reflect.Select([]reflect.SelectCase{recvCase(ch), recvCase(time.After(time.Millisecond))})
	if i != 1 || !ok || v.Type() != reflect.TypeFor[time.Time]() {
		t.Fatal(i, v, ok)
	}
}

func TestManyCases(t *testing.T) {
	const n = 200
	chs := make([]chan int, n)
	cases := make([]reflect.SelectCase, n)
	for i := range n {
		chs[i] = make(chan int)
		cases[i] = recvCase(chs[i])
	}
	go func() { chs[137] <- 42 }()
	if i, v, ok := reflect.Select(cases); i != 137 || v.Int() != 42 || !ok {
		t.Fatal(i, v, ok)
	}
}

func TestChanOps(t *testing.T) {
	ch := reflect.MakeChan(reflect.TypeFor[chan string](), 2)
	if ch.Cap() != 2 || ch.Len() != 0 {
		t.Fatal(ch.Cap(), ch.Len())
	}
	ch.Send(reflect.ValueOf("a"))
	if !ch.TrySend(reflect.ValueOf("b")) || ch.TrySend(reflect.ValueOf("c")) {
		t.Fatal("TrySend")
	}
	if ch.Len() != 2 {
		t.Fatal(ch.Len())
	}
	if v, ok := ch.Recv(); v.String() != "a" || !ok {
		t.Fatal(v, ok)
	}
	if v, ok := ch.TryRecv(); v.String() != "b" || !ok {
		t.Fatal(v, ok)
	}
	if v, ok := ch.TryRecv(); v.IsValid() || ok {
		t.Fatal(v, ok)
	}
	ch.Close()
	if v, ok := ch.Recv(); v.String() != "" || ok {
		t.Fatal(v, ok)
	}
	if v, ok := ch.TryRecv(); !v.IsValid() || ok {
		t.Fatal(v, ok)
	}
}

func TestChanOpsBlock(t *testing.T) {
	ch := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, reflect.TypeFor[int]()), 0)
	go func() {
		for i := range 10 {
			ch.Send(reflect.ValueOf(i))
		}
		ch.Close()
	}()
	n := 0
	for v := range ch.Seq() {
		if int(v.Int()) != n {
			t.Fatalf("%v at %d", v, n)
		}
		n++
	}
	if n != 10 {
		t.Fatal(n)
	}
}

func TestMakeFuncAcrossGoroutines(t *testing.T) {
	var mu sync.Mutex
	calls := 0
	var f func(int) int
	fn := reflect.MakeFunc(reflect.TypeOf(f), func(args []reflect.Value) []reflect.Value {
		mu.Lock()
		defer mu.Unlock()
		calls++
		runtime.Gosched()
		return []reflect.Value{reflect.ValueOf(int(args[0].Int()) + 1)}
	})
	f = fn.Interface().(func(int) int)
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			if got := f(i); got != i+1 {
				t.Errorf("f(%d) = %d", i, got)
			}
			if got := fn.Call([]reflect.Value{reflect.ValueOf(i)})[0].Int(); got != int64(i+1) {
				t.Errorf("Call(%d) = %d", i, got)
			}
		})
	}
	wg.Wait()
	if calls != 10 {
		t.Fatal(calls)
	}
}
