//go:build chaosrun

package stream

import "testing"

//chaosrun:expect deadlock
func TestWrongUnlocking(t *testing.T) { shared(t, unlocking{NewCredits(1)}) }
