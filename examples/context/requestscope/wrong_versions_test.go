//go:build chaosrun

package requestscope

import (
	"context"
	"sync"
)

// keeper keeps the context in the struct, which saves a parameter in each function.
type keeper struct {
	ctx     context.Context
	backend backend
}

func (s *keeper) Handle(ctx context.Context, query string) (string, error) {
	s.ctx = ctx
	return s.decorate(query)
}

func (s *keeper) decorate(query string) (string, error) {
	answer, err := s.backend(s.ctx, query)
	if err != nil {
		return "", err
	}
	return "<" + answer + ">", nil
}

// lockedKeeper is keeper after the race detector had complained. No two goroutines use
// the field at the same time now, and it is still one field for all requests.
type lockedKeeper struct {
	mu      sync.Mutex
	ctx     context.Context // guarded by mu
	backend backend
}

func (s *lockedKeeper) Handle(ctx context.Context, query string) (string, error) {
	s.mu.Lock()
	s.ctx = ctx
	s.mu.Unlock()
	return s.decorate(query)
}

func (s *lockedKeeper) decorate(query string) (string, error) {
	s.mu.Lock()
	ctx := s.ctx
	s.mu.Unlock()
	answer, err := s.backend(ctx, query)
	if err != nil {
		return "", err
	}
	return "<" + answer + ">", nil
}
