// Package fanout has several workers take items from one channel, each with an output of
// its own.
//
// The workers share the input: a free worker takes the next item, and each item is
// taken once.
//
// # Guarantee
//
// Each item has one result, on one of the outputs, and all outputs are closed in the
// end. An output that nobody reads blocks its own worker only. When ctx is done, all
// workers end.
//
// # What goes wrong
//
//   - The items are dealt to the outputs in turn. If one output is not read, the
//     goroutine that deals blocks on it, and all other outputs get nothing more. In the
//     correct version each worker takes the next item from the shared input, so an
//     output that is not read blocks one worker only.
//   - The workers do not listen to ctx. Those whose outputs are not read to the end
//     block in their sends forever. The correct workers select on ctx.Done.
//
// # What chaosrun shows
//
//	deadlock: all 3 goroutines of the test are blocked, among them g1 at “for range
//	    out {” (fanout_test.go:56) and g2 at “select {” (fanout_test.go:19)
//	TestWrongDealt, run 1 (roundrobin)
//
//	    5  g1    starts
//	    6        go ──▶ g2                                  fanout_test.go:16      go func() {
//	    7        go ──▶ g3                                  wrong.go:16            go func() {
//	    9        <-out: blocks                              fanout_test.go:56      for range out {
//	   11  g2    starts ◀── 6                               fanout_test.go:16      go func() {
//	   18        blocks in select                           fanout_test.go:19      select {
//	   20  g3    starts ◀── 7                               wrong.go:16            go func() {
//	   21        <-in: gets 1 ──▶ g1,g2                     wrong.go:21            v, ok := <-in
//	   24        takes case outs[i%wo…: sends 1             wrong.go:25            select {
//	   26        <-in: blocks                               wrong.go:21            v, ok := <-in
//	   28  g1    resumes: gets 1 ◀── 21
//	   30        <-out: blocks                              fanout_test.go:56      for range out {
//	   33  g2    takes case ch <- v: sends 1 ◀── 21 ──▶ g3  fanout_test.go:19      select {
//	   36        takes case ch <- v: sends 2                fanout_test.go:19      select {
//	   39        blocks in select                           fanout_test.go:19      select {
//	   41  g3    resumes: gets 2 ◀── 33
//	   44        blocks in select                           wrong.go:25            select {
package fanout
