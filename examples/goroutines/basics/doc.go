// Package basics starts work with the go statement and waits for its end.
//
// The go statement does not wait, does not say when the function has begun and does not
// say when it has ended. Whoever needs to know must be told by the goroutine itself, and
// a WaitGroup is the plainest way to be told.
//
// # Guarantee
//
// [Start] returns before the work is done, wait returns after it, in every schedule.
//
// # What goes wrong
//
//   - Nobody waits. When main returns, the program ends, and the work with it; in a
//     test, the result is looked at before it is there.
//   - Sleeping instead of waiting. A second is long enough until the work takes a
//     second, on a slow machine or over a slow network; and it is a second too long on
//     all the other days.
//
// # What chaosrun shows
//
// Time is virtual, so that the sleep and the work, of one second each, end at the same
// moment, and which of the two goes on first is part of the schedule:
//
//	assert: the test failed
//	TestWrongSleep, run 1 of seed 1 (auto), 46 steps
//
//	virtual_test.go:19: after wait: the work is not done
//
//	 step  g1 (the test)             g2
//	    5  starts
//	    6  go ──▶ g2                                           wrong.go:18            go f()
//	    7  waits: sleep                                        wrong.go:20            return func() { time.Sleep(time.Second) }
//	    9                            starts ◀── 6              wrong.go:18            go f()
//	   10                            waits: sleep              virtual_test.go:15     time.Sleep(time.Second)
//	   11  ── the clock advances to 1s ──
//	   13  goes on: its timer
//	   14  atomic.Load atomic#2                                virtual_test.go:18     if !ran.Load() {
//	   55  ends
//	   57                            goes on: its timer
//	   58                            atomic.Store atomic#2     virtual_test.go:16     ran.Store(true)
//	   59                            ends
package basics
