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
//	--- FAIL: TestWrongPublishedCancelled
//	    deadlock: nothing can run any more: all 2 goroutines of the test wait
//	    found in run 1 of seed 1 (random), 47 steps
//
//	    g1 waits in chan receive on chan#10, and nothing can ever wake it
//	        at examples/patterns/boundedparallelism/wrong.go:37 in boundedparallelism.published
//
//	    g5 waits in chan send on chan#7, and nothing can ever wake it
//	        at examples/patterns/boundedparallelism/wrong.go:30 in boundedparallelism.published.func2
//	        chan#7 was last used by g4: recv at examples/patterns/boundedparallelism/wrong.go:19 in boundedparallelism.published.func1; it has ended
//	        chan#7 was last used by g3: recv at examples/patterns/boundedparallelism/wrong.go:19 in boundedparallelism.published.func1; it has ended
//
// Both workers have ended, the feeder sends to them, and the caller waits for the
// feeder.
package boundedparallelism
