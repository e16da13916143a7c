// Package fanin gathers the values of many channels in one.
//
// A goroutine for each input forwards its values. One more waits until all of them have
// ended and closes the output, because none of them can know that it is the last.
//
// # Guarantee
//
// Each value arrives once, those of one input in order, and the output is closed after
// the last. When ctx is done, all goroutines end, whether somebody reads or not.
//
// # What goes wrong
//
//   - No forwarder listens to ctx. A reader that has found what it looked for leaves
//     all of them behind, and the sources behind them.
//   - The output is closed as soon as ctx is done. A forwarder that is in its send just
//     then sends on a closed channel.
//
// # What chaosrun shows
//
//	leak: the test has returned and left goroutines: 4 that can never be woken
//	TestWrongDeaf, the first run of the process (roundrobin), 68 steps
//
//	    …
//	   50  g5    recv chan#10 ──▶ g2                  wrong.go:17            for v := range ch {
//	   51        send chan#7 ──▶ g1                   wrong.go:18            out <- v
//	   53        recv chan#10: waits                  wrong.go:17            for v := range ch {
//	   55  g6    starts ◀── 23                        wrong.go:16            wg.Go(func() {
//	   56        recv chan#11 ──▶ g3                  wrong.go:17            for v := range ch {
//	   58        send chan#7: waits                   wrong.go:18            out <- v
//	   60  g7    starts ◀── 25                        wrong.go:16            wg.Go(func() {
//	   61        recv chan#12 ──▶ g4                  wrong.go:17            for v := range ch {
//	   63        send chan#7: waits                   wrong.go:18            out <- v
//	   65  g8    starts ◀── 26                        wrong.go:22            go func() {
//	   68        wg.Wait wg#6: waits                  wrong.go:23            wg.Wait()
//	   71  g1    in context.WithCancel.func1 ◀── 31   fanin_test.go:53       }
//	   84  g2    in context.(*cancelCtx).Done         fanin_test.go:20       case <-ctx.Done():
//	   85        select ──▶ g5                        fanin_test.go:18       select {
//	   87        in context.(*cancelCtx).Done         fanin_test.go:20       case <-ctx.Done():
//	   88        select                               fanin_test.go:18       select {
//	   89        close chan#10                        fanin_test.go:21       return
//	   93  g3    in context.(*cancelCtx).Done         fanin_test.go:20       case <-ctx.Done():
//	   94        select                               fanin_test.go:18       select {
//	   95        close chan#11                        fanin_test.go:21       return
//	   99  g4    in context.(*cancelCtx).Done         fanin_test.go:20       case <-ctx.Done():
//	  100        select                               fanin_test.go:18       select {
//	  101        close chan#12                        fanin_test.go:21       return
//	  106  g5    send chan#7: waits                   wrong.go:18            out <- v
package fanin
