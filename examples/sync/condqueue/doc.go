// Package condqueue is a bounded queue built on sync.Cond.
//
// A condition variable is for waiting until something guarded by a lock has become true.
// Wait gives the lock up while it sleeps. What it does not do is keep a promise: when it
// returns, the condition was true at some time, and somebody may have been faster.
//
// # Guarantee
//
// Items leave in the order in which they came, each once. Whoever waits for room or for
// an item is woken when there is some, and everybody is woken by [Queue.Close]; nobody
// sleeps on while there is something to do.
//
// # What goes wrong
//
//   - if where a loop is needed. A consumer that is woken finds that another one,
//     which had not waited at all, has taken the item.
//   - Signal in Close. One consumer learns that the queue is closed, and the others
//     sleep on.
//   - One condition for both questions, "is there room" and "is there an item". Signal
//     wakes one goroutine, and it may be of the wrong kind: it looks, goes back to
//     sleep, and the signal is used up.
//
// # What chaosrun shows
//
// Each within three runs. Of the last, one condition, nobody holds the lock, there is
// nothing to wait for, and two producers and two consumers are all asleep:
//
//	--- FAIL: TestWrongOneCond
//	    deadlock: nothing can run any more: all 5 goroutines of the test wait
//	    found in the first run of the process (roundrobin), 37 steps
//
//	    g1 waits in sync.WaitGroup.Wait on wg#1, and nothing can ever wake it
//
//	    g2 waits in sync.Cond.Wait on mutex#3, and nothing can ever wake it
//	        at examples/sync/condqueue/wrong.go:58 in condqueue.(*oneCondQueue).Put
//
//	    g3 waits in sync.Cond.Wait on mutex#3, and nothing can ever wake it
//	        at examples/sync/condqueue/wrong.go:58 in condqueue.(*oneCondQueue).Put
//
//	    g4 waits in sync.Cond.Wait on mutex#3, and nothing can ever wake it
//	        at examples/sync/condqueue/wrong.go:72 in condqueue.(*oneCondQueue).Get
//
//	    g5 waits in sync.Cond.Wait on mutex#3, and nothing can ever wake it
//	        at examples/sync/condqueue/wrong.go:72 in condqueue.(*oneCondQueue).Get
package condqueue
