// Package atomics counts with atomic variables.
//
// An atomic operation is one step for everybody. Two of them, one after the other, are
// two. For a single number that is added to, this is all one needs; for two numbers that
// must fit together it is not enough.
//
// # Guarantee
//
// Every addition counts. Each number is right by itself; two of them, looked at one after
// the other, may be from different moments.
//
// # What goes wrong
//
// The number is loaded, added to and stored. Every access is atomic, so that there is no
// data race and nothing for the race detector to find, and additions are lost all the
// same.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongLoadStore, the first run of the process (roundrobin), 92 steps
//
//	atomics_test.go:32: 4 requests, 3 bytes, 0 open; want 4, 6, 0
//
//	 step  g1 (the test)           g2                      g3                      g4                      g5
//	    …
//	   31                                                  atomic.Load atomic#4                                                    atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	   32                                                  atomic.Load atomic#5                                                    wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   33                                                  atomic.Store atomic#5                                                   wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   34                                                  atomic.Add atomic#4                                                     wrong.go:11            m.open.Add(-1)
//	   38                                                                          starts ◀── 11                                   atomics_test.go:22     wg.Go(func() {
//	   39                                                                          atomic.Add atomic#3                             atomics.go:14          m.requests.Add(1) // one step: nobody's addition is lost
//	   40                                                                          atomic.Add atomic#4                             atomics.go:15          m.open.Add(1)
//	   41                                                                          atomic.Load atomic#4                            atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	   42                                                                          atomic.Load atomic#5                            wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   43                                                                                                  starts ◀── 13           atomics_test.go:22     wg.Go(func() {
//	   44                                                                                                  atomic.Add atomic#3     atomics.go:14          m.requests.Add(1) // one step: nobody's addition is lost
//	   45                                                                                                  atomic.Add atomic#4     atomics.go:15          m.open.Add(1)
//	   46                                                                                                  atomic.Load atomic#4    atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	   47                                                                                                  atomic.Load atomic#5    wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   48                                                                                                  atomic.Store atomic#5   wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   49                                                                                                  atomic.Add atomic#4     wrong.go:11            m.open.Add(-1)
//	   53                                                                          atomic.Store atomic#5                           wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   54                                                                          atomic.Add atomic#4                             wrong.go:11            m.open.Add(-1)
//	   62  atomic.Load atomic#3                                                                                                    atomics.go:25          func (m *Meter) Requests() int64 { return m.requests.Load()…
//	   63  atomic.Load atomic#5                                                                                                    atomics.go:28          func (m *Meter) Bytes() int64 { return m.bytes.Load() }
//	   64  atomic.Load atomic#3                                                                                                    atomics.go:25          func (m *Meter) Requests() int64 { return m.requests.Load()…
//	   65  atomic.Load atomic#5                                                                                                    atomics.go:28          func (m *Meter) Bytes() int64 { return m.bytes.Load() }
//	   66  atomic.Load atomic#4                                                                                                    atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	  107  ends
package atomics
