// Package merge makes one channel of two, and ends when both have ended.
//
// A receive from a closed channel is always ready, and one from a nil channel never is.
// If a select has seen that one of its channels is closed, it sets the variable to nil,
// which disables that case and no other.
//
// # Guarantee
//
// Every value of both channels arrives once, each channel's in order, and the merged
// channel is closed when both are. When ctx is done, the goroutine ends, wherever it is.
//
// # What goes wrong
//
//   - The goroutine that merges does not listen to ctx. If the reader leaves before the
//     end, the goroutine blocks in its send forever. The version that is usually shown
//     has this mistake.
//   - The merge ends when the first of the two channels is closed. The values that the
//     other one still has are lost. The correct version ends when both are closed.
//
// # What chaosrun shows
//
//	leak: the test has returned, and 1 goroutine is blocked forever: g4 at “out <-
//	    v” (wrong.go:19)
//	TestWrongDeaf, run 1 (roundrobin)
//
//	a select has several ready cases:
//	  - g4's select (wrong.go:13) takes “case v, ok := <-b”; “case v, ok := <-a”
//	    is ready too
//
//	   17  g1    go ──▶ g2                           merge_test.go:15       go func() {
//	   18        go ──▶ g3                           merge_test.go:15       go func() {
//	   19        go ──▶ g4                           wrong.go:10            go func() {
//	   21        <-out: blocks                       merge_test.go:48       <-merge(ctx, source(ctx, 1, 3, 5), source(ctx, 2, 4))
//	   23  g2    starts ◀── 17 ──▶ g1                merge_test.go:15       go func() {
//	   30        blocks in select                    merge_test.go:18       select {
//	   32  g3    starts ◀── 18                       merge_test.go:15       go func() {
//	   35        blocks in select                    merge_test.go:18       select {
//	   37  g4    starts ◀── 19 ──▶ g3                wrong.go:10            go func() {
//	   40        takes case v, ok := <…: gets 2      wrong.go:13            select {
//	   41        out <- 2 ──▶ g1,g2                  wrong.go:25            out <- v
//	   43        takes case v, ok := <…: gets 1      wrong.go:13            select {
//	   45        out <- …: blocks                    wrong.go:19            out <- v
//	   48  g1    cancel() ◀── 23                     merge_test.go:49       }
//	   61  g2    takes case ch <- v: sends 1 ◀── 41  merge_test.go:18       select {
//	   64        takes case <-ctx.D…: is closed      merge_test.go:18       select {
//	   65        close(a)                            merge_test.go:16       defer close(ch)
//	   69  g3    takes case ch <- v: sends 2 ◀── 37  merge_test.go:18       select {
//	   72        takes case <-ctx.D…: is closed      merge_test.go:18       select {
//	   73        close(b)                            merge_test.go:16       defer close(ch)
//	   74        ends
package merge
