// Package heartbeat lets a worker show that it is alive.
//
// Somebody who waits for a result cannot tell a worker that takes its time from one that
// is stuck. A beat every so often can: as long as it comes, it is worth waiting.
//
// # Guarantee
//
// There is a beat at least every interval, while an item is worked at and while a result
// waits to be taken. Beats that nobody hears hold up nothing.
//
// # What goes wrong
//
//   - A beat before each item. An item that takes longer than the interval is a false
//     death, and whoever then starts the work anew starts it over and over.
//   - Beats while working only. A reader that is slow to take the results believes the
//     worker dead that waits for it.
//   - The worker waits until its beat is heard.
//
// # What chaosrun shows
//
// Nine seconds of virtual time, with a watch that allows one and a half intervals:
//
//	assert: the test failed
//	TestWrongPerItem, the first run of the process (roundrobin), 106 steps
//
//	virtual_test.go:26: no beat for 1.5s: taken for dead
//
//	 step  g1 (the test)                        g2
//	    5  starts
//	   17  go ──▶ g2                                                                 wrong.go:14            go func() {
//	   19  waits: select                                                             virtual_test.go:19     select {
//	   21                                       starts ◀── 17 ──▶ g1                 wrong.go:14            go func() {
//	   23                                       in context.(*cancelCtx).Done ──▶ g1  virtual_test.go:40     case <-ctx.Done():
//	   29                                       waits: select                        virtual_test.go:38     select {
//	   31  goes on ◀── 21
//	   33  waits: select                                                             virtual_test.go:19     select {
//	   34  ── the clock advances to 1.5s ──
//	   36  goes on: its timer ──▶ g2
//	  115  ends ◀── 23
//	  117                                       goes on ◀── 36
//	  118                                       in context.(*cancelCtx).Done         wrong.go:24            case <-ctx.Done():
//	  119                                       select                               wrong.go:22            select {
//	  122                                       ends
package heartbeat
