//go:build chaosrun

package withcancel

import "testing"

func TestWrongForgetsCalledOff(t *testing.T) { calledOff(t, findForgets) }

//chaosrun:expect leak
func TestWrongForgets(t *testing.T) { twice(t, findForgets) }

func TestWrongEndCalledOff(t *testing.T) { calledOff(t, findEnd) }

//chaosrun:expect leak
func TestWrongEnd(t *testing.T) { twice(t, findEnd) }
