//go:build chaosrun

package withcancel

import "testing"

func TestWrongForgetsCalledOff(t *testing.T) { calledOff(t, findForgets) }

//chaosrun:expect leak
func TestWrongForgets(t *testing.T) { twice(t, findForgets) }
