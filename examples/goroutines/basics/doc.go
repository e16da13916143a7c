// Package basics starts work with the go statement and waits for its end.
//
// The go statement does not wait, and reports neither when the function begins nor when
// it ends. The goroutine itself has to report its end; the simplest way is a WaitGroup.
//
// # Guarantee
//
// [Start] returns before the work is done, and wait returns after it, in every
// schedule.
//
// # What goes wrong
//
//   - Nobody waits. When main returns the program ends, whether the work is done or
//     not; in a test, the result is read before the work is done.
//   - The caller sleeps instead of waiting. On a slow machine or over a slow network
//     the work takes longer than the sleep, and the result is read too early. The
//     correct version waits for a WaitGroup.
//
// # What chaosrun shows
//
// Time is virtual, so the sleep and the work, of one second each, end at the same
// moment. Which of the two goroutines runs first is part of the schedule:
//
//	test failed: virtual_test.go:19: after wait: the work is not done
//	TestWrongSleep, run 1 (roundrobin)
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g1 does “if !ran.Load() {” (virtual_test.go:18)
//	  - g2 does “ran.Store(true)” (virtual_test.go:16), which comes after the
//	    failure
//
//	virtual_test.go:19: after wait: the work is not done
//
//	 step  g1 (the test)                   g2
//	    5  starts
//	    6  go ──▶ g2                                                       wrong.go:18            go f()
//	    7  blocks in sleep                                                 wrong.go:20            return func() { time.Sleep(time.Second) }
//	    9                                  starts ◀── 6                    wrong.go:18            go f()
//	   10                                  blocks in sleep                 virtual_test.go:15     time.Sleep(time.Second)
//	   12  ── the clock advances to 1.00005… ──
//	   14  resumes: its timer
//	   15  ran.Load(): reads false                                         virtual_test.go:18     if !ran.Load() {
//	   16  in testing.(*common).Error                                      virtual_test.go:19     t.Error("after wait: the work is not done")
package basics
