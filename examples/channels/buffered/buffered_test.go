package buffered

import (
	"errors"
	"testing"
)

// check is what Check and its wrong versions have in common.
type check func(checks ...func() error) error

var errBad = []error{errors.New("bad 0"), errors.New("bad 1"), errors.New("bad 2")}

// someFail lets the first n of three checks fail. Each of the errors must be there.
func someFail(t *testing.T, check check, n int) {
	var checks []func() error
	for i, err := range errBad {
		if i >= n {
			err = nil
		}
		checks = append(checks, func() error { return err })
	}
	err := check(checks...)
	for i, bad := range errBad {
		if got := errors.Is(err, bad); got != (i < n) {
			t.Errorf("%d fail: check %d is among the errors: %v", n, i, got)
		}
	}
}

func TestSomeFail(t *testing.T) {
	for n := range 4 {
		someFail(t, Check, n)
	}
}

// Without a buffer, the sender goes on when the receiver has the value: what the
// receiver did before is done.
func TestUnbufferedIsRendezvous(t *testing.T) {
	ch := make(chan int)
	ready := false
	go func() {
		ready = true
		<-ch
	}()
	ch <- 1
	if !ready {
		t.Error("sent to a receiver that was not there")
	}
}

// With a buffer, as many sends as it has places need nobody.
func TestBufferedNeedsNobody(t *testing.T) {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	select {
	case ch <- 3:
		t.Error("three values in two places")
	default:
	}
	if a, b := <-ch, <-ch; a != 1 || b != 2 {
		t.Errorf("received %d, %d, want 1, 2", a, b)
	}
}
