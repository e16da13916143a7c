//go:build chaosrun && !race

package pool

import "testing"

// With -race it is a race, in runs with the right text too.
//
//chaosrun:expect assert
func TestWrongEarly(t *testing.T) { ownText(t, new(early)) }
