// Package gomaxprocs divides work among as many goroutines as can run at once.
//
// The runtime runs any number of goroutines on a few threads. GOMAXPROCS says on how
// many at the same time, and so how many parts are worth making. It says nothing about
// the order in which goroutines run, and a program whose result depends on it is wrong
// with every setting.
//
// # Guarantee
//
// The result of [Max] is the same whatever GOMAXPROCS is, and in every schedule.
//
// # What goes wrong
//
// One number is shared, and atomic, so that the race detector has nothing to say. But
// "if mine is larger, store it" is a look and a store. With GOMAXPROCS=1 a goroutine
// this short is nearly always done before the next begins, and the test passes for
// years; on a larger machine a smaller number now and then overwrites a larger one.
//
// # What chaosrun shows
//
// One processor is enough. Under control, goroutines change places between any two such
// steps:
//
//	assert: the test failed
//	TestWrongShared, run 1 of seed 1 (auto), 261 steps
//
//	gomaxprocs_test.go:18: with 7 processors the largest is 3, want 9
//
//	    …
//	  295  g1    go ──▶ g30                 wrong.go:20            wg.Go(func() {
//	  296        wg.Add wg#23               wrong.go:20            wg.Go(func() {
//	  297        go ──▶ g31                 wrong.go:20            wg.Go(func() {
//	  300        wg.Wait wg#23: waits       wrong.go:26            wg.Wait()
//	  302  g24   starts ◀── 283             wrong.go:20            wg.Go(func() {
//	  303        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  304        atomic.Store atomic#22     wrong.go:22            largest.Store(m)
//	  308  g25   starts ◀── 285             wrong.go:20            wg.Go(func() {
//	  309        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  313  g26   starts ◀── 287             wrong.go:20            wg.Go(func() {
//	  314        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  315        atomic.Store atomic#22     wrong.go:22            largest.Store(m)
//	  319  g27   starts ◀── 289             wrong.go:20            wg.Go(func() {
//	  320        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  324  g28   starts ◀── 291             wrong.go:20            wg.Go(func() {
//	  325        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  329  g29   starts ◀── 293             wrong.go:20            wg.Go(func() {
//	  330        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  334  g30   starts ◀── 295             wrong.go:20            wg.Go(func() {
//	  335        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  339  g31   starts ◀── 297             wrong.go:20            wg.Go(func() {
//	  340        atomic.Load atomic#22      wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  348  g1    atomic.Load atomic#22      wrong.go:27            return int(largest.Load())
//	  349        ends
package gomaxprocs
