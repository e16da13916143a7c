//go:build chaosrun && !race

package safecounter

import "testing"

// With -race it is a race, in runs that end well too.
//
//chaosrun:expect deadlock
func TestWrongCopied(t *testing.T) { whileCounting(t, snapshotCopied) }
