package inject_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

// What may go wrong is an option of the test.
func ExamplePlan() {
	_ = func(t *testing.T) { // func TestCommit(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			// the test, in whose code there are failpoint.Inject("commit", ...)
		}, sched.Faults(
			inject.Plan{Point: "db/commit", Do: inject.Error("disk full"), Max: 2, Percent: 10},
			inject.Plan{Point: "db/load", Do: inject.Sleep(time.Second)},
		))
	}
}

// A plan has a text form, for the command line.
func ExamplePlan_String() {
	fmt.Println(inject.Plan{Point: "db/commit", Do: inject.Error("disk full"), Max: 2, Percent: 0.1, After: 3})
	// Output: db/commit=error("disk full")#2%0.1>3
}

func ExampleParse() {
	plans, err := inject.Parse(`db/load=sleep(50ms)#1; db/commit=pause`)
	fmt.Println(plans, err)
	_, err = inject.Parse("db/load=error")
	fmt.Println(err)
	// Output:
	// [db/load=sleep(50ms)#1 db/commit=pause] <nil>
	// the fault "db/load=error" makes no sense: error wants a text in quotes
}

func ExampleFire() {
	fmt.Println(inject.Plan{Point: "db/load", Do: inject.Fire()})
	// Output: db/load=return
}

func ExampleReturn() {
	fmt.Println(inject.Plan{Point: "db/load", Do: inject.Return(7)})
	// Output: db/load=return(7)
}

func ExampleError() {
	fmt.Println(inject.Plan{Point: "db/load", Do: inject.Error("gone")})
	// Output: db/load=error("gone")
}

func ExampleSleep() {
	fmt.Println(inject.Plan{Point: "db/load", Do: inject.Sleep(2 * time.Second)})
	// Output: db/load=sleep(2s)
}

func ExamplePanic() {
	fmt.Println(inject.Plan{Point: "db/load", Do: inject.Panic("gone")})
	// Output: db/load=panic("gone")
}

func ExampleGoexit() {
	fmt.Println(inject.Plan{Point: "db/load", Do: inject.Goexit()})
	// Output: db/load=goexit
}

// A part of the system hangs until it is healed.
func ExamplePause() {
	_ = func(t *testing.T) { // func TestHangs(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			// ... a request that must time out ...
			inject.Heal("db/load")
			// ... a request that must be answered ...
		}, sched.Faults(inject.Plan{Point: "db/load", Do: inject.Pause()}))
	}
}

// Outside control there is nothing to heal.
func ExampleHeal() {
	inject.Heal("db/load")
}

func ExampleHealAll() {
	inject.HealAll()
}

func ExampleSleepBetween() {
	fmt.Println(inject.Plan{Point: inject.NetWrite, Do: inject.SleepBetween(0, 50*time.Millisecond)})
	// Output: net/write=sleep(0s..50ms)
}

// Actions are values: a test can have a table of them.
func ExampleAction() {
	for _, do := range []inject.Action{inject.Error("disk full"), inject.Pause(), inject.Goexit()} {
		fmt.Println(inject.Plan{Point: "db/commit", Do: do, Max: 1})
	}
	// Output:
	// db/commit=error("disk full")#1
	// db/commit=pause#1
	// db/commit=goexit#1
}
