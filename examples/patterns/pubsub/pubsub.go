package pubsub

import (
	"slices"
	"sync"
)

// Broker hands the messages of a topic to all who have subscribed to it. A subscriber
// that does not keep up misses messages, and delays nobody.
type Broker[T any] struct {
	mu   sync.RWMutex
	subs map[string][]chan T // guarded by mu, and so is every close of a channel in it
}

// New returns a broker without subscribers.
func New[T any]() *Broker[T] {
	return &Broker[T]{subs: make(map[string][]chan T)}
}

// Subscribe returns a channel with the messages of topic from now on. It holds up to
// buffer of them. cancel ends the subscription and closes the channel; it may be called
// more than once, and while messages are published.
func (b *Broker[T]) Subscribe(topic string, buffer int) (ch <-chan T, cancel func()) {
	c := make(chan T, buffer)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs[topic] = append(b.subs[topic], c)
	return c, sync.OnceFunc(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.subs[topic] = slices.DeleteFunc(b.subs[topic], func(s chan T) bool { return s == c })
		close(c) // nobody sends: that takes the lock, and c is no longer in the list
	})
}

// Publish hands v to every subscriber of topic that has room, and returns to how many.
func (b *Broker[T]) Publish(topic string, v T) int {
	// The lock is held while sending, so that no channel is closed meanwhile. That is
	// right only because no send waits.
	b.mu.RLock()
	defer b.mu.RUnlock()
	reached := 0
	for _, c := range b.subs[topic] {
		select {
		case c <- v:
			reached++
		default:
		}
	}
	return reached
}
