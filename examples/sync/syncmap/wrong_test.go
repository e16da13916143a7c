//go:build chaosrun

package syncmap

import "testing"

//chaosrun:expect assert
func TestWrongTwoSteps(t *testing.T) { oneEach(t, new(twoSteps)) }

//chaosrun:expect assert
func TestWrongEndsAny(t *testing.T) { endedOnce(t, new(endsAny)) }
