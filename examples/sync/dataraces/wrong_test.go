//go:build chaosrun

package dataraces

import "testing"

//chaosrun:expect race
func TestWrongPlain(t *testing.T) { countsAll(t, new(plainCounter)) }

// The final look is ordered by Wait: with that test alone the mistake stays hidden.
func TestWrongPeekAfterwards(t *testing.T) { countsAll(t, new(peekCounter)) }

//chaosrun:expect race
func TestWrongPeek(t *testing.T) { neverBack(t, new(peekCounter)) }
