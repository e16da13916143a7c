// Package withcancel gives the goroutines that a function starts a context of their own.
//
// A derived context is over when its parent is, or when its own cancel is called. Cancel
// reaches down, never up: the caller's context goes on.
//
// # Guarantee
//
// When [Find] returns, its goroutine has been told to end. The caller's context is as it
// was.
//
// # What goes wrong
//
//   - Find hands on the context that it was given. It works, and in a test, whose context
//     ends with the test, it even cleans up. In a server the context may be that of the
//     program, and each search leaves a goroutine that counts no further.
//   - Cancel is called at the end, and not deferred. The usual way out is another one.
//
// # What chaosrun shows
//
//	--- FAIL: TestWrongForgets
//	    leak: the test has returned and left goroutines: 2 that can never be woken
//	    found in the first run of the process (roundrobin), 26 steps
//
//	    g2 waits in select on chan#2, and nothing can ever wake it
//	        at examples/context/withcancel/withcancel.go:11 in withcancel.Count.func1
//	        chan#2 was last used by g1: recv at examples/context/withcancel/wrong.go:13 in withcancel.findForgets; it has ended
//	        started by g1 at examples/context/withcancel/withcancel.go:8 in withcancel.Count
//
//	    g3 waits in select on chan#3, and nothing can ever wake it
//	        at examples/context/withcancel/withcancel.go:11 in withcancel.Count.func1
//	        chan#3 was last used by g1: recv at examples/context/withcancel/wrong.go:13 in withcancel.findForgets; it has ended
//	        started by g1 at examples/context/withcancel/withcancel.go:8 in withcancel.Count
package withcancel
