package result

import (
	"errors"
	"sync"
	"testing"
)

// starting is what Go and its wrong versions have in common.
type starting func(f func() (int, error)) <-chan Result[int]

// impatient takes the result only if it is there at once. That nobody is left is for
// chaosrun to see.
func impatient(t *testing.T, start starting) {
	select {
	case r := <-start(func() (int, error) { return 42, nil }):
		if r.Value != 42 || r.Err != nil {
			t.Errorf("result %+v, want 42", r)
		}
	default:
	}
}

func patient(t *testing.T, start starting) {
	bad := errors.New("bad")
	if r := <-start(func() (int, error) { return 0, bad }); r.Err != bad {
		t.Errorf("result %+v, want %v", r, bad)
	}
}

// allHear has several goroutines wait for one signal.
func allHear(_ *testing.T, s Signal, give func()) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { <-s })
	}
	give()
	wg.Wait()
}

func TestImpatient(t *testing.T) { impatient(t, Go[int]) }

func TestPatient(t *testing.T) { patient(t, Go[int]) }

func TestAllHear(t *testing.T) {
	s := NewSignal()
	allHear(t, s, s.Give)
}
