//go:build chaosrun

package cancellation

import "testing"

func TestWrongUnbufferedNone(t *testing.T) { noneFails(t, allUnbuffered) }

//chaosrun:expect leak
func TestWrongUnbuffered(t *testing.T) { bothFail(t, allUnbuffered) }

func TestWrongHastyBoth(t *testing.T) { bothFail(t, allHasty) }

//chaosrun:expect assert
func TestWrongHasty(t *testing.T) { oneFails(t, allHasty) }

//chaosrun:expect deadlock
func TestWrongPatient(t *testing.T) { oneFails(t, allPatient) }
