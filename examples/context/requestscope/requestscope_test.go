package requestscope

import (
	"context"
	"errors"
	"sync"
	"testing"
)

// service is what Service and its wrong versions have in common.
type service interface {
	Handle(ctx context.Context, query string) (string, error)
}

type backend = func(ctx context.Context, query string) (string, error)

// echo is a backend.
func echo(ctx context.Context, query string) (string, error) { return query, ctx.Err() }

// oneLeaves has two requests at the same time, of which one is cancelled before it
// begins. That one fails, and the other does not.
func oneLeaves(t *testing.T, s service) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := s.Handle(gone, "a"); !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled request: error %v", err)
		}
	})
	wg.Go(func() {
		if answer, err := s.Handle(t.Context(), "b"); answer != "<b>" || err != nil {
			t.Errorf("the other request: %q, %v", answer, err)
		}
	})
	wg.Wait()
}

// both leaves the judgement to the race detector.
func both(t *testing.T, s service) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { s.Handle(t.Context(), "a") })
	}
	wg.Wait()
}

func TestOneLeaves(t *testing.T) { oneLeaves(t, New(echo)) }

func TestBoth(t *testing.T) { both(t, New(echo)) }
