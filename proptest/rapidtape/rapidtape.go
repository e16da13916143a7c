// Package rapidtape explores properties of pgregory.net/rapid under chaosrun. The values that a
// property draws are choices of the run.
package rapidtape

import (
	"encoding/binary"
	"testing"

	"pgregory.net/rapid"

	"github.com/chaosrun/chaosrun/internal/tape"
	"github.com/chaosrun/chaosrun/sched"
)

// words is how many 64-bit words a run has to draw from. A run that needs more is skipped.
const words = 128

// Check explores a property of rapid under many schedules, in place of [rapid.Check]. Each run
// draws other values, and a failing run is shrunk together with its schedule. rapid's own flags
// have no effect. A run that draws too many values, or whose filters refuse everything, does not
// count. opts are options of package sched.
func Check(t *testing.T, prop func(*rapid.T), opts ...sched.Option) {
	t.Helper()
	sched.Test(t, body(prop), opts...)
}

func body(prop func(*rapid.T)) func(*testing.T) {
	run := rapid.MakeFuzz(prop)
	return func(t *testing.T) {
		tape.Quiet(1)
		data := make([]byte, 0, 8*words)
		for range words {
			// Small draws are small words: simple values, to rapid.
			lo, hi := tape.Draw(1<<30), tape.Draw(1<<30)
			data = binary.LittleEndian.AppendUint64(data, lo|hi<<30|hi>>7<<60)
		}
		tape.Quiet(-1)
		run(t, data)
	}
}
