//go:build chaosrun

package once

import "testing"

func TestWrongSwallowingOnce(t *testing.T) { builtOnce(t, newSwallowing) }

//chaosrun:expect assert
func TestWrongSwallowing(t *testing.T) { allSeeError(t, newSwallowing) }

func TestWrongOneForAllOnce(t *testing.T) { builtOnce(t, newOneForAll) }

// A lock that is taken twice by one goroutine.
//
//chaosrun:expect deadlock
func TestWrongOneForAll(t *testing.T) { needsOther(t, newOneForAll) }

//chaosrun:expect assert
func TestWrongChecked(t *testing.T) { builtOnce(t, newChecked) }
