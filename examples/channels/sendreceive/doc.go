// Package sendreceive has two goroutines swap values over channels without buffers.
//
// Such a send blocks until somebody receives, and such a receive until somebody sends.
// The two sides have to agree on who sends first.
//
// # Guarantee
//
// When both sides call [Exchange], each gets the other's value. If one side has closed
// its channel instead, ok is false on the other side.
//
// # What goes wrong
//
//   - Both sides send first. Without a buffer neither send can complete before the
//     other side receives, so both block forever. With a buffer of one it works, which
//     is how it is often tested. In the correct version each side sends and receives in
//     one select.
//   - The receive ignores ok. A closed channel yields zeros without end; the receiver
//     takes each for a value, and its answer is sent to nobody. The correct version
//     checks ok.
//
// # What chaosrun shows
//
//	deadlock: both goroutines of the test are blocked, among them g1 at “out <-
//	    mine” (wrong.go:8)
//	TestWrongSendFirst, run 1 (roundrobin)
//
//	 step  g1 (the test)       g2
//	    5  starts
//	    6  go ──▶ g2                               sendreceive_test.go:13 go func() {
//	    8  out#2 <- …: blocks                      wrong.go:8             out <- mine
//	   10                      starts ◀── 6        sendreceive_test.go:13 go func() {
//	   12                      out#3 <- …: blocks  wrong.go:8             out <- mine
package sendreceive
