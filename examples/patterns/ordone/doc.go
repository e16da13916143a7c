// Package ordone makes a range over a channel end when a context does.
//
// A loop that reads a channel and listens to a context needs a select in it. This is that
// select, written once, so that the loop can be a plain range again.
//
// # Guarantee
//
// The values arrive in order, none twice, until the channel is closed or ctx is done.
// Then the range ends and no goroutine is left, whether or not somebody reads.
//
// # What goes wrong
//
// The goroutine blocks at two places: when it waits for a value, and when it waits for
// a reader. It must listen to ctx at both.
//
//   - It listens to ctx only while it waits for a value. If the reader leaves, the
//     goroutine blocks in its send forever.
//   - It listens to ctx only while it waits for a reader. If the sender neither sends
//     nor closes, a cancel has no effect and the range never ends.
//
// # What chaosrun shows
//
//	leak: the test has returned, and 1 goroutine is blocked forever: g3 at “out <-
//	    v” (wrong.go:18)
//	TestWrongOuter, run 1 (roundrobin)
//
//	the choice that leads to it:
//	  - g1 is preempted in context.WithCancel.func1 (ordone_test.go:62); g2
//	    runs, and then g3 until it blocks at “out <- v” (wrong.go:18)
//
//	    5  g1    starts
//	   17        go ──▶ g2                                  ordone_test.go:15      go func() {
//	   18        go ──▶ g3                                  wrong.go:10            go func() {
//	   20        <-out: blocks                              ordone_test.go:59      for range orDone(ctx, source(ctx, 4, true)) {
//	   22  g2    starts ◀── 17 ──▶ g1                       ordone_test.go:15      go func() {
//	   29        blocks in select                           ordone_test.go:17      select {
//	   31  g3    starts ◀── 18 ──▶ g2                       wrong.go:10            go func() {
//	   34        takes case v, ok := <…: gets 0             wrong.go:13            select {
//	   35        out <- 0 ──▶ g1                            wrong.go:18            out <- v
//	   38        blocks in select                           wrong.go:13            select {
//	   40  g1    resumes: gets 0 ◀── 35
//	   41        cancel() ◀── 22                            ordone_test.go:62      }
//	   46  g2    takes case ch <- i: sends 0 ◀── 31 ──▶ g3  ordone_test.go:17      select {
//	   49        takes case ch <- i: sends 1                ordone_test.go:17      select {
//	   52        blocks in select                           ordone_test.go:17      select {
//	   55  g3    takes case v, ok := <…: gets 1 ◀── 46      wrong.go:13            select {
//	   57        out <- …: blocks                           wrong.go:18            out <- v
//	   59  g1    cancel() ──▶ g2                            ordone_test.go:62      }
//	   65        ends
//	   68  g2    takes case <-ctx.D…: is closed ◀── 59      ordone_test.go:17      select {
//	   69        ends
package ordone
