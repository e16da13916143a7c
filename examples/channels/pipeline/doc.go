// Package pipeline chains stages, each a goroutine that receives from the one above and
// sends to the one below.
//
// A stage does one thing, and knows its neighbours only as channels. All stages run at
// the same time, and a slow stage slows down those before it, without a queue that
// grows.
//
// # Guarantee
//
// The values that come out are those that the same functions would compute one after
// the other, in the same order. Every stage closes its channel when it ends. When ctx
// is done all stages end, and the values that have come out are a prefix of all. A
// stage relies on the owner of its input to close it.
//
// # What goes wrong
//
//   - The stages do not listen to ctx. That is no problem as long as every consumer
//     reads to the end, as the first tests of a pipeline do. A consumer that breaks out
//     of its loop leaves the last stage blocked in its send, which leaves the stage
//     before it blocked, and so on: one break leaks every stage. The correct stages
//     select on ctx.Done in each send.
//   - A stage checks ctx.Err between two values, and does not listen to ctx while it
//     sends. If the cancel comes after the check, the stage blocks in its send forever.
//
// # What chaosrun shows
//
// The first mistake leaves all three stages blocked, in the first run:
//
//	leak: the test has returned, and 3 goroutines are blocked forever, among them g2
//	    at “out <- v” (wrong.go:15) and g3 at “out <- f(v)” (wrong.go:26)
//	TestWrongConsumerStops, run 1 (roundrobin)
//
//	   17  g1    go ──▶ g2                         wrong.go:12            go func() {
//	   18        go ──▶ g3                         wrong.go:23            go func() {
//	   19        go ──▶ g4                         wrong.go:34            go func() {
//	   21        <-out#6: blocks                   pipeline_test.go:51    if v := <-pipe(ctx, []int{1, 2, 3, 4}); v != 1 {
//	   23  g2    starts ◀── 17 ──▶ g3              wrong.go:12            go func() {
//	   25        out#7 <- …: blocks                wrong.go:15            out <- v
//	   27  g3    starts ◀── 18                     wrong.go:23            go func() {
//	   28        <-out#7: gets 1 ◀── 23 ──▶ g4,g2  wrong.go:25            for v := range in {
//	   30        out#8 <- …: blocks                wrong.go:26            out <- f(v)
//	   32  g4    starts ◀── 19                     wrong.go:34            go func() {
//	   33        <-out#8: gets 1 ◀── 28 ──▶ g3     wrong.go:36            for v := range in {
//	   34        out#6 <- 1 ──▶ g1                 wrong.go:38            out <- v
//	   36        <-out#8: blocks                   wrong.go:36            for v := range in {
//	   53  g2    out#7 <- …: blocks                wrong.go:15            out <- v
//	   56  g3    <-out#7: gets 2 ◀── 51 ──▶ g2     wrong.go:25            for v := range in {
//	   57        out#8 <- 4 ──▶ g4                 wrong.go:26            out <- f(v)
//	   59        <-out#7: blocks                   wrong.go:25            for v := range in {
//	   63  g4    out#6 <- …: blocks                wrong.go:38            out <- v
//	   69  g2    out#7 <- 3 ──▶ g3                 wrong.go:15            out <- v
//	   71        out#7 <- …: blocks                wrong.go:15            out <- v
//	   75  g3    out#8 <- …: blocks                wrong.go:26            out <- f(v)
package pipeline
