// Package pool uses buffers again instead of making new ones.
//
// A Pool keeps things for those who need one next. Between Get and Put the thing belongs
// to one goroutine, as if it had made it; after Put it belongs to somebody else, and
// before Get it did.
//
// # Guarantee
//
// Whatever others render at the same time, or did before, each gets its own text.
//
// # What goes wrong
//
//   - The buffer is not emptied. The text begins with another's, which in a web server is
//     another user's.
//   - The memory of the buffer is used after Put. Somebody else writes to it already.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongEarly, run 3 of seed 1 (auto), 78 steps
//
//	pool_test.go:28: got "c", want "b"
//
//	 step  g1 (the test)         g2                    g3                    g4
//	    …
//	   14  wg.Wait wg#2: waits                                                                     pool_test.go:33        wg.Wait()
//	   16                        starts ◀── 7                                                      pool_test.go:20        wg.Go(func() {
//	   17                        pool pool#3                                                       wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   18                        Lock mutex#4                                                      wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   19                        pool pool#3                                                       wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   20                        atomic.Add atomic#5                                               wrong.go:32            r.served.Add(1)
//	   21                        pool pool#3                                                       wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   22                        pool pool#3                                                       wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   23                        atomic.Add atomic#5                                               wrong.go:32            r.served.Add(1)
//	   27                                              starts ◀── 9                                pool_test.go:20        wg.Go(func() {
//	   28                                              pool pool#3                                 wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   29                                              pool pool#3                                 wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   30                                                                    starts ◀── 11         pool_test.go:20        wg.Go(func() {
//	   31                                                                    pool pool#3           wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   32                                                                    pool pool#3           wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   33                                                                    atomic.Add atomic#5   wrong.go:32            r.served.Add(1)
//	   34                                                                    pool pool#3           wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   35                                                                    pool pool#3           wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   36                                                                    atomic.Add atomic#5   wrong.go:32            r.served.Add(1)
//	   40                                              atomic.Add atomic#5                         wrong.go:32            r.served.Add(1)
//	   81                                              pool pool#3                                 wrong.go:37            buf, ok := r.buffers.Get().(*bytes.Buffer)
//	   82                                              pool pool#3                                 wrong.go:44            return buf.Bytes() // the buffer's own memory
//	   83                                              atomic.Add atomic#5                         wrong.go:32            r.served.Add(1)
//	   91  ends
package pool
