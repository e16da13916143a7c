//go:build chaosrun && !race

package orchannel

import "testing"

// With -race it is a race, in runs that end well too.
//
//chaosrun:expect deadlock
func TestWrongAppending(t *testing.T) { sharedSlice(t, orAppending) }
