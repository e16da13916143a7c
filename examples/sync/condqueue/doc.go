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
// Each within a few runs. Of the last, one condition, nobody holds the lock, there is
// nothing to wait for, and two producers and two consumers are all asleep:
//
//	deadlock: nothing can run any more: all 5 goroutines of the test wait
//	TestWrongOneCond, the first run of the process (roundrobin), 37 steps
//
//	    …
//	   33  g4    starts ◀── 11              condqueue_test.go:37   getting.Go(func() {
//	   34        Lock mutex#4 ◀── 30        wrong.go:69            q.mu.Lock()
//	   35        cond.Signal cond#5 ──▶ g2  wrong.go:79            q.changed.Signal()
//	   36        Unlock mutex#4             wrong.go:80            return v, true
//	   37        Lock mutex#4               wrong.go:69            q.mu.Lock()
//	   38        cond.Wait cond#5           wrong.go:72            q.changed.Wait()
//	   39        Unlock mutex#4 ──▶ g5      wrong.go:72            q.changed.Wait()
//	   40        cond.Wait cond#5: waits    wrong.go:72            q.changed.Wait()
//	   42  g5    starts ◀── 13              condqueue_test.go:37   getting.Go(func() {
//	   43        Lock mutex#4 ◀── 39        wrong.go:69            q.mu.Lock()
//	   44        cond.Wait cond#5           wrong.go:72            q.changed.Wait()
//	   45        Unlock mutex#4 ──▶ g2      wrong.go:72            q.changed.Wait()
//	   46        cond.Wait cond#5: waits    wrong.go:72            q.changed.Wait()
//	   49  g2    Lock mutex#4 ◀── 45        wrong.go:58            q.changed.Wait()
//	   50        cond.Signal cond#5 ──▶ g3  wrong.go:64            q.changed.Signal()
//	   51        Unlock mutex#4             wrong.go:65            return true
//	   52        Lock mutex#4               wrong.go:55            q.mu.Lock()
//	   53        cond.Wait cond#5           wrong.go:58            q.changed.Wait()
//	   54        Unlock mutex#4 ──▶ g3      wrong.go:58            q.changed.Wait()
//	   55        cond.Wait cond#5: waits    wrong.go:58            q.changed.Wait()
//	   58  g3    Lock mutex#4 ◀── 54        wrong.go:58            q.changed.Wait()
//	   59        cond.Wait cond#5           wrong.go:58            q.changed.Wait()
//	   60        Unlock mutex#4             wrong.go:58            q.changed.Wait()
//	   61        cond.Wait cond#5: waits    wrong.go:58            q.changed.Wait()
package condqueue
