//go:build chaosrun

package queuing

import (
	"testing"
	"time"
)

func TestWrongDroppingFull(t *testing.T) { full(t, newDropping, time.Second) }

//chaosrun:expect assert
func TestWrongDropping(t *testing.T) { takenIsDone(t, newDropping) }
