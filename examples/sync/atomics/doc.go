// Package atomics counts with atomic variables.
//
// An atomic operation is one step for all goroutines. Two atomic operations are two
// steps. That is enough for a single number that is added to, and not for two numbers
// that have to fit together.
//
// # Guarantee
//
// Every addition counts. Each number is correct by itself; two numbers that are read
// one after the other may be from different moments.
//
// # What goes wrong
//
// The number is loaded, increased and stored. Each access is atomic, so there is no
// data race and the race detector reports nothing. But another goroutine may add
// between the load and the store, and its addition is lost. The correct version uses
// Add, which is one step.
//
// # What chaosrun shows
//
//	test failed: atomics_test.go:32: 4 requests, 1 bytes, 0 open; want 4, 6, 0
//	TestWrongLoadStore, run 1 of seed 1 (auto)
//
//	the choice that leads to it:
//	  - g3 is preempted before “m.bytes.Store(m.bytes.Load() + bytes)”
//	    (wrong.go:10); g4 runs, and then g5 until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g4 does “m.bytes.Load()” (wrong.go:10)
//	  - g3 does “m.bytes.Store(m.bytes.Load() + bytes)” (wrong.go:10)
//
//	atomics_test.go:32: 4 requests, 1 bytes, 0 open; want 4, 6, 0
//
//	    …
//	   30  g3    m.open.Load(): reads 1       atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	   31        m.bytes.Load(): reads 0      wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   32  g4    starts ◀── 11                atomics_test.go:22     wg.Go(func() {
//	   33        m.requests.Add(): 2 → 3      atomics.go:14          m.requests.Add(1) // one step: nobody's addition is lost
//	   34        m.open.Add(): 1 → 2          atomics.go:15          m.open.Add(1)
//	   35        m.open.Load(): reads 2       atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	   36        m.bytes.Load(): reads 0      wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   37        m.bytes.Store(): 0 → 2       wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   38        m.open.Add(): 2 → 1          wrong.go:11            m.open.Add(-1)
//	   42  g5    starts ◀── 13                atomics_test.go:22     wg.Go(func() {
//	   43        m.requests.Add(): 3 → 4      atomics.go:14          m.requests.Add(1) // one step: nobody's addition is lost
//	   44        m.open.Add(): 1 → 2          atomics.go:15          m.open.Add(1)
//	   45        m.open.Load(): reads 2       atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	   46        m.bytes.Load(): reads 2      wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   47        m.bytes.Store(): 2 → 5       wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   48        m.open.Add(): 2 → 1          wrong.go:11            m.open.Add(-1)
//	   52  g3    m.bytes.Store(): 5 → 1       wrong.go:10            m.bytes.Store(m.bytes.Load() + bytes)
//	   53        m.open.Add(): 1 → 0 ──▶ g1   wrong.go:11            m.open.Add(-1)
//	   59  g1    m.requests.Load(): reads 4   atomics.go:25          func (m *Meter) Requests() int64 { return m.requests.Load()…
//	   60        m.bytes.Load(): reads 1      atomics.go:28          func (m *Meter) Bytes() int64 { return m.bytes.Load() }
//	   61        m.requests.Load(): reads 4   atomics.go:25          func (m *Meter) Requests() int64 { return m.requests.Load()…
//	   62        m.bytes.Load(): reads 1      atomics.go:28          func (m *Meter) Bytes() int64 { return m.bytes.Load() }
//	   63        m.open.Load(): reads 0       atomics.go:31          func (m *Meter) Open() int64 { return m.open.Load() }
//	   64        in testing.(*common).Errorf  atomics_test.go:32     t.Errorf("%d requests, %d bytes, %d open; want 4, 6, 0", m.…
package atomics
