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
//	TestWrongPerItem, the first run of the process (roundrobin), 119 steps
//
//	virtual_test.go:26: no beat for 1.5s: taken for dead
//
//	 step  g1 (the test)                        g2
//	    5  starts
//	   17  go ──▶ g2                                                                 wrong.go:14            go func() {
//	   18  in time.After                                                             virtual_test.go:16     end := time.After(total)
//	   25  in time.After                                                             virtual_test.go:25     case <-time.After(interval + interval/2):
//	   28  waits: select                                                             virtual_test.go:19     select {
//	   30                                       starts ◀── 17 ──▶ g1                 wrong.go:14            go func() {
//	   32                                       in time.After                        virtual_test.go:39     case <-time.After(10 * time.Second):
//	   34                                       in context.(*cancelCtx).Done ──▶ g1  virtual_test.go:40     case <-ctx.Done():
//	   40                                       waits: select                        virtual_test.go:38     select {
//	   42  goes on ◀── 30
//	   43  in time.After                                                             virtual_test.go:25     case <-time.After(interval + interval/2):
//	   46  waits: select                                                             virtual_test.go:19     select {
//	   47  ── the clock advances to 1.5s ──
//	   49  goes on: its timer ──▶ g2
//	  128  ends ◀── 34
//	  130                                       goes on ◀── 49
//	  131                                       in context.(*cancelCtx).Done         wrong.go:24            case <-ctx.Done():
//	  132                                       select                               wrong.go:22            select {
//	  135                                       ends
package heartbeat
