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
	fmt.Println(fakeclock.Idle, fakeclock.Racing, fakeclock.Manual, fakeclock.Jitter(time.Second))
	// Output: idle racing manual jitter:1s
}

// Code that orders things by their timers is fast enough until one of them is late.
func ExampleJitter() {
	fmt.Println(fakeclock.Jitter(10 * time.Millisecond))
	_ = func(t *testing.T, body func(t *testing.T)) { // func TestHeartbeat(t *testing.T)
		sched.Test(t, body, sched.Clock(fakeclock.Jitter(10*time.Millisecond)))
	}
	// Output: jitter:10ms
}

// A time server sets the clock back: what was measured with it is wrong, and what was measured
// with time.Since is not.
func ExampleJump() {
	_ = func(t *testing.T) { // inside a body
		start := time.Now()
		fakeclock.Jump(-time.Hour)
		t.Log(time.Now().Unix()-start.Unix(), time.Since(start)) // -3600 0s
	}
}

func ExampleSkew() {
	_ = func() { // inside a body
		fakeclock.Skew(200) // fast by 17 seconds a day
		defer fakeclock.Skew(0)
	}
}

// Who waits for the clock, and where.
func ExampleTimer() {
	_ = func(t *testing.T) { // inside a body
		for _, timer := range fakeclock.Timers() {
			for _, call := range timer.Stack {
				t.Log("goroutine", timer.Owner, "in", timer.In, call.File, call.Line)
			}
		}
	}
}
