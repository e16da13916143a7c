// Package errorhandling collects values and errors from many goroutines.
//
// Every goroutine needs a way to report an error, and somebody has to receive all of
// them. Whether the first error ends the whole or all errors are collected is a
// decision. Here all are collected.
//
// # Guarantee
//
// The result has a value or an error for each item, and errors.Is finds each of them.
//
// # What goes wrong
//
//   - The function returns at the first error, and the channel has no buffer. The other
//     goroutines block in their sends forever. The correct version waits for all
//     goroutines.
//   - All goroutines write one error variable. One error is kept and the others are
//     lost, and the writes are a data race.
//   - The errors are formatted into one text. The text is complete, but errors.Is no
//     longer finds any of them. The correct version uses errors.Join.
//   - All goroutines append to one slice without a lock. Elements are lost. In the
//     correct version each goroutine has an element of its own.
//
// # What chaosrun shows
//
//	leak: the test has returned, and 2 goroutines are blocked forever, among them g3
//	    at “results <- result{v, err}” (wrong.go:21)
//	TestWrongEarly, run 1 (roundrobin)
//
//	 step  g1 (the test)         g2                    g3                    g4
//	    5  starts
//	    6  go ──▶ g2                                                                               wrong.go:19            go func() {
//	    7  go ──▶ g3                                                                               wrong.go:19            go func() {
//	    8  go ──▶ g4                                                                               wrong.go:19            go func() {
//	   10  <-results: blocks                                                                       wrong.go:26            r := <-results
//	   12                        starts ◀── 6                                                      wrong.go:19            go func() {
//	   13                        results <- … ──▶ g1                                               wrong.go:21            results <- result{v, err}
//	   14                        ends
//	   16                                              starts ◀── 7                                wrong.go:19            go func() {
//	   18                                              results <- …: blocks                        wrong.go:21            results <- result{v, err}
//	   20                                                                    starts ◀── 8          wrong.go:19            go func() {
//	   22                                                                    results <- …: blocks  wrong.go:21            results <- result{v, err}
//	   24  resumes ◀── 13
//	   25  ends
package errorhandling
