//go:build chaosrun

package timeouts

import "testing"

//chaosrun:expect leak
func TestWrongUnbuffered(t *testing.T) { tooSlow(t, doUnbuffered) }

// A worker that is in time hides the mistake, and so do most tests.
func TestWrongUnbufferedInTime(t *testing.T) { inTime(t, doUnbuffered) }

func TestWrongRestartingClosed(t *testing.T) { collectClosed(t, collectRestarting) }

//chaosrun:expect assert
func TestWrongRestarting(t *testing.T) { dripping(t, collectRestarting) }
