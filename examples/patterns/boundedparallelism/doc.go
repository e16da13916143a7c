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
//   - In the version that is usually published, the workers end when ctx is done, and
//     the feeder, which sends the items to them, does not listen to ctx. After a cancel
//     all workers end and the feeder blocks in its send. The feeder would have closed
//     the channel of results, so the caller, which ranges over the results, blocks
//     forever too.
//   - The first repair: the feeder also listens to ctx, and closes the channel of
//     results before it returns. A worker that still has an item sends its result on
//     the closed channel and panics.
//
// In the correct version the feeder listens to ctx and always closes the channel of
// items. The workers end when that channel is closed, and not before, and the results
// are closed after the last worker has ended.
//
// # What chaosrun shows
//
// Without a cancel, the published version passes in every schedule tried. With a cancel
// at some time it fails in the first random schedule:
//
//	deadlock: the last 2 goroutines of the test are blocked: g1 at “for r := range
//	    results {” (wrong.go:37) and g5 at “input <- item” (wrong.go:30)
//	TestWrongPublishedCancelled, run 1 of seed 1 (auto)
//
//	the 2 choices that lead to it:
//	  - g4's select (wrong.go:20) takes “case <-ctx.Done()”; “case results <-
//	    f(ctx, item)” is ready too
//	  - g3's select (wrong.go:20) takes “case <-ctx.Done()”; “case results <-
//	    f(ctx, item)” is ready too
//
//	    …
//	   19  g1    go ──▶ g3                       wrong.go:18            wg.Go(func() {
//	   21        go ──▶ g4                       wrong.go:18            wg.Go(func() {
//	   22        go ──▶ g5                       wrong.go:28            go func() {
//	   24        <-results: blocks               wrong.go:37            for r := range results {
//	   26  g2    starts ◀── 17                   boundedparallelism_test.go:37 go cancel()
//	   39  g3    starts ◀── 19                   wrong.go:18            wg.Go(func() {
//	   41        <-input: blocks                 wrong.go:19            for item := range input {
//	   43  g4    starts ◀── 21                   wrong.go:18            wg.Go(func() {
//	   45        <-input: blocks                 wrong.go:19            for item := range input {
//	   47  g5    starts ◀── 22                   wrong.go:28            go func() {
//	   48        input <- 1 ──▶ g3               wrong.go:30            input <- item
//	   49        input <- 2 ──▶ g3,g4            wrong.go:30            input <- item
//	   51        input <- …: blocks              wrong.go:30            input <- item
//	   57  g3    takes case results <…: sends 2  wrong.go:20            select {
//	   58        <-input: gets 3 ◀── 49 ──▶ g5   wrong.go:19            for item := range input {
//	   62        takes case results <…: sends 6  wrong.go:20            select {
//	   64        <-input: blocks                 wrong.go:19            for item := range input {
//	   70  g4    takes case <-ctx.D…: is closed  wrong.go:20            select {
//	   75  g5    input <- 4 ──▶ g3               wrong.go:30            input <- item
//	   77        input <- …: blocks              wrong.go:30            input <- item
//	   80  g1    <-results: gets 6               wrong.go:37            for r := range results {
//	   82        <-results: blocks               wrong.go:37            for r := range results {
//	   88  g3    takes case <-ctx.D…: is closed  wrong.go:20            select {
//	   90        ends
//
// Both workers have ended, the feeder sends to them, and the caller waits for the
// feeder.
package boundedparallelism
