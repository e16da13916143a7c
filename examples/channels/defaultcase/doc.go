// Package defaultcase tells another goroutine about changes without waiting for it.
//
// A select with a default does not block. If its send is not possible at once, the
// message is dropped.
//
// # Guarantee
//
// [Notifier.Notify] never blocks. After a call, Changed receives at least once: no
// change is missed, though several changes may be reported as one.
//
// # What goes wrong
//
// The channel has no buffer, so the send of Notify succeeds only if the receiver is
// already blocked in its receive. If the change comes after the receiver has looked and
// before it blocks, the select takes its default, the change is lost, and the receiver
// blocks forever. The correct version has a buffer of one: the message waits there
// until the receiver comes.
//
// # What chaosrun shows
//
//	deadlock: the last goroutine of the test is blocked: g1 at “<-n.Changed()”
//	    (defaultcase_test.go:26)
//	TestWrongForgetful, run 14 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g1 is preempted before “<-n.Changed()” (defaultcase_test.go:26); g2 runs
//	    until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g2 does “case n.changed <- struct{}{}:” (wrong.go:13)
//	  - g1 does “<-n.Changed()” (defaultcase_test.go:26)
//
//	 step  g1 (the test)                       g2
//	    5  starts
//	    6  go ──▶ g2                                                               defaultcase_test.go:19 go func() {
//	    7  value.Load(): reads 0                                                   defaultcase_test.go:25 for value.Load() < last {
//	    8                                      starts ◀── 6                        defaultcase_test.go:19 go func() {
//	    9                                      value.Add(): 0 → 1                  defaultcase_test.go:21 value.Add(1)
//	   10                                      n.changed <- …: not ready: default  wrong.go:13            case n.changed <- struct{}{}:
//	   11                                      value.Add(): 1 → 2                  defaultcase_test.go:21 value.Add(1)
//	   12                                      n.changed <- …: not ready: default  wrong.go:13            case n.changed <- struct{}{}:
//	   13                                      value.Add(): was 2                  defaultcase_test.go:21 value.Add(1)
//	   14                                      n.changed <- …: not ready: default  wrong.go:13            case n.changed <- struct{}{}:
//	   15                                      ends
//	   18  <-n.changed: blocks                                                     defaultcase_test.go:26 <-n.Changed()
package defaultcase
