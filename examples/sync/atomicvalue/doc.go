// Package atomicvalue holds a value that is replaced as a whole while others read it.
//
// A configuration is read with every request and changed once a day. Readers take a
// pointer to it, in one step, and use what it points to, which nobody changes: the
// writer makes a new one.
//
// # Guarantee
//
// What [Holder.Load] returns was stored by one call of Store.
//
// # What goes wrong
//
//   - Each field is loaded separately. If the configuration is replaced in between, the
//     reader has the region of the old one and the host of the new one. The correct
//     reader loads the pointer once and uses what it points to.
//   - Errors are stored in an atomic.Value. All values in it must have the same
//     concrete type, so the first error of another type panics. An atomic.Pointer, as
//     in [Holder], points to any of them.
//
// # What chaosrun shows
//
//	test failed: atomicvalue_test.go:35: region eu with host host-ap
//	TestWrongTorn, run 2 of seed 1 (auto)
//
//	the 2 choices that lead to it:
//	  - g1 blocks at “wg.Wait()” (atomicvalue_test.go:39), and g3 runs next; g2
//	    and g4 are ready too
//	  - g3 is preempted before “h.current.Load()” (atomicvalue.go:20); g4 runs,
//	    and then g2 until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g2 does “h.current.Store(&v)” (atomicvalue.go:23)
//	  - g3 does “h.current.Load()” (atomicvalue.go:20)
//
//	atomicvalue_test.go:35: region eu with host host-ap
//
//	    5  g1    starts
//	    6        h.current.Stor…: nil → non-nil  atomicvalue.go:23      func (h *Holder[T]) Store(v T) { h.current.Store(&v) }
//	    8        go ──▶ g2                       atomicvalue_test.go:27 wg.Go(func() {
//	   10        go ──▶ g3                       atomicvalue_test.go:33 wg.Go(func() {
//	   12        go ──▶ g4                       atomicvalue_test.go:33 wg.Go(func() {
//	   14        wg.Wait(): blocks               atomicvalue_test.go:39 wg.Wait()
//	   16  g3    starts ◀── 10                   atomicvalue_test.go:33 wg.Go(func() {
//	   17        h.current.Load…: reads non-nil  atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   18  g4    starts ◀── 12                   atomicvalue_test.go:33 wg.Go(func() {
//	   19        h.current.Load…: reads non-nil  atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   20        h.current.Load…: reads non-nil  atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   22        ends
//	   24  g2    starts ◀── 8                    atomicvalue_test.go:27 wg.Go(func() {
//	   25        h.current.Store()               atomicvalue.go:23      func (h *Holder[T]) Store(v T) { h.current.Store(&v) }
//	   26        h.current.Store()               atomicvalue.go:23      func (h *Holder[T]) Store(v T) { h.current.Store(&v) }
//	   28        ends
//	   30  g3    h.current.Load…: reads non-nil  atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   31        in testing.(*common).Errorf     atomicvalue_test.go:35 t.Errorf("region %s with host %s", region, host)
package atomicvalue
