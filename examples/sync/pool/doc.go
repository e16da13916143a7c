// Package pool uses buffers again instead of making new ones.
//
// A Pool keeps objects for goroutines that need one next. Between Get and Put the
// object belongs to one goroutine; before Get and after Put it may belong to another
// one.
//
// # Guarantee
//
// Each caller gets its own text, whatever others render before or at the same time.
//
// # What goes wrong
//
//   - The buffer is not emptied after Get. The text begins with the text of another
//     caller, which in a web server is another user's. The correct version calls Reset.
//   - The bytes of the buffer are used after Put. Another goroutine may already write
//     to them. The correct version copies them before Put.
//
// # What chaosrun shows
//
//	test failed: pool_test.go:28: got "cc", want "bb"
//	TestWrongEarly, run 1 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g3 is preempted before “r.served.Add(1)” (wrong.go:32); g4 runs until it
//	    ends
//
//	pool_test.go:28: got "cc", want "bb"
//
//	 step  g1 (the test)                g2                           g3                           g4
//	    …
//	   11  go ──▶ g4                                                                                                           pool_test.go:20        wg.Go(func() {
//	   13  wg.Wait(): blocks                                                                                                   pool_test.go:33        wg.Wait()
//	   15                               starts ◀── 7                                                                           pool_test.go:20        wg.Go(func() {
//	   16                               pool#3.pool()                                                                          wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   18                               pool#3.pool()                                                                          wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   19                               r.served.Add(): 0 → 1                                                                  wrong.go:32            r.served.Add(1)
//	   20                               pool#3.pool()                                                                          wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   22                               pool#3.pool()                                                                          wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   23                               r.served.Add(): 1 → 2                                                                  wrong.go:32            r.served.Add(1)
//	   27                                                            starts ◀── 9                                              pool_test.go:20        wg.Go(func() {
//	   28                                                            pool#3.pool()                                             wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   30                                                            pool#3.pool()                                             wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   31                                                            r.served.Add(): 2 → 3                                     wrong.go:32            r.served.Add(1)
//	   32                                                            pool#3.pool()                                             wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   34                                                            pool#3.pool()                                             wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   35                                                                                         starts ◀── 11                pool_test.go:20        wg.Go(func() {
//	   36                                                                                         pool#3.pool()                wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   38                                                                                         pool#3.pool()                wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   39                                                                                         r.served.Add(): 3 → 4        wrong.go:32            r.served.Add(1)
//	   40                                                                                         pool#3.pool()                wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   42                                                                                         pool#3.pool()                wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   43                                                                                         r.served.Add(): 4 → 5        wrong.go:32            r.served.Add(1)
//	   47                                                            r.served.Add(): was 5                                     wrong.go:32            r.served.Add(1)
//	   48                                                            in testing.(*common).Errorf                               pool_test.go:28        t.Errorf("got %q, want %q", got, want)
package pool
