package trace

import (
	"math"
	"testing"
	"time"
)

// TestRound: hold-ups have two digits, also those that only a damaged recording has.
func TestRound(t *testing.T) {
	for _, c := range []struct{ held, want time.Duration }{
		{0, 0}, {99, 99}, {100, 100}, {101, 110}, {1234567, 1300000}, {time.Second, time.Second}, {math.MaxInt64, 9_200_000_000_000_000_000},
	} {
		if got := Round(c.held); got != c.want {
			t.Errorf("Round(%d) is %d, want %d", c.held, got, c.want)
		}
	}
}
