//go:build chaosrun && !race

package errgroups

import "testing"

// With -race it is a race, in runs with the right values too.
//
//chaosrun:expect assert
func TestWrongEarly(t *testing.T) { allFetched(t, fetchEarly) }
