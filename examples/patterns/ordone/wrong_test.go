//go:build chaosrun

package ordone

import "testing"

// Whoever reads on until the end does not notice.
func TestWrongOuterNeverClosed(t *testing.T) { neverClosed(t, orDoneOuter) }

//chaosrun:expect leak
func TestWrongOuter(t *testing.T) { stopReading(t, orDoneOuter) }

func TestWrongInnerToTheEnd(t *testing.T) { toTheEnd(t, orDoneInner) }

//chaosrun:expect deadlock
func TestWrongInner(t *testing.T) { neverClosed(t, orDoneInner) }
