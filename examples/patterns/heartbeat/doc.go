// Package heartbeat lets a worker show that it is alive.
//
// Who waits for a result cannot tell a worker that is slow from one that is stuck. A
// worker that sends a beat at regular intervals is not stuck.
//
// # Guarantee
//
// There is a beat at least every interval, while the worker works on an item and while
// its result waits to be received. Beats that nobody receives block nothing.
//
// # What goes wrong
//
//   - The worker sends a beat before each item. An item that takes longer than the
//     interval looks as if the worker were dead, and a supervisor restarts it again and
//     again. The correct version beats while it works.
//   - The worker beats while it works, and not while its result waits to be received.
//     If the reader is slow, the worker looks dead. The correct version beats then too.
//   - The worker blocks until its beat is received. If nobody listens to the beats,
//     there are no results. The correct version sends beats in a select with a default.
//
// # What chaosrun shows
//
// The test takes nine seconds of virtual time, and expects a beat at least every one
// and a half intervals:
//
//	test failed: virtual_test.go:26: no beat for 1.5000506s: taken for dead
//	TestWrongPerItem, run 1 (roundrobin)
//
//	virtual_test.go:26: no beat for 1.5000506s: taken for dead
//
//	 step  g1 (the test)                       g2
//	    5  starts
//	   17  go ──▶ g2                                                               wrong.go:14            go func() {
//	   19  blocks in select                                                        virtual_test.go:19     select {
//	   21                                      starts ◀── 17                       wrong.go:14            go func() {
//	   22                                      beats <- … ──▶ g1                   wrong.go:19            case beats <- struct{}{}:
//	   29                                      blocks in select                    virtual_test.go:38     select {
//	   32  takes case _, ok := <-beats ◀── 22                                      virtual_test.go:19     select {
//	   34  blocks in select                                                        virtual_test.go:19     select {
//	   36  ── the clock advances to 1.50005… ──
//	   39  takes case <-time.After(inter…                                          virtual_test.go:19     select {
//	   40  in testing.(*common).Fatalf                                             virtual_test.go:26     t.Fatalf("no beat for %v: taken for dead", time.Since(last))
package heartbeat
