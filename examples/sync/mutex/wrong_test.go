//go:build chaosrun

package mutex

import "testing"

//chaosrun:expect deadlock
func TestWrongAsCalled(t *testing.T) { toAndFro(t, transferAsCalled) }

// The same lock twice, by one goroutine.
//
//chaosrun:expect deadlock
func TestWrongAsCalledToItself(t *testing.T) { toItself(t, transferAsCalled) }

//chaosrun:expect deadlock
func TestWrongByHand(t *testing.T) { notEnough(t, transferByHand) }

//chaosrun:expect assert
func TestWrongInSteps(t *testing.T) { totalStays(t, transferInSteps) }
