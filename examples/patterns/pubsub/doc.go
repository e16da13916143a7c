// Package pubsub hands each message to everyone who asked for its topic.
//
// Publishers and subscribers do not know one another; the broker knows all of them.
// Subscribers may come, leave and be slow at any time.
//
// # Guarantee
//
// A subscriber sees the messages of each publisher in the order in which they were
// published. A slow subscriber may miss some, but never delays anybody. When it has
// left, its channel is closed and nothing is sent to it any more.
//
// # What goes wrong
//
//   - Publish copies the list of subscribers under the lock and sends without it,
//     because a lock should not be held while others are called. If a subscriber leaves
//     in between, its channel is closed and the send of Publish panics.
//   - Publish holds the lock and blocks until each subscriber has room, so that no
//     message is lost. A subscriber that subscribes to something else before it reads
//     on waits for that lock, and both block forever.
//
// The correct version holds the lock while it sends, and its sends do not block: a
// subscriber without room misses the message.
//
// # What chaosrun shows
//
// The second mistake is found in the first run. The first one needs a subscriber that
// leaves between the copy and the send:
//
//	panic: send on closed channel, in g2 at “case c <- v:” (wrong.go:18); g1 closed
//	    c at “close(c)” (pubsub.go:32)
//	TestWrongCopy, run 1 of seed 1 (auto)
//
//	of 2 choices that lead to it, the one that concerns the failure:
//	  - g2 is preempted before “case c <- v:” (wrong.go:18); g1 runs until it
//	    blocks at “wg.Wait()” (pubsub_test.go:28)
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g1 does “close(c)” (pubsub.go:32)
//	  - g2 does “case c <- v:” (wrong.go:18)
//
//	 step  g1 (the test)          g2                     g3
//	    5  starts
//	    6  b.mu.Lock()                                                          pubsub.go:25           b.mu.Lock()
//	    8  b.mu.Unlock() ──▶ g2                                                 pubsub.go:28           return c, sync.OnceFunc(func() {
//	   11  go ──▶ g2                                                            pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   12                         starts ◀── 11                                 pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   13                         b.mu.RLock() ◀── 8                            wrong.go:12            b.mu.RLock()
//	   14                         b.mu.RUnlock() ──▶ g1                         wrong.go:14            b.mu.RUnlock()
//	   16                                                would starts           pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   17  go                                                                   pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   20  b.mu.Lock() ◀── 14                                                   pubsub.go:29           b.mu.Lock()
//	   22  close(c)                                                             pubsub.go:32           close(c) // nobody sends: that takes the lock, and c is no …
//	   23  b.mu.Unlock()                                                        pubsub.go:30           defer b.mu.Unlock()
//	   26  <-c: is closed                                                       pubsub_test.go:23      for v := range ch { // what was there before it left
//	   28  wg.Wait(): blocks                                                    pubsub_test.go:28      wg.Wait()
//	   30                         c <- 0                                        wrong.go:18            case c <- v:
//	   31                         PANICS                                        wrong.go:18            case c <- v:
package pubsub
