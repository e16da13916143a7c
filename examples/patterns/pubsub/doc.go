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
//	--- FAIL: TestWrongCopy
//	    panic: send on closed channel
//	    found in run 9 of seed 1 (random), 25 steps
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2                      g3
//	                            RLock rwmutex#1                                 examples/patterns/pubsub/wrong.go:12
//	                            RUnlock rwmutex#1                               examples/patterns/pubsub/wrong.go:14
//	                            try-send chan#4                                 examples/patterns/pubsub/wrong.go:18
//	                                                    RLock rwmutex#1         examples/patterns/pubsub/wrong.go:12
//	                                                    RUnlock rwmutex#1       examples/patterns/pubsub/wrong.go:14
//	                                                    try-send chan#4         examples/patterns/pubsub/wrong.go:18
//	    rw.Lock rwmutex#1                                                       examples/patterns/pubsub/pubsub.go:29
//	    Lock rwmutex#1                                                          examples/patterns/pubsub/pubsub.go:29
//	    close chan#4                                                            examples/patterns/pubsub/pubsub.go:32
//	                                                    PANICS                  examples/patterns/pubsub/wrong.go:18
package pubsub
