// Package ranging sends a sequence of values over a channel and ends it.
//
// A range over a channel ends only when the channel is closed and empty. Somebody has
// to close it, once, after the last send of the last sender.
//
// # Guarantee
//
// A range over what [Generate] returns sees every value and ends, for any number of
// workers.
//
// # What goes wrong
//
//   - Nobody closes the channel. All values arrive, and then the reader blocks forever.
//   - Each worker closes the channel when it is done. With one worker that is correct.
//     With two, the other worker sends on the closed channel, or closes it again, and
//     panics. The correct version closes the channel once, after all workers have
//     ended.
//
// # What chaosrun shows
//
//	deadlock: the last goroutine of the test is blocked: g1 at “for v := range
//	    generate(workers, 4, func(i …” (ranging_test.go:14)
//	TestWrongOpen, run 1 (roundrobin)
//
//	 step  g1 (the test)            g2                       g3
//	    6  go ──▶ g2                                                                  wrong.go:12            go func() {
//	    7  go ──▶ g3                                                                  wrong.go:12            go func() {
//	    9  <-out: blocks                                                              ranging_test.go:14     for v := range generate(workers, 4, func(i int) int { retur…
//	   11                           starts ◀── 6                                      wrong.go:12            go func() {
//	   12                           next.Add(): 0 → 1                                 wrong.go:13            for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) …
//	   13                           out <- 0 ──▶ g1                                   wrong.go:14            out <- f(i)
//	   14                           next.Add(): 1 → 2                                 wrong.go:13            for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) …
//	   16                           out <- …: blocks                                  wrong.go:14            out <- f(i)
//	   18                                                    starts ◀── 7             wrong.go:12            go func() {
//	   19                                                    next.Add(): 2 → 3        wrong.go:13            for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) …
//	   21                                                    out <- …: blocks         wrong.go:14            out <- f(i)
//	   24  <-out: gets 10 ──▶ g2                                                      ranging_test.go:14     for v := range generate(workers, 4, func(i int) int { retur…
//	   25  <-out: gets 20 ──▶ g3                                                      ranging_test.go:14     for v := range generate(workers, 4, func(i int) int { retur…
//	   27  <-out: blocks                                                              ranging_test.go:14     for v := range generate(workers, 4, func(i int) int { retur…
//	   30                           next.Add(): 3 → 4                                 wrong.go:13            for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) …
//	   31                           out <- 30 ──▶ g1                                  wrong.go:14            out <- f(i)
//	   32                           next.Add(): 4 → 5                                 wrong.go:13            for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) …
//	   36                                                    next.Add(): was 5        wrong.go:13            for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) …
//	   41  <-out: blocks                                                              ranging_test.go:14     for v := range generate(workers, 4, func(i int) int { retur…
package ranging
