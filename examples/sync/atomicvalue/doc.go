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
//   - Each field is read from the value as it is at that time. The region is that of
//     the old configuration, and the host that of the new one.
//   - Errors in an atomic.Value. All values in it must have the same concrete type, and
//     the first error of another kind panics, in the code that was to report it.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongTorn, run 1 of seed 1 (auto), 66 steps
//
//	atomicvalue_test.go:35: region eu with host host-ap
//
//	 step  g1 (the test)          g2                     g3                     g4
//	    6  atomic.Store atomic#2                                                                       atomicvalue.go:23      func (h *Holder[T]) Store(v T) { h.current.Store(&v) }
//	    7  wg.Add wg#3                                                                                 atomicvalue_test.go:27 wg.Go(func() {
//	    8  go ──▶ g2                                                                                   atomicvalue_test.go:27 wg.Go(func() {
//	    9  wg.Add wg#3                                                                                 atomicvalue_test.go:33 wg.Go(func() {
//	   10  go ──▶ g3                                                                                   atomicvalue_test.go:33 wg.Go(func() {
//	   11  wg.Add wg#3                                                                                 atomicvalue_test.go:33 wg.Go(func() {
//	   12  go ──▶ g4                                                                                   atomicvalue_test.go:33 wg.Go(func() {
//	   15  wg.Wait wg#3: waits                                                                         atomicvalue_test.go:39 wg.Wait()
//	   17                                                starts ◀── 10                                 atomicvalue_test.go:33 wg.Go(func() {
//	   18                                                atomic.Load atomic#2                          atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   19                                                atomic.Load atomic#2                          atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   23                                                                       starts ◀── 12          atomicvalue_test.go:33 wg.Go(func() {
//	   24                                                                       atomic.Load atomic#2   atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   25                         starts ◀── 8                                                         atomicvalue_test.go:27 wg.Go(func() {
//	   26                         atomic.Store atomic#2                                                atomicvalue.go:23      func (h *Holder[T]) Store(v T) { h.current.Store(&v) }
//	   27                         atomic.Store atomic#2                                                atomicvalue.go:23      func (h *Holder[T]) Store(v T) { h.current.Store(&v) }
//	   31                                                                       atomic.Load atomic#2   atomicvalue.go:20      func (h *Holder[T]) Load() T { return *h.current.Load() }
//	   79  ends
package atomicvalue
