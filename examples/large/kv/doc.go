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
//	TestWrongSaving, run 105 of seed 1 (auto), 813 steps
//
//	kv_test.go:110: no order of these calls explains what was seen: [{1 {true c1.0} 1  2 <nil> {}} {0 {false c0.0} 4 c1.0 5 <nil> {}} {1 {true c1.1} 3  6 <nil> {}} {1 {false c1.2} 7 c1.1 8 <nil> {}} {0 {false c0.1} 9 c1.0 11 <nil> {}} {1 {true c1.3} 10  9223372036854775807 <nil> {}} {0 {true c0.2} 12  13 <nil> {}} {1 {true c1.3} 15  16 <nil> {}} {1 {false c1.4} 17 c1.3 19 <nil> {}} {1 {true c1.5} 20  22 <nil> {}} {0 {false c0.4} 23 c1.5 24 <nil> {}} {0 {true c0.5} 25  26 <nil> {}}]
//
//	    …
//	  910  g40   Lock mutex#9 ◀── 904                network_test.go:48     w.mu.Lock()
//	  911        Unlock mutex#9                      network_test.go:50     return w.cut == [2]int{a, b} || w.cut == [2]int{b, a}
//	  912        Lock mutex#7 ◀── 863                wrong.go:30            node.mu.Lock()
//	  913        Unlock mutex#7                      wrong.go:32            node.mu.Unlock()
//	  914        Lock mutex#29 ◀── 861               wrong.go:17            d.mu.Lock()
//	  915        Unlock mutex#29                     wrong.go:20            }
//	  916        Lock mutex#7                        wrong.go:37            node.mu.Lock()
//	  917        Unlock mutex#7                      wrong.go:45            return Response{OK: true, Term: node.term}
//	  918        Lock mutex#9                        network_test.go:48     w.mu.Lock()
//	  919        Unlock mutex#9                      network_test.go:50     return w.cut == [2]int{a, b} || w.cut == [2]int{b, a}
//	  920        send chan#39                        kv.go:212              answers <- &r
//	  925  g2    Lock mutex#10                       kv.go:189              n.mu.Lock()
//	  926        Unlock mutex#10                     kv.go:198              return true
//	  928        atomic.Add atomic#5                 kv_test.go:72          h.add(client, in, call, "", h.clock.Add(1))
//	  929        Lock mutex#17                       kv_test.go:54          h.mu.Lock()
//	  930        Unlock mutex#17                     kv_test.go:57          }
//	  938  g1    go ──▶ g41                          kv_test.go:109         if !porcupine.CheckOperations(register, h.ops) {
//	  940        waits: select                       kv_test.go:109         if !porcupine.CheckOperations(register, h.ops) {
//	  942  g41   starts ◀── 938                      kv_test.go:109         if !porcupine.CheckOperations(register, h.ops) {
//	  943        in context.(*cancelCtx).Err ──▶ g1  checker.go:382
//	  981  g1    in testing.(*common).Errorf         kv_test.go:110         t.Errorf("no order of these calls explains what was seen: %…
//	 1020        wg.Wait wg#19 ◀── 209,252,300,…     kv.go:86               func (n *Node) Close() { n.calls.Wait() }
//	 1022        wg.Wait wg#8 ◀── 41,64,70,…         kv.go:86               func (n *Node) Close() { n.calls.Wait() }
//	 1023        ends
package kv
