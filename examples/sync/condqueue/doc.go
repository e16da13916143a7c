// Package condqueue is a bounded queue built on sync.Cond.
//
// A goroutine uses a condition variable to wait until something that a lock guards has
// become true. Wait releases the lock while it blocks. When it returns, the condition
// was true at some time, and may be false again because another goroutine was faster.
//
// # Guarantee
//
// Items leave in the order in which they came, each once. A goroutine that waits for
// room or for an item is woken when there is some, and all are woken by [Queue.Close].
//
// # What goes wrong
//
//   - The consumer checks the condition with if instead of for. When it is woken,
//     another consumer, which never waited, may have taken the item. The first one then
//     takes an item that is not there.
//   - Close calls Signal instead of Broadcast. One consumer learns that the queue is
//     closed, and the others block forever.
//   - Producers and consumers wait for the same condition variable, and Signal wakes
//     one goroutine. It may wake a producer where a consumer is needed; the producer
//     checks its condition and waits again, and the signal is lost. The correct version
//     has one condition variable for each question.
//
// # What chaosrun shows
//
// Each is found within a few runs. With one condition variable for both questions, two
// producers and two consumers are all blocked, although nobody holds the lock:
//
//	deadlock: all 5 goroutines of the test are blocked, among them g1 at
//	    “putting.Wait()” (condqueue_test.go:43) and g2 at “q.changed.Wait()”
//	    (wrong.go:58)
//	TestWrongOneCond, run 1 (roundrobin)
//
//	    …
//	   32  g4    starts ◀── 11              condqueue_test.go:37   getting.Go(func() {
//	   33        q.mu.Lock() ◀── 29         wrong.go:69            q.mu.Lock()
//	   34        q.changed.Signal() ──▶ g2  wrong.go:79            q.changed.Signal()
//	   35        q.mu.Unlock()              wrong.go:70            defer q.mu.Unlock()
//	   36        q.mu.Lock()                wrong.go:69            q.mu.Lock()
//	   37        q.changed.Wait()           wrong.go:72            q.changed.Wait()
//	   38        q.mu.Unlock() ──▶ g5       wrong.go:72            q.changed.Wait()
//	   39        q.changed.Wait(): blocks   wrong.go:72            q.changed.Wait()
//	   41  g5    starts ◀── 13              condqueue_test.go:37   getting.Go(func() {
//	   42        q.mu.Lock() ◀── 38         wrong.go:69            q.mu.Lock()
//	   43        q.changed.Wait()           wrong.go:72            q.changed.Wait()
//	   44        q.mu.Unlock() ──▶ g2       wrong.go:72            q.changed.Wait()
//	   45        q.changed.Wait(): blocks   wrong.go:72            q.changed.Wait()
//	   48  g2    q.mu.Lock() ◀── 44         wrong.go:58            q.changed.Wait()
//	   49        q.changed.Signal() ──▶ g3  wrong.go:64            q.changed.Signal()
//	   50        q.mu.Unlock()              wrong.go:56            defer q.mu.Unlock()
//	   51        q.mu.Lock()                wrong.go:55            q.mu.Lock()
//	   52        q.changed.Wait()           wrong.go:58            q.changed.Wait()
//	   53        q.mu.Unlock() ──▶ g3       wrong.go:58            q.changed.Wait()
//	   54        q.changed.Wait(): blocks   wrong.go:58            q.changed.Wait()
//	   57  g3    q.mu.Lock() ◀── 53         wrong.go:58            q.changed.Wait()
//	   58        q.changed.Wait()           wrong.go:58            q.changed.Wait()
//	   59        q.mu.Unlock()              wrong.go:58            q.changed.Wait()
//	   60        q.changed.Wait(): blocks   wrong.go:58            q.changed.Wait()
package condqueue
