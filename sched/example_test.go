package sched_test

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

// A test is an ordinary one with its body wrapped.
func ExampleTest() {
	_ = func(t *testing.T) { // func TestCounter(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			var n atomic.Int32
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() { n.Add(1) })
			}
			wg.Wait()
			if n.Load() != 2 {
				t.Errorf("n is %d", n.Load())
			}
		}, sched.Schedules(5000), sched.Using(sched.PCT(3)))
	}
}

// Explore is for tests that judge the result themselves.
func ExampleExplore() {
	_ = func(t *testing.T) { // func TestDeadlocks(t *testing.T)
		res := sched.Explore(t, func(t *testing.T) {
			var a, b sync.Mutex
			n := 0
			go func() { a.Lock(); b.Lock(); n++; b.Unlock(); a.Unlock() }()
			b.Lock()
			a.Lock()
			n++
		})
		if res.Kind != sched.Deadlock {
			t.Errorf("found %q in %d runs", res.Kind, res.Runs)
		}
	}
}

// Outside control the first option is chosen.
func ExampleChoose() {
	fmt.Println(sched.Choose(10))
	// Output: 0
}

func ExampleChooseOf() {
	fmt.Println(sched.ChooseOf("read", "write"))
	// Output: read
}

func ExampleYield() {
	n := 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			x := n
			sched.Yield() // under control the other goroutine may go on here
			n = x + 1
		})
		wg.Wait()
	}
	fmt.Println(n)
	// Output: 2
}

func ExampleStep() {
	sched.Step("the cache is warm") // shows in reports
}

func ExampleGoroutineID() {
	fmt.Println(sched.GoroutineID()) // not under control
	// Output: -1
}

func ExampleControlled() {
	fmt.Println(sched.Controlled())
	// Output: false
}

func ExampleAlways() {
	queue := make(chan int, 3)
	sched.Always(len(queue) <= 3, "the queue is bounded", "len", len(queue))
}

func ExampleSometimes() {
	queue := make(chan int, 3)
	sched.Sometimes(len(queue) == 3, "the queue is full")
}

func ExampleReachable() {
	if err := error(nil); err != nil {
		sched.Reachable("the retry path")
	}
}

func ExampleUnreachable() {
	switch sched.ChooseOf("a", "b") {
	case "a", "b":
	default:
		sched.Unreachable("an option that was not given")
	}
}

func ExampleJudgeLeaks() {
	before := runtime.NumGoroutine()
	_ = sched.JudgeLeaks(func() error {
		if n := runtime.NumGoroutine() - before; n > 0 {
			return fmt.Errorf("%d goroutines are left", n)
		}
		return nil
	})
}

func ExampleExpect() {
	_ = func(t *testing.T) { // func TestStuck(t *testing.T)
		sched.Test(t, func(t *testing.T) { <-make(chan int) }, sched.Expect(sched.Deadlock))
	}
}

func ExampleSchedules() { _ = sched.Schedules(5000) }
func ExampleDuration()  { _ = sched.Duration(time.Minute) }
func ExampleSeed()      { _ = sched.Seed(7) }
func ExampleMaxSteps()  { _ = sched.MaxSteps(100_000) }
func ExampleShrink()    { _ = sched.Shrink(time.Minute) }
func ExampleIsolate()   { _ = sched.Isolate() }
func ExampleArtifacts() { _ = sched.Artifacts("testdata/found") }
func ExampleClock()     { _ = sched.Clock(fakeclock.Racing) }
func ExampleUsing()     { _ = sched.Using(sched.DPOR()) }

func ExampleStrategy() {
	for _, s := range []sched.Strategy{
		{}, sched.Auto(), sched.Random(), sched.PCT(0), sched.PCT(3), sched.POS(), sched.SURW(),
		sched.DFS(), sched.DPOR(), sched.Preemptions(2), sched.Delays(1), sched.RoundRobin(),
	} {
		fmt.Print(s, " ")
	}
	// Output: auto auto random pct pct:3 pos surw dfs dpor preempt:2 delay:1 roundrobin
}

// Failpoints of the code under test fail as planned.
func ExampleFaults() {
	_ = func(t *testing.T) { // func TestCommit(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			// code with failpoint.Inject("commit", ...)
		}, sched.Faults(inject.Plan{Point: "db/commit", Do: inject.Error("disk full"), Max: 1}))
	}
}

// Every fault that can happen happens in a run of its own.
func ExampleEachFault() {
	_ = func(t *testing.T) { // func TestImport(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			// what must go well, or fail as a whole
		}, sched.Using(sched.EachFault()), sched.Faults(inject.Plan{Point: "db/commit", Do: inject.Error("disk full")}))
	}
}

func ExampleResult() {
	_ = func(t *testing.T, body func(*testing.T)) { // func TestIsFound(t *testing.T)
		res := sched.Explore(t, body, sched.Schedules(500))
		if res.Found && res.Kind == sched.Deadlock {
			t.Log("after", res.Runs, "runs of", res.Distinct, "kinds:", res.Recording)
		}
	}
}

// Options that tests have in common.
func ExampleOption() {
	common := []sched.Option{sched.Schedules(200), sched.Using(sched.PCT(3))}
	_ = func(t *testing.T, body func(*testing.T)) { sched.Test(t, body, common...) }
}

func ExampleKind() {
	fmt.Println(sched.Deadlock, sched.Leak, sched.Race)
	// Output: deadlock leak race
}
