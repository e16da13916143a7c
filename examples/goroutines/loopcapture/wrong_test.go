//go:build chaosrun

package loopcapture

import "testing"

//chaosrun:expect race
func TestWrongOldLoopRace(t *testing.T) { noMore(mapOldLoop) }

//chaosrun:expect race
func TestWrongOneVariableRace(t *testing.T) { noMore(mapOneVariable) }
