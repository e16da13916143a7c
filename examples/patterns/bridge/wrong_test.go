//go:build chaosrun

package bridge

import "testing"

func TestWrongRangeInOrder(t *testing.T) { inOrder(t, bridgeRange) }

//chaosrun:expect leak
func TestWrongRange(t *testing.T) { openStream(t, bridgeRange) }

func TestWrongParallelStop(t *testing.T) { stopReading(t, bridgeParallel) }

//chaosrun:expect assert
func TestWrongParallel(t *testing.T) { inOrder(t, bridgeParallel) }
