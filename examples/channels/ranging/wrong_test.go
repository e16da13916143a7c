//go:build chaosrun

package ranging

import "testing"

//chaosrun:expect deadlock
func TestWrongOpen(t *testing.T) { allAndEnd(t, generateOpen, 2) }

func TestWrongEachClosesOne(t *testing.T) { allAndEnd(t, generateEachCloses, 1) }
