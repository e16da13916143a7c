// Package direction gives a channel to a producer and a consumer, each with the
// direction that it needs.
//
// A parameter of type chan<- T can only be sent to and closed, one of type <-chan T only
// received from. The compiler then keeps the consumer from sending and from closing. It
// does not make the producer close.
//
// # Guarantee
//
// Producer and consumer both end, also if the source fails.
//
// # What goes wrong
//
// The producer closes the channel in its last line, and returns before that line when
// its source fails. The consumer ranges over the channel and blocks forever. The
// correct version defers the close.
//
// # What chaosrun shows
//
// With a source that ends without an error the test passes. With one that fails, the
// first run fails: g2, which should have closed the channel, has ended.
//
//	deadlock: the last goroutine of the test is blocked: g1 at “for v := range in {”
//	    (direction.go:30)
//	TestWrongClosesLast, run 1 (roundrobin)
//
//	 step  g1 (the test)           g2
//	    5  starts
//	    6  go ──▶ g2                                       direction_test.go:29   go func() { failed <- produce(ch, upTo(3, end)) }()
//	    8  <-in: blocks                                    direction.go:30        for v := range in {
//	   10                          starts ◀── 6            direction_test.go:29   go func() { failed <- produce(ch, upTo(3, end)) }()
//	   11                          in <- 1 ──▶ g1          wrong.go:20            out <- v
//	   13                          in <- …: blocks         wrong.go:20            out <- v
//	   15  resumes: gets 1 ◀── 11
//	   16  <-in: gets 2 ──▶ g2                             direction.go:30        for v := range in {
//	   18  <-in: blocks                                    direction.go:30        for v := range in {
//	   20                          resumes ◀── 16
//	   21                          in <- 3 ──▶ g1          wrong.go:20            out <- v
//	   23                          ends
//	   25  resumes: gets 3 ◀── 21
//	   27  <-in: blocks                                    direction.go:30        for v := range in {
package direction
