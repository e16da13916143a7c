// Package propagation is a tree of goroutines along a tree of contexts.
//
// A context that is cancelled cancels all that are derived from it, and not the one that
// it is derived from, nor its siblings. So the tree of contexts says who ends with whom,
// and it must be the same as the tree of those who wait for one another.
//
// # Guarantee
//
// [Scope.Close] ends the goroutines of the scope and of the scopes below, and has waited
// for them. All others go on.
//
// # What goes wrong
//
//   - A child is derived from Background, because its work should not be cut off. Nobody
//     tells it to end, and whoever waits for it waits for ever.
//   - A child uses its parent's context. Closing the child closes its siblings.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongDetached
//	    deadlock: nothing can run any more: all 4 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 60 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#6, and nothing can ever wake it
//	        at examples/context/propagation/propagation.go:50 in propagation.(*Scope).Close
//
//	    g3 waits in chan receive on chan#15, and nothing can ever wake it
//	        at examples/context/propagation/propagation_test.go:45 in propagation.closeOne.func1
//	        started by g1 at examples/context/propagation/propagation.go:36 in propagation.(*Scope).Go
//
//	    g4 waits in chan receive on chan#23, and nothing can ever wake it
//	        at examples/context/propagation/propagation_test.go:45 in propagation.closeOne.func1
//	        started by g1 at examples/context/propagation/propagation.go:36 in propagation.(*Scope).Go
//
//	    g5 waits in chan receive on chan#20, and nothing can ever wake it
//	        at examples/context/propagation/propagation_test.go:45 in propagation.closeOne.func1
//	        started by g1 at examples/context/propagation/propagation.go:36 in propagation.(*Scope).Go
package propagation
