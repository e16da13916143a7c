//go:build chaosrun

package basics

import "testing"

//chaosrun:expect assert
func TestWrongOldErr(t *testing.T) { cutShort(t, sleepOldErr) }

// The error is right, an hour late.
func TestWrongDeafCutShort(t *testing.T) { cutShort(t, sleepDeaf) }

//chaosrun:expect assert
func TestWrongDeaf(t *testing.T) { atOnce(t, sleepDeaf) }
