// Package exits has correct programs that end goroutines in every way there is.
package exits

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestGoexitRunsDefers(t *testing.T) {
	var log []string
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { log = append(log, "first") }()
		defer func() {
			if r := recover(); r != nil {
				log = append(log, fmt.Sprint(r))
			}
			log = append(log, "second")
		}()
		func() {
			defer func() { log = append(log, "inner") }()
			runtime.Goexit()
		}()
		log = append(log, "not reached")
	}()
	<-done
	if want := []string{"inner", "second", "first"}; !slices.Equal(log, want) {
		t.Fatalf("%v, want %v", log, want)
	}
}

func TestGoexitInDeferAfterPanic(t *testing.T) {
	done := make(chan string, 1)
	go func() {
		defer func() { done <- "ended" }()
		defer runtime.Goexit() // a Goexit ends the panic
		panic("lost")
	}()
	if s := <-done; s != "ended" {
		t.Fatal(s)
	}
}

func TestPanicInDeferAfterGoexit(t *testing.T) {
	var log []string
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { log = append(log, fmt.Sprint("outer ", recover())) }()
		func() {
			defer func() { log = append(log, fmt.Sprint("inner ", recover())) }()
			defer func() { panic("while exiting") }()
			runtime.Goexit()
		}()
		log = append(log, "not reached: recover does not undo Goexit")
	}()
	<-done
	if want := []string{"inner while exiting", "outer <nil>"}; !slices.Equal(log, want) {
		t.Fatalf("%q, want %q", log, want)
	}
}

// A goroutine that exits lets go of what it holds by its defers.
func TestGoexitUnlocks(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for i := range 4 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			n++
			if i%2 == 0 {
				runtime.Goexit()
			}
			n++
		})
	}
	wg.Wait()
	if n != 6 {
		t.Fatal(n)
	}
}

func safely(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok {
				err = e
			} else {
				err = fmt.Errorf("%v", r)
			}
		}
	}()
	f()
	return nil
}

