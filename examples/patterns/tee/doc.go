// Package tee gives every value of one channel to two readers.
//
// Each value is sent to both before the next is taken, so that the slower reader sets the
// pace, and whichever is ready first is served first.
//
// # Guarantee
//
// Both outputs equal the input, in order. If one of them is not read, the other stalls,
// until ctx is done: then everything ends.
//
// # What goes wrong
//
//   - The outputs are served in a fixed order. A goroutine that reads both, the second
//     one first, blocks forever, and so does the tee.
//   - Each of two sends is a select over both outputs. Nothing keeps the select from
//     taking the same output twice, so one reader gets a value twice and the other not
//     at all. The correct version sets the variable of the output that it has served to
//     nil.
//   - The sends do not listen to ctx. If one reader leaves, the other one blocks
//     forever.
//
// # What chaosrun shows
//
//	test failed: tee_test.go:45: received [1 1 2 3] and [2 3], want [1 2 3] twice
//	TestWrongTwice, run 1 (roundrobin)
//
//	the choice that leads to it:
//	  - g4 is preempted before “for v := range b {” (tee_test.go:34); g1 and g2
//	    run, and then g3 until it blocks at “select {” (wrong.go:35)
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g1 does “for v := range a {” (tee_test.go:40)
//	  - g3 does close(a) (wrong.go:43)
//
//	tee_test.go:45: received [1 1 2 3] and [2 3], want [1 2 3] twice
//
//	    …
//	   40  g2    blocks in select                      tee_test.go:18         select {
//	   43  g3    takes case out1 <- v: sends 1 ◀── 32  wrong.go:35            select {
//	   44        <-in: gets 2 ──▶ g1,g2                wrong.go:33            for v := range in {
//	   47        takes case out1 <- v: sends 2         wrong.go:35            select {
//	   50        blocks in select                      wrong.go:35            select {
//	   52  g4    <-b: gets 2 ──▶ g3                    tee_test.go:34         for v := range b {
//	   54        <-b: blocks                           tee_test.go:34         for v := range b {
//	   58  g1    <-a: blocks                           tee_test.go:40         for v := range a {
//	   61  g2    takes case ch <- v: sends 2 ◀── 44    tee_test.go:18         select {
//	   64        blocks in select                      tee_test.go:18         select {
//	   67  g3    takes case out2 <- v: sends 2 ◀── 52  wrong.go:35            select {
//	   68        <-in: gets 3 ──▶ g1,g2                wrong.go:33            for v := range in {
//	   72        takes case out1 <- v: sends 3 ──▶ g4  wrong.go:35            select {
//	   75        takes case out2 <- v: sends 3         wrong.go:35            select {
//	   77        <-in: blocks                          wrong.go:33            for v := range in {
//	   81  g4    <-b: blocks                           tee_test.go:34         for v := range b {
//	   85  g1    <-a: blocks                           tee_test.go:40         for v := range a {
//	   88  g2    takes case ch <- v: sends 3 ◀── 68    tee_test.go:18         select {
//	   89        close(in) ──▶ g3                      tee_test.go:16         defer close(ch)
//	   93  g3    close(b) ──▶ g4                       wrong.go:43            }()
//	   94        close(a) ──▶ g1                       wrong.go:43            }()
//	   99  g4    other <- …: blocks                    tee_test.go:37         other <- got
//	  102  g1    <-other ◀── 97                        tee_test.go:43         gotB := <-other
//	  103        in testing.(*common).Errorf           tee_test.go:45         t.Errorf("received %v and %v, want %v twice", got, gotB, wa…
package tee
