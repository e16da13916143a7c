//go:build chaosrun

package schedpoints

import "testing"

//chaosrun:expect race
func TestWrongNothing(t *testing.T) { oneSeat(t, (&hurriedSeat{between: func() {}}).Take) }
