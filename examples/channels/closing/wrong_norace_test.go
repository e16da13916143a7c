//go:build chaosrun && !race

package closing

import "testing"

// With -race the detector is faster: a send and a close that nothing orders are a race
// to it, in runs without the panic too.

// Close of a closed channel.
//
//chaosrun:expect panic
func TestWrongFlaggedByTwo(t *testing.T) { closedByTwo(t, newFlagged(1)) }

// Send on a closed channel.
//
//chaosrun:expect panic
func TestWrongFlaggedWhileSending(t *testing.T) { closedWhileSending(t, newFlagged(2)) }
