//go:build chaosrun

package scheduler

import "testing"

//chaosrun:expect assert
func TestWrongReleasing(t *testing.T) { drained(t, newReleasing) }
