//go:build chaosrun

package errorhandling

import "testing"

func TestWrongEarlyAllGood(t *testing.T) { allGood(t, mapEarly) }

//chaosrun:expect leak
func TestWrongEarly(t *testing.T) { someFail(t, mapEarly) }

//chaosrun:expect assert
func TestWrongLast(t *testing.T) { valuesAndErrors(t, mapLast) }

//chaosrun:expect assert
func TestWrongPrinted(t *testing.T) { valuesAndErrors(t, mapPrinted) }

//chaosrun:expect race
func TestWrongShared(t *testing.T) { allGood(t, mapShared) }
