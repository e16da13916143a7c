//go:build chaosrun

package condqueue

import "testing"

// Two consumers are woken for two items, and a third call, which never waited, has
// taken one of them.
//
//chaosrun:expect panic
func TestWrongIf(t *testing.T) { everyItemOnce(t, ifQueue{New[int](2)}) }

//chaosrun:expect deadlock
func TestWrongQuietClose(t *testing.T) { closeEnds(t, quietQueue{New[int](1)}) }

// Needs a producer and a consumer asleep at the same time, and the wrong one woken.
//
//chaosrun:expect deadlock
func TestWrongOneCond(t *testing.T) { everyItemOnce(t, newOneCond(1)) }
