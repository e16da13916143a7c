//go:build !chaosrun

package scheduler

import (
	"testing"

	"go.uber.org/goleak"
)

// chaosrun looks for itself.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
