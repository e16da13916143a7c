//go:build chaosrun

package stream

import "testing"

//chaosrun:expect deadlock
func TestWrongUnlocking(t *testing.T) { afterCancel(t, unlocking{NewCredits(1)}) }
