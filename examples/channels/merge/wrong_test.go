//go:build chaosrun

package merge

import "testing"

func TestWrongDeafAll(t *testing.T) { allOfBoth(t, mergeDeaf) }

//chaosrun:expect leak
func TestWrongDeaf(t *testing.T) { stopEarly(t, mergeDeaf) }

//chaosrun:expect assert
func TestWrongFirstEnds(t *testing.T) { allOfBoth(t, mergeFirstEnds) }
