//go:build chaosrun

package httphandler

import "testing"

// Clients that stay hide the mistake, and so do most tests.
func TestWrongUnbufferedAnswer(t *testing.T) { answer(t, handlerUnbuffered) }

//chaosrun:expect leak
func TestWrongUnbuffered(t *testing.T) { clientGone(t, handlerUnbuffered) }

//chaosrun:expect deadlock
func TestWrongDeaf(t *testing.T) { clientGone(t, handlerDeaf) }

//chaosrun:expect race
func TestWrongWritesInside(t *testing.T) { clientGone(t, handlerWritesInside) }
