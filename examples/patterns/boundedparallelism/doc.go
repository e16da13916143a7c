// Package boundedparallelism works through many items with a fixed number of goroutines.
//
// A goroutine for each item is cheap until each opens a file or a connection. Here a few
// workers take the items from one channel, and the number of workers is the bound.
//
// # Guarantee
//
// At most that many calls are under way at once. If ctx is not done before the last item
// was handed out, there is a result for each item, in order; otherwise there is an
// error. In either case [Map] returns, and no goroutine is left.
//
// # What goes wrong
//
//   - As the pattern is usually published, the workers end on ctx.Done, and the
//     feeder, which hands items to them, does not ask. After a cancel the workers go,
//     one by one, and the feeder stands in its send. It would have closed the channel
//     of results; now the caller waits for the end of that for ever. The context that
//     was to make the function stop makes it hang.
//   - A first repair: the feeder also returns on ctx.Done, and closes the results on
//     its way out. A worker that has an item in hand sends its result to a closed
//     channel.
//
// Two facts make the version here right. The feeder asks ctx, and always closes the
// channel of items. The workers end when that is closed, and not before.
//
// # What chaosrun shows
//
// Uncancelled, the published version passes every schedule tried. With a cancel at some
// time it fails in the first random one:
//
//	deadlock: nothing can run any more: all 2 goroutines of the test wait
//	TestWrongPublishedCancelled, run 1 of seed 1 (auto), 52 steps
//
//	    …
//	   26  g2    starts ◀── 17                 boundedparallelism_test.go:37 go cancel()
//	   39  g3    starts ◀── 19                 wrong.go:18            wg.Go(func() {
//	   41        recv chan#11: waits           wrong.go:19            for item := range input {
//	   43  g4    starts ◀── 21                 wrong.go:18            wg.Go(func() {
//	   45        recv chan#11: waits           wrong.go:19            for item := range input {
//	   47  g5    starts ◀── 22                 wrong.go:28            go func() {
//	   48        send chan#11 ──▶ g3           wrong.go:30            input <- item
//	   49        send chan#11 ──▶ g3,g4        wrong.go:30            input <- item
//	   51        send chan#11: waits           wrong.go:30            input <- item
//	   54  g3    in context.(*cancelCtx).Done  wrong.go:22            case <-ctx.Done():
//	   55        select ──▶ g1                 wrong.go:20            select {
//	   57        recv chan#11 ◀── 49 ──▶ g5    wrong.go:19            for item := range input {
//	   58        in context.(*cancelCtx).Done  wrong.go:22            case <-ctx.Done():
//	   59        select                        wrong.go:20            select {
//	   62        recv chan#11: waits           wrong.go:19            for item := range input {
//	   65  g4    in context.(*cancelCtx).Done  wrong.go:22            case <-ctx.Done():
//	   66        select                        wrong.go:20            select {
//	   72  g5    send chan#11 ──▶ g3           wrong.go:30            input <- item
//	   74        send chan#11: waits           wrong.go:30            input <- item
//	   77  g1    recv chan#7                   wrong.go:37            for r := range results {
//	   79        recv chan#7: waits            wrong.go:37            for r := range results {
//	   82  g3    in context.(*cancelCtx).Done  wrong.go:22            case <-ctx.Done():
//	   83        select                        wrong.go:20            select {
//	   86        ends
//
// Both workers have ended, the feeder sends to them, and the caller waits for the
// feeder.
package boundedparallelism
