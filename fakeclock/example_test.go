package fakeclock_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/sched"
)

func ExampleAdvance() {
	_ = func(t *testing.T) { // func TestDeadline(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
			defer cancel()
			fakeclock.Advance(59 * time.Minute)
			fakeclock.Wait()
			if ctx.Err() != nil {
				t.Error("too early")
			}
			fakeclock.Advance(time.Minute)
			fakeclock.Wait()
			if ctx.Err() != context.DeadlineExceeded {
				t.Error("too late")
			}
		})
	}
}

func ExampleAdvanceTo() {
	_ = func() { fakeclock.AdvanceTo(time.Date(2000, 2, 29, 0, 0, 0, 0, time.UTC)) }
}

func ExampleWaitForTimers() {
	_ = func(t *testing.T, retry func()) { // inside a body
		go retry()
		fakeclock.WaitForTimers(1) // it backs off
		for _, timer := range fakeclock.Timers() {
			t.Log(timer.At)
		}
		fakeclock.Advance(time.Second)
	}
}

func ExampleWait() {
	_ = func() { // inside a body
		fakeclock.Advance(time.Minute)
		fakeclock.Wait() // what that woke has gone on, and waits again
	}
}

func ExampleTimers() {
	fmt.Println(len(fakeclock.Timers())) // not under control
	// Output: 0
}

func ExampleFreeze() {
	_ = func() { // inside a body
		fakeclock.Freeze()
		defer fakeclock.Resume()
	}
}

func ExampleResume() {
	_ = func() { // inside a body
		fakeclock.Freeze()
		fakeclock.Resume()
	}
}

func ExampleNow() {
	fmt.Println(time.Since(fakeclock.Now()) < time.Hour)
	// Output: true
}

func ExampleUse() {
	_ = func() { fakeclock.Use(fakeclock.Racing) } // inside a body
}

func ExamplePolicy() {
	fmt.Println(fakeclock.Idle, fakeclock.Racing, fakeclock.Manual, fakeclock.Policy(7))
	// Output: idle racing manual Policy(7)
}
