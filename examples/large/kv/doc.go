// Package kv keeps a few values on three nodes, of which one leads.
//
// A node leads for a term, with the votes of a majority. Each vote comes with a promise
// to prefer nobody else for the length of the lease; so the leader may answer reads by
// itself until then, and asks again when it has done nothing for longer. A write is done
// when a majority has stored it. A new leader hears from those who vote for it what they
// have stored, and stores the latest of that once more, under its own term.
//
// # Guarantee
//
// It looks like one copy: the calls of all clients are linearizable, with messages lost,
// links cut and two nodes that both want to lead. A Put that ends with [ErrUnknown] may
// or may not take place; a node that cannot have a majority refuses.
//
// The test has porcupine look for an order of all calls that explains what the clients
// have seen. In one test the network between the nodes is the test's own; in the other
// the nodes send each other datagrams, and which of the links is cut when is for chaosrun
// to choose, by a plan of inject.Partition.
//
// # What goes wrong
//
// A node that stores a state first checks that the leader's term is still the latest.
// The wrong version releases its lock after that check, while it writes to its disk, so
// that votes and reads need not wait. Meanwhile the node may vote for a new leader and
// tell it the old state; after that it confirms the new state to the old leader. The
// client is told that its write is done, and the new leader does not have it: the calls
// are not linearizable. The correct version holds the lock until the state is stored.
//
// The votes must come while the disk is busy. They did so in none of the runs of
//
//	go test -tags chaosrun,stress -race -run TestWrongSaving -count 10000 ./examples/large/kv
//
// chaosrun finds it with the test of the correct version, usually within some hundred
// schedules.
//
// # What chaosrun shows
//
//	test failed: kv_test.go:119: no order of these calls explains what was seen: [{0
//	    {false c0.0} 1 2 <nil> {}} {1 {true c1.0} 4 5 <nil> {}} {1 {true c1.1} 7 8
//	    <nil> {}} {1 {false c1.2} 9 c1.1 10 <nil> {}} {0 {false c0.1} 6 c1.0 11
//	    <nil> {}} {0 {false c0.2} 12 c1.0 14 <nil> {}} {1 {true c1.3} 13
//	    9223372036854775807 <nil> {}} {0 {fa…
//	TestWrongSaving, run 246 of seed 1 (auto)
//
//	of 12 choices that lead to it, the one that concerns the failure:
//	  - a timer fires before g3 does “call := h.clock.Add(1)” (kv_test.go:61)
//
//	kv_test.go:119: no order of these calls explains what was seen: [{0 {false c0.0} 1  2 <nil> {}} {1 {true c1.0} 4  5 <nil> {}} {1 {true c1.1} 7  8 <nil> {}} {1 {false c1.2} 9 c1.1 10 <nil> {}} {0 {false c0.1} 6 c1.0 11 <nil> {}} {0 {false c0.2} 12 c1.0 14 <nil> {}} {1 {true c1.3} 13  9223372036854775807 <nil> {}} {0 {false c0.3} 15 c1.0 16 <nil> {}} {0 {false c0.4} 17 c1.0 18 <nil> {}} {0 {true… 98 more bytes, which the recording has
//
//	    …
//	  828  g33   answers#42 <- … ──▶ g1                  kv.go:212              answers <- &r
//	  833  g3    mu#12.Lock()                            kv.go:189              n.mu.Lock()
//	  834        mu#12.Unlock()                          kv.go:190              defer n.mu.Unlock()
//	  835        mu#12.Lock()                            kv.go:108              n.mu.Lock()
//	  836        mu#12.Unlock()                          kv.go:109              defer n.mu.Unlock()
//	  838        h.clock.Add(): 23 → 24                  kv_test.go:65          h.add(client, in, call, v, h.clock.Add(1))
//	  839        h.mu.Lock() ◀── 738                     kv_test.go:54          h.mu.Lock()
//	  840        h.mu.Unlock()                           kv_test.go:55          defer h.mu.Unlock()
//	  841        in fmt.Sprintf                          kv_test.go:83          in := input{put: rand.IntN(2) == 0, value: fmt.Sprintf("c%d…
//	  843        h.clock.Add(): 24 → 25                  kv_test.go:61          call := h.clock.Add(1)
//	  844        mu#12.Lock()                            kv.go:108              n.mu.Lock()
//	  845        mu#12.Unlock()                          kv.go:109              defer n.mu.Unlock()
//	  846        h.clock.Add(): was 25                   kv_test.go:65          h.add(client, in, call, v, h.clock.Add(1))
//	  847        h.mu.Lock()                             kv_test.go:54          h.mu.Lock()
//	  848        h.mu.Unlock() ──▶ g1                    kv_test.go:55          defer h.mu.Unlock()
//	  860  g1    blocks in select                        kv_test.go:96          if !porcupine.CheckOperations(register, h.ops) {
//	  862  g35   starts ◀── 852                          kv_test.go:96          if !porcupine.CheckOperations(register, h.ops) {
//	  863        in porcupine.checkSingle                checker.go:382         ok, l := checkSingle(ctx, model, subhistory, computeInfo)
//	  896        results <- false ──▶ g1                 checker.go:384         results <- ok
//	  900  g1    takes recv results: gets false ◀── 896  kv_test.go:96          if !porcupine.CheckOperations(register, h.ops) {
//	  910        in testing.(*common).Errorf             kv_test.go:97          t.Errorf("no order of these calls explains what was seen: %…
//	  942        n.calls#7.Wait() ◀── 57,87,108,…        kv.go:86               func (n *Node) Close() { n.calls.Wait() }
//	  944        n.calls#19.Wait() ◀── 178,221,271,…     kv.go:86               func (n *Node) Close() { n.calls.Wait() }
//	  945        ends
package kv
