//go:build chaosrun

package basics

import (
	"sync/atomic"
	"testing"
	"time"
)

// takesTime has a function that takes one second, as a call over the network may.
func takesTime(t *testing.T, start start) {
	var ran atomic.Bool
	start(func() {
		time.Sleep(time.Second)
		ran.Store(true)
	})()
	if !ran.Load() {
		t.Error("after wait: the work is not done")
	}
}

func TestTakesTime(t *testing.T) { takesTime(t, Start) }
