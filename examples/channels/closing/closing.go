package closing

import "sync"

// Stream is a channel that several goroutines send on and any of them may close.
type Stream[T any] struct {
	ch     chan T
	done   chan struct{} // closed first: whoever waits for room in Send gives up
	once   sync.Once
	mu     sync.RWMutex // held to read by senders, to write to close ch
	closed bool         // guarded by mu
}

// New returns a stream with a buffer.
func New[T any](buffer int) *Stream[T] {
	return &Stream[T]{ch: make(chan T, buffer), done: make(chan struct{})}
}

// C is the channel to receive from. It is closed when the stream is, and gives what is
// left before it ends.
func (s *Stream[T]) C() <-chan T { return s.ch }

// Send waits for room and sends v. It returns false when the stream is closed first; v
// is not received then.
func (s *Stream[T]) Send(v T) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return false
	}
	select {
	case s.ch <- v:
		return true
	case <-s.done:
		return false
	}
}

// Close closes the stream. It may be called by anybody, and more than once. When it
// returns, nothing is sent any more.
func (s *Stream[T]) Close() {
	s.once.Do(func() {
		close(s.done)
		s.mu.Lock() // when all senders have left
		defer s.mu.Unlock()
		s.closed = true
		close(s.ch)
	})
}