func TestRecoverRuntimeErrors(t *testing.T) {
	var m map[string]int
	var p *struct{ x int }
	var i any = "s"
	var a []int
	zero := 0
	closed := make(chan int)
	close(closed)
	var none chan int
	for want, f := range map[string]func(){
		"assignment to entry in nil map":    func() { m["a"] = 1 },
		"nil pointer dereference":           func() { p.x = 1 },
		"interface conversion":              func() { _ = i.(int) },
		"index out of range":                func() { _ = a[zero] },
		"integer divide by zero":            func() { _ = 1 / zero },
		"send on closed channel":            func() { closed <- 1 },
		"close of closed channel":           func() { close(closed) },
		"close of nil channel":              func() { close(none) },
		"slice bounds out of range":         func() { _ = a[1:zero] },
		"sync: negative WaitGroup":          func() { new(sync.WaitGroup).Done() },
		"makechan: size out of range":       func() { _ = make(chan int, zero-1) },
		"hash of unhashable type []int":     func() { _ = map[any]int{any(a): 1} },
		"panic called with nil argument":    func() { panic(nil) },
		"comparing uncomparable type []int": func() { x, y := any(a), any(a); _ = x == y },
	} {
		err := safely(f)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

var errFirst, errSecond = errors.New("first"), errors.New("second")

func TestNestedPanics(t *testing.T) {
	var seen []error
	err := safely(func() {
		defer func() {
			seen = append(seen, recover().(error))
			panic(errSecond)
		}()
		panic(errFirst)
	})
	if err != errSecond || !slices.Equal(seen, []error{errFirst}) {
		t.Fatal(err, seen)
	}
	// A panic in a defer replaces the one in progress.
	err = safely(func() {
		defer func() { panic(errSecond) }()
		panic(errFirst)
	})
	if err != errSecond {
		t.Fatal(err)
	}
	// recover in a function that a deferred function calls is too deep.
	err = safely(func() {
		defer func() {
			func() {
				if r := recover(); r != nil {
					t.Error("recovered too deep")
				}
			}()
		}()
		panic(errFirst)
	})
	if err != errFirst {
		t.Fatal(err)
	}
}

func TestRepanic(t *testing.T) {
	levels := 0
	var f func(n int)
	f = func(n int) {
		defer func() {
			if r := recover(); r != nil {
				levels++
				panic(r)
			}
		}()
		if n == 0 {
			panic(errFirst)
		}
		f(n - 1)
	}
	if err := safely(func() { f(10) }); err != errFirst || levels != 11 {
		t.Fatal(err, levels)
	}
}

// Panics in many goroutines at once, each recovered where it happens, with blocking
// operations inside of the deferred functions.
func TestRecoverInGoroutines(t *testing.T) {
	errs := make(chan error)
	var mu sync.Mutex
	deferred := 0
	for i := range 5 {
		go func() {
			defer func() {
				r := recover()
				mu.Lock()
				deferred++
				mu.Unlock()
				errs <- r.(error)
			}()
			runtime.Gosched()
			panic(fmt.Errorf("goroutine %d", i))
		}()
	}
	seen := map[string]bool{}
	for range 5 {
		seen[(<-errs).Error()] = true
	}
	if len(seen) != 5 || deferred != 5 {
		t.Fatal(seen, deferred)
	}
}

func TestPanicPassesBetweenGoroutines(t *testing.T) {
	result := func() (r any) {
		defer func() { r = recover() }()
		ch := make(chan any)
		go func() {
			defer func() { ch <- recover() }()
			panic(errFirst)
		}()
		if p := <-ch; p != nil {
			panic(p)
		}
		return nil
	}()
	if result != errFirst {
		t.Fatal(result)
	}
}

func TestDeferOrder(t *testing.T) {
	var order []int
	func() {
		for i := range 3 {
			defer func() { order = append(order, i) }()
		}
		defer func(v int) { order = append(order, v) }(len(order) + 10)
	}()
	if want := []int{10, 2, 1, 0}; !slices.Equal(order, want) {
		t.Fatalf("%v, want %v", order, want)
	}
	if got := func() (n int) { defer func() { n *= 2 }(); return 21 }(); got != 42 {
		t.Fatal(got)
	}
}

func skipHelper(t *testing.T) {
	t.Helper()
	t.Skip("by the helper")
}

func TestSkips(t *testing.T) {
	var cleaned []string
	for name, f := range map[string]func(t *testing.T){
		"Skip":    func(t *testing.T) { t.Skip("why") },
		"Skipf":   func(t *testing.T) { t.Skipf("%d", 1) },
		"SkipNow": func(t *testing.T) { t.SkipNow() },
		"Helper":  skipHelper,
		"Defer":   func(t *testing.T) { defer t.SkipNow() },
	} {
		ok := t.Run(name, func(t *testing.T) {
			t.Cleanup(func() {
				if !t.Skipped() || t.Failed() {
					t.Error("not skipped")
				}
				cleaned = append(cleaned, name)
			})
			f(t)
			if name != "Defer" {
				t.Error("went on")
			}
		})
		if !ok {
			t.Errorf("%s failed", name)
		}
	}
	if len(cleaned) != 5 {
		t.Fatal(cleaned)
	}
}

func TestSkipWithGoroutines(t *testing.T) {
	ch := make(chan int)
	go func() {
		for i := range 3 {
			ch <- i
		}
		close(ch)
	}()
	for range ch {
	}
	skipHelper(t)
}

// recorder is a testing.TB that notes failures.
type recorder struct {
	testing.TB
	failed bool
	log    []string
}

func (r *recorder) Fail()    { r.failed = true }
func (r *recorder) FailNow() { r.failed = true; runtime.Goexit() }
func (r *recorder) Errorf(f string, a ...any) {
	r.log = append(r.log, fmt.Sprintf(f, a...))
	r.Fail()
}
func (r *recorder) Fatalf(f string, a ...any) {
	r.log = append(r.log, fmt.Sprintf(f, a...))
	r.FailNow()
}

func TestFailNowInFake(t *testing.T) {
	r := &recorder{TB: t}
	var wg sync.WaitGroup
	reached := false
	wg.Go(func() {
		r.Errorf("one")
		r.Fatalf("two %d", 2)
		reached = true
	})
	wg.Wait()
	if !r.failed || reached || !slices.Equal(r.log, []string{"one", "two 2"}) {
		t.Fatal(r.failed, reached, r.log)
	}
}

// Tests within the test, which may fail as they like.
func TestFailNowInside(t *testing.T) {
	old := os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout = null
	defer func() { os.Stdout = old; null.Close() }()
	var log []string
	note := func(s string) { log = append(log, s) }
	ok := testing.RunTests(func(pat, str string) (bool, error) { return true, nil }, []testing.InternalTest{
		{Name: "FailNow", F: func(t *testing.T) {
			log = nil // -count holds for the tests within, too
			t.Cleanup(func() { note(fmt.Sprint("cleanup ", t.Failed())) })
			defer note("deferred")
			func() { t.FailNow() }()
			note("not reached")
		}},
		{Name: "Fatal in a subtest", F: func(t *testing.T) {
			if t.Run("sub", func(t *testing.T) { t.Fatal("why") }) {
				note("Run said ok")
			}
			note(fmt.Sprint("parent goes on, failed: ", t.Failed()))
		}},
		{Name: "Error", F: func(t *testing.T) { t.Error("x"); note("error goes on") }},
		{Name: "Skip", F: func(t *testing.T) { t.Skip(); note("not reached") }},
	})
	want := []string{"deferred", "cleanup true", "parent goes on, failed: true", "error goes on"}
	if ok || !slices.Equal(log, want) {
		t.Fatalf("ok %t, log %q", ok, log)
	}
}

func TestLogAfterOtherGoroutineExits(t *testing.T) {
	done := make(chan bool)
	go func() {
		defer close(done)
		t.Log("from a goroutine")
		runtime.Goexit()
	}()
	<-done
	if t.Failed() {
		t.Fatal("failed")
	}
}
