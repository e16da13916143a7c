//go:build chaosrun

package waitgroup

import "testing"

// Without a failure it is right.
func TestWrongDoneAtEndAllRan(t *testing.T) { allRan(t, eachDoneAtEnd) }

//chaosrun:expect deadlock
func TestWrongDoneAtEnd(t *testing.T) { someFail(t, eachDoneAtEnd) }
