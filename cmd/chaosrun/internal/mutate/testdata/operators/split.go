package operators

import "sync"

type split struct {
	mu sync.RWMutex
	n  int
}

func (s *split) checkThenAct(limit int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n >= limit {
		return false
	}
	s.n++
	return true
}

func (s *split) oneLine() { s.mu.Lock(); s.n++; s.n--; s.mu.Unlock() }

func (s *split) read() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := s.n
	b := s.n
	return a + b
}

// Nothing is done after it.
func (s *split) last() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	return true
}
