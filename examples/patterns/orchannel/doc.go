// Package orchannel waits for the first of any number of channels.
//
// A select has its cases written down. For a number of channels that is known only when
// the program runs, a goroutine for each waits, and the first to hear something tells
// the others.
//
// # Guarantee
//
// The channel that [Or] returns is closed when one of the channels is, and not before.
// All goroutines end then. As long as none is closed, they wait.
//
// # What goes wrong
//
//   - The version usually shown calls itself with append(channels[3:], done). If the
//     slice has room behind its end, append writes there, into an array that belongs to
//     the caller. Here that is the sixth channel: whoever waits for it now waits for
//     something else.
//   - The goroutines wait for their channels only. One is closed, and the others stay
//     for the lifetime of theirs.
//
// # What chaosrun shows
//
// A test with fresh slices finds nothing. With two calls that share an array, the sixth
// channel is closed, and nobody hears it; with -race, a race:
//
//	--- FAIL: TestWrongAppending
//	    deadlock: nothing can run any more: all 6 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 12 steps
//
//	    g1 waits in chan receive on chan#3, and nothing can ever wake it
//	        at examples/patterns/orchannel/orchannel_test.go:39 in orchannel.sharedSlice
//
//	    g2 waits in select on chan#4, chan#5, chan#6, chan#7, and nothing can ever wake it
//	        at examples/patterns/orchannel/wrong.go:25 in orchannel.orAppending.func1
//
//	    g3 waits in select on chan#4, chan#5, chan#6, chan#8, and nothing can ever wake it
//	        at examples/patterns/orchannel/wrong.go:25 in orchannel.orAppending.func1
//
//	    g4 waits in select on chan#9, chan#10, chan#11, chan#7, and nothing can ever wake it
//	        at examples/patterns/orchannel/wrong.go:25 in orchannel.orAppending.func1
//
//	    g5 waits in select on chan#9, chan#10, chan#11, chan#12, and nothing can ever wake it
//	        at examples/patterns/orchannel/wrong.go:25 in orchannel.orAppending.func1
//
//	    g6 waits in select on chan#7, chan#8, and nothing can ever wake it
//	        at examples/patterns/orchannel/wrong.go:20 in orchannel.orAppending.func1
package orchannel
