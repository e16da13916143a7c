//go:build chaosrun && !race

package loopcapture

import "testing"

// Without -race the wrong result is seen.

//chaosrun:expect assert
func TestWrongOldLoop(t *testing.T) { eachOnce(t, mapOldLoop) }

//chaosrun:expect assert
func TestWrongOneVariable(t *testing.T) { eachOnce(t, mapOneVariable) }
