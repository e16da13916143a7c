//go:build chaosrun

package requestscope

import "testing"

//chaosrun:expect race
func TestWrongKeeper(t *testing.T) { both(t, &keeper{backend: echo}) }

//chaosrun:expect assert
func TestWrongLockedKeeper(t *testing.T) { oneLeaves(t, &lockedKeeper{backend: echo}) }
