//go:build chaosrun

package gomaxprocs

import "testing"

//chaosrun:expect assert
func TestWrongShared(t *testing.T) { anyProcs(t, maxShared) }
