//go:build chaosrun

package orchannel

import "testing"

// A slice without room behind hides the mistake, and so does a single caller.
func TestWrongAppendingAny(t *testing.T) {
	for n := range 10 {
		anyCloses(t, orAppending, n)
	}
}

//chaosrun:expect race
func TestWrongAppendingRace(t *testing.T) { allClose(t, orAppending) }

//chaosrun:expect leak
func TestWrongFirst(t *testing.T) { anyCloses(t, orFirst, 3) }
