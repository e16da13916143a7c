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
// have seen. The network between the nodes, and which link is cut when, is the test's
// own.
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
//	go test -tags chaosrun -race -run TestWrongSaving -count 10000 ./examples/large/kv
//
// did they. The test with which chaosrun finds it, mostly within some hundred schedules,
// is the test of the right version.
//
// # What chaosrun shows
//
//	TestWrongSaving
package kv
