//go:build chaosrun

package basics

import (
	"testing"
	"time"
)

// atOnce needs to know how much time has passed.
func atOnce(t *testing.T, sleep sleeping) {
	start := time.Now()
	cutShort(t, sleep)
	if took := time.Since(start).Round(time.Millisecond); took != 0 {
		t.Errorf("cancelled at once, and it took %v", took)
	}
}

//chaosrun:clock idle
func TestAtOnce(t *testing.T) { atOnce(t, Sleep) }
