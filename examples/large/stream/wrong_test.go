//go:build chaosrun

package stream

import "testing"

//chaosrun:expect deadlock
func TestWrongPeeking(t *testing.T) { shared(t, peeking{NewCredits(1)}) }
