package operators

import "sync"

type stock struct {
	mu   sync.Mutex
	left int
	sold int
}

func (s *stock) sell() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left == 0 {
		return false
	}
	s.left--
	s.sold++
	return true
}

func (s *stock) both() (int, int) {
	s.mu.Lock()
	left := s.left
	sold := s.sold
	s.mu.Unlock()
	return left, sold
}

func (s *stock) early() {
	s.mu.Lock()
	if s.left == 0 {
		s.mu.Unlock()
		return
	}
	s.left--
	s.mu.Unlock()
}

// One statement: without it the section would be empty.
func (s *stock) one() {
	s.mu.Lock()
	s.left++
	s.mu.Unlock()
}
