//go:build chaosrun

package leaks

import "testing"

// Nobody will ever send.
//
//chaosrun:expect leak
func TestWrongNoWayOut(t *testing.T) {
	cancelEarly(t, awaitForEver[int])
}

// Only the schedules in which the goroutine looks at ctx before the cancel fail.
//
//chaosrun:expect leak
func TestWrongCheckedOnce(t *testing.T) {
	cancelEarly(t, awaitChecked[int])
}
