//go:build chaosrun

package fanout

import "testing"

// Readers that all keep up hide the mistake.
func TestWrongDealtEach(t *testing.T) { eachOnce(t, fanOutDealt) }

//chaosrun:expect deadlock
func TestWrongDealt(t *testing.T) { oneIsSlow(t, fanOutDealt) }

func TestWrongDeafSlow(t *testing.T) { oneIsSlow(t, fanOutDeaf) }

//chaosrun:expect leak
func TestWrongDeaf(t *testing.T) { stopEarly(t, fanOutDeaf) }
