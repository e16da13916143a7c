//go:build chaosrun

package withtimeout

import (
	"testing"
	"time"
)

//chaosrun:expect assert
func TestWrongEither(t *testing.T) { readyAtDeadline(t, receiveEither[int]) }

//chaosrun:expect assert
func TestWrongDetached(t *testing.T) { cancelledBefore(t, receiveDetached[int]) }

// The code is right here and the tests are not: each expects one winner of the tie.
// That both fail shows that both outcomes are reached.

//chaosrun:expect assert
func TestWrongValueAlwaysWins(t *testing.T) {
	if _, _, err := atDeadline(t, time.Second); err != nil {
		t.Errorf("the deadline won: %v", err)
	}
}

//chaosrun:expect assert
func TestWrongDeadlineAlwaysWins(t *testing.T) {
	if _, v, err := atDeadline(t, time.Second); err == nil {
		t.Errorf("the value won: %d", v)
	}
}
