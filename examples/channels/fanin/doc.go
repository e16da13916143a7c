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
//   - The forwarders do not listen to ctx. If the reader leaves early, each forwarder
//     blocks in its send forever, and so do the sources. The correct forwarders select
//     on ctx.Done in each send and receive.
//   - The output is closed as soon as ctx is done, while a forwarder is about to send
//     on it. The send panics. The correct version closes the output after all
//     forwarders have ended.
//
// # What chaosrun shows
//
//	leak: the test has returned, and 4 goroutines are blocked forever, among them g5
//	    at “out <- v” (wrong.go:18) and g8 at “wg.Wait()” (wrong.go:23)
//	TestWrongDeaf, run 1 (roundrobin)
//
//	a select has several ready cases:
//	  - g2's select (fanin_test.go:18) takes “case ch <- v”; “case <-ctx.Done()”
//	    is ready too
//
//	    …
//	   49  g5    starts ◀── 21                              wrong.go:16            wg.Go(func() {
//	   50        <-ch#10: gets 0 ──▶ g2                     wrong.go:17            for v := range ch {
//	   51        out <- 0 ──▶ g1                            wrong.go:18            out <- v
//	   53        <-ch#10: blocks                            wrong.go:17            for v := range ch {
//	   55  g6    starts ◀── 23                              wrong.go:16            wg.Go(func() {
//	   56        <-ch#11: gets 10 ──▶ g3                    wrong.go:17            for v := range ch {
//	   58        out <- …: blocks                           wrong.go:18            out <- v
//	   60  g7    starts ◀── 25                              wrong.go:16            wg.Go(func() {
//	   61        <-ch#12: gets 20 ──▶ g4                    wrong.go:17            for v := range ch {
//	   63        out <- …: blocks                           wrong.go:18            out <- v
//	   65  g8    starts ◀── 26                              wrong.go:22            go func() {
//	   67        wg.Wait(): blocks                          wrong.go:23            wg.Wait()
//	   70  g1    cancel() ◀── 30                            fanin_test.go:53       }
//	   83  g2    takes case ch <- v: sends 0 ◀── 50 ──▶ g5  fanin_test.go:18       select {
//	   87        takes case ch <- v: sends 1                fanin_test.go:18       select {
//	   90        takes case <-ctx.D…: is closed             fanin_test.go:18       select {
//	   91        close(ch#10)                               fanin_test.go:16       defer close(ch)
//	   95  g3    takes case ch <- v: sends 10 ◀── 56        fanin_test.go:18       select {
//	   98        takes case <-ctx.D…: is closed             fanin_test.go:18       select {
//	   99        close(ch#11)                               fanin_test.go:16       defer close(ch)
//	  103  g4    takes case ch <- v: sends 20 ◀── 61        fanin_test.go:18       select {
//	  106        takes case <-ctx.D…: is closed             fanin_test.go:18       select {
//	  107        close(ch#12)                               fanin_test.go:16       defer close(ch)
//	  112  g5    out <- …: blocks                           wrong.go:18            out <- v
package fanin
