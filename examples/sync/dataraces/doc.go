// Package dataraces counts from several goroutines, with a lock and with an atomic
// variable.
//
// Two goroutines that use a variable at the same time, one of them to write, without
// anything that orders the two, have a data race. More than a wrong number may come of
// it, for the compiler is free to assume that nobody else looks.
//
// # Guarantee
//
// Both counters count every call of Add, and Value never goes back.
//
// # What goes wrong
//
//   - n++ is a read, an addition and a write. Two goroutines read the same number, and
//     one addition is lost.
//   - Writers lock and the reader does not, because it is only a number. Nothing
//     orders what the reader sees. A test that reads after all writers have ended does
//     not notice, for there Wait has ordered it.
//
// # What chaosrun shows
//
// Under -race, both in the first run. The race detector sees only what happens in the
// run that it watches; chaosrun gives it many, and adds no ordering of its own that
// would hide a race:
//
//	--- FAIL: TestWrongPlain
//	    race: a write at examples/sync/dataraces/wrong.go:11 and a read at examples/sync/dataraces/wrong.go:11 of the same memory, and nothing orders them
//	    found in the first run of the process (roundrobin), 19 steps
//
//	    first, a write
//	        at examples/sync/dataraces/wrong.go:11 in dataraces.(*plainCounter).Add
//	        at examples/sync/dataraces/dataraces_test.go:21 in dataraces.countsAll.func1
//	        by a goroutine started at examples/sync/dataraces/wrong_test.go:8 in dataraces.TestWrongPlain
//	    then, a read
//	        at examples/sync/dataraces/wrong.go:11 in dataraces.(*plainCounter).Add
//	        at examples/sync/dataraces/dataraces_test.go:21 in dataraces.countsAll.func1
//	        by a goroutine started at examples/sync/dataraces/wrong_test.go:8 in dataraces.TestWrongPlain
package dataraces
