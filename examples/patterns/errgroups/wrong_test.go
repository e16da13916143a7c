//go:build chaosrun

package errgroups

import "testing"

func TestWrongOuterAll(t *testing.T) { allFetched(t, fetchOuter) }

//chaosrun:expect deadlock
func TestWrongOuter(t *testing.T) { oneFails(t, fetchOuter) }

//chaosrun:expect race
func TestWrongEarlyRace(t *testing.T) { runs(t, fetchEarly) }
