//go:build chaosrun

package propagation

import "testing"

// Close tells nobody below, and waits for them.
//
//chaosrun:expect deadlock
func TestWrongDetached(t *testing.T) { exactlyBelow(t, newRoot, detached) }

//chaosrun:expect assert
func TestWrongSharing(t *testing.T) { exactlyBelow(t, newRoot, sharing) }
