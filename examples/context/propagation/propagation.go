package propagation

import (
	"context"
	"sync"
)

// Scope is a node in a tree of goroutines. To close it ends those below it, and nobody
// else.
type Scope struct {
	parent *Scope
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup // the goroutines of this scope and of those below
}

// New returns the root of a tree.
func New(ctx context.Context) *Scope {
	ctx, cancel := context.WithCancel(ctx)
	return &Scope{ctx: ctx, cancel: cancel}
}

// Child returns a new scope below s.
func (s *Scope) Child() *Scope {
	child := New(s.ctx) // over when s is
	child.parent = s
	return child
}

// Go runs f in a goroutine. f must return when its ctx is done. The scope must not have
// been closed.
func (s *Scope) Go(f func(ctx context.Context)) {
	for p := s; p != nil; p = p.parent {
		p.wg.Add(1)
	}
	go func() {
		defer func() {
			for p := s; p != nil; p = p.parent {
				p.wg.Done()
			}
		}()
		f(s.ctx)
	}()
}

// Close tells all goroutines of s, and of the scopes below it, to end, and waits until
// they have.
func (s *Scope) Close() {
	s.cancel()
	s.wg.Wait()
}
