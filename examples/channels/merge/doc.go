// Package merge makes one channel of two, and ends when both have ended.
//
// A closed channel is always ready to receive from, and a nil channel never. A select
// that has seen one of its channels closed sets the variable to nil, and the case is
// switched off, while the others go on.
//
// # Guarantee
//
// Every value of both channels arrives once, each channel's in order, and the merged
// channel is closed when both are. When ctx is done, the goroutine ends, wherever it is.
//
// # What goes wrong
//
//   - The merged channel is left before its end, and the goroutine has no other way out
//     of its send. So it is in the version usually shown.
//   - The first closed channel ends it all, and what the other still had is lost.
//
// # What chaosrun shows
//
//	leak: the test has returned and left goroutines: 1 that can never be woken
//	TestWrongDeaf, the first run of the process (roundrobin), 47 steps
//
//	   17  g1    go ──▶ g2                            merge_test.go:15       go func() {
//	   18        go ──▶ g3                            merge_test.go:15       go func() {
//	   19        go ──▶ g4                            wrong.go:10            go func() {
//	   21        recv chan#6: waits                   merge_test.go:48       <-merge(ctx, source(ctx, 1, 3, 5), source(ctx, 2, 4))
//	   23  g2    starts ◀── 17                        merge_test.go:15       go func() {
//	   24        in context.(*cancelCtx).Done ──▶ g1  merge_test.go:20       case <-ctx.Done():
//	   30        waits: select                        merge_test.go:18       select {
//	   32  g3    starts ◀── 18                        merge_test.go:15       go func() {
//	   33        in context.(*cancelCtx).Done         merge_test.go:20       case <-ctx.Done():
//	   35        waits: select                        merge_test.go:18       select {
//	   37  g4    starts ◀── 19                        wrong.go:10            go func() {
//	   38        select ──▶ g3                        wrong.go:13            select {
//	   40        send chan#6 ──▶ g1                   wrong.go:25            out <- v
//	   41        select ──▶ g2                        wrong.go:13            select {
//	   43        send chan#6: waits                   wrong.go:19            out <- v
//	   46  g1    in context.WithCancel.func1 ◀── 24   merge_test.go:49       }
//	   59  g2    in context.(*cancelCtx).Done         merge_test.go:20       case <-ctx.Done():
//	   60        select                               merge_test.go:18       select {
//	   65  g3    in context.(*cancelCtx).Done         merge_test.go:20       case <-ctx.Done():
//	   66        select                               merge_test.go:18       select {
//	   68        ends
package merge
