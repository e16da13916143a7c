// Package sendreceive has two goroutines swap values over channels without buffers.
//
// Such a send waits until somebody receives, and such a receive until somebody sends.
// That is communication and synchronization in one, and it needs the two sides to agree
// on who does what first.
//
// # Guarantee
//
// When both sides call [Exchange], each gets the other's value. When one has closed its
// channel instead, the other is told so by ok, and not by a zero that might be a value.
//
// # What goes wrong
//
//   - Both send first. Nobody receives, and both wait. With a buffer of one it works,
//     which is why it is often tested that way.
//   - ok is not asked. A closed channel gives zeros without end; they are taken for
//     values, and answered, to nobody.
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
