// Package pubsub hands each message to everyone who asked for its topic.
//
// Publishers and subscribers do not know one another; the broker knows them all. It must
// get along with subscribers that come, go and dawdle at any time.
//
// # Guarantee
//
// A subscriber sees the messages of each publisher in the order in which they were
// published. It may miss some, if it does not keep up, but it never delays anybody. When
// it has left, its channel is closed and nothing is sent to it any more.
//
// # What goes wrong
//
//   - Publish copies the list of subscribers and sends without the lock: one does not
//     call others with a lock held. A subscriber of the copy leaves in between, its
//     channel is closed, and the publisher panics.
//   - Publish waits for room, so that nothing is lost, and holds the lock meanwhile. A
//     subscriber that reacts to a message by subscribing to something else needs that
//     lock before it reads on.
//
// The version here holds the lock while it sends, which is right because its sends do
// not wait.
//
// # What chaosrun shows
//
// The second in the first run. The first needs the subscriber to leave between the copy
// and the send:
//
//	panic: send on closed channel
//	TestWrongCopy, run 9 of seed 1 (auto), 30 steps
//
//	 step  g1 (the test)               g2                          g3
//	    5  starts
//	    6  rw.Lock rwmutex#2                                                                   pubsub.go:25           b.mu.Lock()
//	    9  rw.Unlock rwmutex#2 ──▶ g3                                                          pubsub.go:28           return c, sync.OnceFunc(func() {
//	   11  wg.Add wg#4                                                                         pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   12  go ──▶ g2                                                                           pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   13  wg.Add wg#4                                                                         pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   14  go ──▶ g3                                                                           pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   15                                                          starts ◀── 14               pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   16                                                          RLock rwmutex#2 ◀── 9       wrong.go:12            b.mu.RLock()
//	   17                                                          RUnlock rwmutex#2 ──▶ g1    wrong.go:14            b.mu.RUnlock()
//	   21  rw.Lock rwmutex#2 ◀── 17                                                            pubsub.go:29           b.mu.Lock()
//	   24  close chan#5                                                                        pubsub.go:32           close(c) // nobody sends: that takes the lock, and c is no …
//	   25  rw.Unlock rwmutex#2 ──▶ g2                                                          pubsub.go:33           })
//	   29  recv chan#5                                                                         pubsub_test.go:23      for v := range ch { // what was there before it left
//	   32  wg.Wait wg#4: waits                                                                 pubsub_test.go:28      wg.Wait()
//	   34                              starts ◀── 12                                           pubsub_test.go:20      wg.Go(func() { b.Publish("news", p) })
//	   35                              RLock rwmutex#2 ◀── 25                                  wrong.go:12            b.mu.RLock()
//	   36                              RUnlock rwmutex#2                                       wrong.go:14            b.mu.RUnlock()
//	   37                              wg.Done wg#4
//	   38                              ends
//	   40                                                          try-send chan#5             wrong.go:18            case c <- v:
//	   41                                                          PANICS                      wrong.go:18            case c <- v:
package pubsub
