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
// A node that stores a state looks whether the leader's term is still the latest, and
// stores. The wrong version writes to its disk in between, and lets go of its lock while
// it does, so that votes and reads need not wait. It may then give its vote to a new
// leader, tell that what it had stored before, and confirm the new state to the old
// leader afterwards. A client was told that its write is done; the new leader has never
// heard of it.
//
// The votes must come while the disk is busy, and in none of
//
//	go test -tags chaosrun,stress -race -run TestWrongSaving -count 10000 ./examples/large/kv
//
// did they. The test with which chaosrun finds it, mostly within some hundred schedules,
// is the test of the right version.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongSaving, run 58 of seed 1 (auto), 700 steps
//
//	kv_test.go:119: no order of these calls explains what was seen: [{0 {false c0.0} 1  2 <nil> {}} {1 {true c1.0} 4  5 <nil> {}} {1 {false c1.1} 6 c1.0 7 <nil> {}} {1 {true c1.2} 8  9 <nil> {}} {1 {false c1.3} 10 c1.2 11 <nil> {}} {1 {true c1.4} 12  13 <nil> {}} {0 {false c0.1} 14 c1.4 16 <nil> {}} {1 {true c1.5} 15  17 <nil> {}} {0 {false c0.2} 18 c1.4 19 <nil> {}} {0 {true c0.3} 20  21 <nil> {}} {0 {true c0.4} 22  23 <nil> {}} {0 {false c0.5} 24 c0.4 25 <nil> {}}]
//
//	    …
//	  759  g34   Lock mutex#12 ◀── 708               wrong.go:30            node.mu.Lock()
//	  760        Unlock mutex#12                     wrong.go:32            node.mu.Unlock()
//	  761        Lock mutex#15 ◀── 706               wrong.go:17            d.mu.Lock()
//	  762        Unlock mutex#15                     wrong.go:20            }
//	  763        Lock mutex#12                       wrong.go:37            node.mu.Lock()
//	  764        Unlock mutex#12                     wrong.go:45            return Response{OK: true, Term: node.term}
//	  765        Lock mutex#10                       network_test.go:48     w.mu.Lock()
//	  766        Unlock mutex#10                     network_test.go:50     return w.cut == [2]int{a, b} || w.cut == [2]int{b, a}
//	  767        send chan#34                        kv.go:212              answers <- &r
//	  772  g2    Lock mutex#6                        kv.go:189              n.mu.Lock()
//	  773        Unlock mutex#6                      kv.go:198              return true
//	  774        Lock mutex#6                        kv.go:108              n.mu.Lock()
//	  775        Unlock mutex#6                      kv.go:111              return v, n.leading && time.Now().Before(n.valid)
//	  777        atomic.Add atomic#5                 kv_test.go:65          h.add(client, in, call, v, h.clock.Add(1))
//	  778        Lock mutex#16                       kv_test.go:54          h.mu.Lock()
//	  779        Unlock mutex#16                     kv_test.go:57          }
//	  792  g1    go ──▶ g35                          kv_test.go:96          if !porcupine.CheckOperations(register, h.ops) {
//	  794        waits: select                       kv_test.go:96          if !porcupine.CheckOperations(register, h.ops) {
//	  796  g35   starts ◀── 792                      kv_test.go:96          if !porcupine.CheckOperations(register, h.ops) {
//	  797        in context.(*cancelCtx).Err ──▶ g1  checker.go:382
//	  842  g1    in testing.(*common).Errorf         kv_test.go:97          t.Errorf("no order of these calls explains what was seen: %…
//	  881        wg.Wait wg#8 ◀── 49,60,83,…         kv.go:86               func (n *Node) Close() { n.calls.Wait() }
//	  883        wg.Wait wg#19 ◀── 184,224,258,…     kv.go:86               func (n *Node) Close() { n.calls.Wait() }
//	  884        ends
package kv
