//go:build chaosrun

package direction

import "testing"

// A source that ends well hides the mistake.
func TestWrongClosesLastEnds(t *testing.T) { sourceEnds(t, produceClosesLast) }

//chaosrun:expect deadlock
func TestWrongClosesLast(t *testing.T) { sourceFails(t, produceClosesLast) }
