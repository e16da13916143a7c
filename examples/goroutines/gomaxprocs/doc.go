// Package gomaxprocs divides work among as many goroutines as can run at once.
//
// The runtime runs any number of goroutines on a few threads. GOMAXPROCS is the number
// of those that run at the same time, and so the number of parts that is worth making.
// It says nothing about the order in which goroutines run: a program whose result
// depends on GOMAXPROCS is wrong with every value.
//
// # Guarantee
//
// The result of [Max] is the same whatever GOMAXPROCS is, and in every schedule.
//
// # What goes wrong
//
// The maximum is a shared atomic variable, so the race detector reports nothing. But
// "if mine is larger, store it" is a load and a store. If another goroutine stores a
// larger number in between, the smaller one overwrites it. With GOMAXPROCS=1 a
// goroutine as short as this is nearly always done before the next one begins, and the
// test passes; with more threads the result is sometimes wrong. The correct version
// keeps a maximum for each part and compares them after all goroutines have ended.
//
// # What chaosrun shows
//
// One processor is enough: under control another goroutine may run between any two such
// steps.
//
//	test failed: gomaxprocs_test.go:18: with 6 processors the largest is 3, want 9
//	TestWrongShared, run 1 (roundrobin)
//
//	the choice that leads to it:
//	  - g16 is preempted before largest#12.Store() (wrong.go:22); g17 and g18
//	    run, and then g19 until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g17 does largest#12.Load() (wrong.go:21)
//	  - g16 does largest#12.Store() (wrong.go:22)
//
//	gomaxprocs_test.go:18: with 6 processors the largest is 3, want 9
//
//	    …
//	  129  g13   largest#10.Store(): 3 → 9 ──▶ g1                  wrong.go:22            largest.Store(m)
//	  133  g14   starts ◀── 115                                    wrong.go:20            wg.Go(func() {
//	  134        largest#10.Load(): reads 9 ──▶ g1                 wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  138  g15   starts ◀── 117                                    wrong.go:20            wg.Go(func() {
//	  139        largest#10.Load(): reads 9 ──▶ g1                 wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  145  g1    largest#10.Load(): reads 9                        wrong.go:27            return int(largest.Load())
//	  146        largest#12.Sto…: 0 → -9223372036854775808         wrong.go:17            largest.Store(math.MinInt64)
//	  148        go ──▶ g16                                        wrong.go:20            wg.Go(func() {
//	  150        go ──▶ g17                                        wrong.go:20            wg.Go(func() {
//	  152        go ──▶ g18                                        wrong.go:20            wg.Go(func() {
//	  154        go ──▶ g19                                        wrong.go:20            wg.Go(func() {
//	  156        wg#13.Wait(): blocks                              wrong.go:26            wg.Wait()
//	  158  g16   starts ◀── 148                                    wrong.go:20            wg.Go(func() {
//	  159        largest#12.Loa…: reads -9223372036854775808       wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  160  g17   starts ◀── 150                                    wrong.go:20            wg.Go(func() {
//	  161        largest#12.Loa…: reads -9223372036854775808       wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  162        largest#12.Sto…: -9223372036854775808 → 9 ──▶ g1  wrong.go:22            largest.Store(m)
//	  166  g18   starts ◀── 152                                    wrong.go:20            wg.Go(func() {
//	  167        largest#12.Load(): reads 9 ──▶ g1                 wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  171  g19   starts ◀── 154                                    wrong.go:20            wg.Go(func() {
//	  172        largest#12.Load(): reads 9 ──▶ g1                 wrong.go:21            if m := int64(slices.Max(part)); m > largest.Load() {
//	  176  g16   largest#12.Store(): 9 → 3 ──▶ g1                  wrong.go:22            largest.Store(m)
//	  182  g1    largest#12.Load(): reads 3                        wrong.go:27            return int(largest.Load())
//	  183        in testing.(*common).Errorf                       gomaxprocs_test.go:18  t.Errorf("with %d processors the largest is %d, want 9", n,…
package gomaxprocs
