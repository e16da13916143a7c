//go:build chaosrun

package defaultcase

import "testing"

// The last change comes between the look and the wait.
//
//chaosrun:expect deadlock
func TestWrongForgetful(t *testing.T) { lastIsSeen(t, newForgetful()) }
