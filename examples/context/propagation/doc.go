// Package propagation is a tree of goroutines along a tree of contexts.
//
// The cancel of a context reaches all contexts that are derived from it, and neither
// its parent nor its siblings. The tree of contexts has to be the same as the tree of
// goroutines that wait for one another.
//
// # Guarantee
//
// [Scope.Close] ends the goroutines of the scope and of the scopes below it, and waits
// for them. All others keep running.
//
// # What goes wrong
//
//   - The child scope derives its context from context.Background, so that its work is
//     not cut off. The cancel of its parent does not reach it, and Close of the parent,
//     which waits for the child, blocks forever.
//   - The child scope uses the context of its parent. Closing the child cancels its
//     siblings. The correct child derives a context of its own from that of its parent.
//
// # What chaosrun shows
//
//	deadlock: the last 4 goroutines of the test are blocked, among them g1 at
//	    “s.wg.Wait()” (propagation.go:50) and g3 at “<-ctx.Done()”
//	    (propagation_test.go:49)
//	TestWrongDetached, run 1 (roundrobin)
//
//	    5  g1    starts
//	   17        s.wg.Add()               propagation.go:34      p.wg.Add(1)
//	   18        go ──▶ g2                propagation.go:36      go func() {
//	   20        s.wg.Add()               propagation.go:34      p.wg.Add(1)
//	   21        go ──▶ g3                propagation.go:36      go func() {
//	   23        s.wg.Add()               propagation.go:34      p.wg.Add(1)
//	   24        go ──▶ g4                propagation.go:36      go func() {
//	   26        s.wg.Add()               propagation.go:34      p.wg.Add(1)
//	   27        go ──▶ g5                propagation.go:36      go func() {
//	   39        s.wg.Wait(): blocks      propagation.go:50      s.wg.Wait()
//	   41  g2    starts ◀── 18            propagation.go:36      go func() {
//	   45        s.wg.Done()              propagation.go:39      p.wg.Done()
//	   46        ends
//	   48  g3    starts ◀── 21            propagation.go:36      go func() {
//	   55        <-ctx.Done()#17: blocks  propagation_test.go:49 <-ctx.Done()
//	   57  g4    starts ◀── 24            propagation.go:36      go func() {
//	   64        <-ctx.Done()#20: blocks  propagation_test.go:49 <-ctx.Done()
//	   66  g5    starts ◀── 27            propagation.go:36      go func() {
//	   73        <-ctx.Done()#23: blocks  propagation_test.go:49 <-ctx.Done()
package propagation
