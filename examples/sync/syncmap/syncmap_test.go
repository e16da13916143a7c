package syncmap

import (
	"sync"
	"sync/atomic"
	"testing"
)

type session struct{ visits atomic.Int32 }

// sessions is what Sessions and its wrong versions have in common.
type sessions interface {
	Get(user string) *session
	End(user string, s *session) bool
	Len() int
}

// oneEach has two goroutines for each of two users. A user's visits are counted in one
// session.
func oneEach(t *testing.T, s sessions) {
	users := []string{"ann", "bob"}
	var wg sync.WaitGroup
	for _, user := range users {
		for range 2 {
			wg.Go(func() { s.Get(user).visits.Add(1) })
		}
	}
	wg.Wait()
	for _, user := range users {
		if n := s.Get(user).visits.Load(); n != 2 {
			t.Errorf("%s has %d visits, want 2", user, n)
		}
	}
	if n := s.Len(); n != 2 {
		t.Errorf("%d sessions, want 2", n)
	}
}

// endedOnce has two goroutines end the same session, and one that has a new one made.
// The new one must not be ended in place of the old one.
func endedOnce(t *testing.T, s sessions) {
	old := s.Get("ann")
	var ended atomic.Int32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if s.End("ann", old) {
				ended.Add(1)
			}
			if s.Get("ann") == old {
				t.Error("the ended session is still there")
			}
		})
	}
	wg.Wait()
	if ended.Load() != 1 {
		t.Errorf("the session was ended %d times", ended.Load())
	}
}

func TestOneEach(t *testing.T) { oneEach(t, new(Sessions[session])) }

func TestEndedOnce(t *testing.T) { endedOnce(t, new(Sessions[session])) }
