// Package defaultcase tells another goroutine about changes without waiting for it.
//
// A select with a default does not block: what cannot be done now is not done. For a
// send that means that the message is dropped, and the question is who needed it.
//
// # Guarantee
//
// [Notifier.Notify] never blocks. After it, Changed receives at least once: no change is
// overlooked, though several may be told as one.
//
// # What goes wrong
//
// The channel has no buffer. The send succeeds only if the receiver waits just then. It
// has looked, seen nothing new and is on its way to wait when the change comes; the
// change is dropped, and it waits.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongForgetful
//	    deadlock: nothing can run any more: the test's only goroutine waits
//	    found in run 8 of seed 1 (random), 12 steps
//
//	    g1 waits in chan receive on chan#3, and nothing can ever wake it
//	        at examples/channels/defaultcase/defaultcase_test.go:26 in defaultcase.lastIsSeen
//	        chan#3 was last used by g2: try-send at examples/channels/defaultcase/wrong.go:13 in defaultcase.forgetful.Notify; it has ended
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	                            atomic.Add atomic#2     examples/channels/defaultcase/defaultcase_test.go:21
//	                            try-send chan#3         examples/channels/defaultcase/wrong.go:13
//	                            atomic.Add atomic#2     examples/channels/defaultcase/defaultcase_test.go:21
//	    atomic.Load atomic#2                            examples/channels/defaultcase/defaultcase_test.go:25
//	                            try-send chan#3         examples/channels/defaultcase/wrong.go:13
//	    recv chan#3                                     examples/channels/defaultcase/defaultcase_test.go:26
//	                            atomic.Add atomic#2     examples/channels/defaultcase/defaultcase_test.go:21
//	                            try-send chan#3         examples/channels/defaultcase/wrong.go:13
//	                            ends
//	    waits for chan#3                                examples/channels/defaultcase/defaultcase_test.go:26
package defaultcase
