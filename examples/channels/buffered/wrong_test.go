//go:build chaosrun

package buffered

import "testing"

func TestWrongTwoFail(t *testing.T) { someFail(t, checkTwo, 2) }

// The third send into two places.
//
//chaosrun:expect deadlock
func TestWrongThreeFail(t *testing.T) { someFail(t, checkTwo, 3) }
