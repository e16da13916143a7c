//go:build chaosrun

package closing

import "sync/atomic"

// flagged remembers in a flag that it is closed, and looks at it before it sends and
// before it closes. Each look is out of date when it is used.
type flagged struct {
	ch     chan int
	closed atomic.Bool
}

func newFlagged(buffer int) *flagged { return &flagged{ch: make(chan int, buffer)} }

func (s *flagged) C() <-chan int { return s.ch }

func (s *flagged) Send(v int) bool {
	if s.closed.Load() {
		return false
	}
	s.ch <- v
	return true
}

func (s *flagged) Close() {
	if !s.closed.Load() {
		s.closed.Store(true)
		close(s.ch)
	}
}
