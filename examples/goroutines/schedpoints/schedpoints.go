package schedpoints

import "sync"

// Seat is taken once. The zero value is free.
type Seat struct {
	mu    sync.Mutex
	taken bool // guarded by mu
}

// Take takes the seat, and returns whether it was free. Looking and taking are one step
// for everybody else, whatever lies between the two.
func (s *Seat) Take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken {
		return false
	}
	s.taken = true
	return true
}
