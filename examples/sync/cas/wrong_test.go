//go:build chaosrun

package cas

import "testing"

//chaosrun:expect assert
func TestWrongLinked(t *testing.T) { oneUser(t, new(linked)) }

//chaosrun:expect assert
func TestWrongAddChecked(t *testing.T) { upToLimit(t, addChecked) }
