//go:build chaosrun

package result

import "testing"

func TestWrongUnbufferedPatient(t *testing.T) { patient(t, goUnbuffered) }

//chaosrun:expect leak
func TestWrongUnbuffered(t *testing.T) { impatient(t, goUnbuffered) }

//chaosrun:expect deadlock
func TestWrongGiveOne(t *testing.T) {
	s := NewSignal()
	allHear(t, s, func() { giveOne(s) })
}
