//go:build chaosrun

package lifecycle

import "testing"

//chaosrun:expect assert
func TestWrongOrphan(t *testing.T) { cleanedUp(t, startOrphan) }

//chaosrun:expect assert
func TestWrongImpatient(t *testing.T) { cleanedUp(t, startImpatient) }
