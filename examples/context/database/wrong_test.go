//go:build chaosrun

package database

import "testing"

//chaosrun:expect assert
func TestWrongComparing(t *testing.T) { tooSlow(t, newComparing) }

//chaosrun:expect deadlock
func TestWrongKeepingRows(t *testing.T) { stopsEarly(t, newKeeping) }

//chaosrun:expect deadlock
func TestWrongKeepingTx(t *testing.T) { notEnough(t, newKeeping) }

//chaosrun:expect assert
func TestWrongLoose(t *testing.T) { allOrNothing(t, newLoose) }
