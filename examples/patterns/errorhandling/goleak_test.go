//go:build !chaosrun

package errorhandling

import (
	"testing"

	"go.uber.org/goleak"
)

// chaosrun looks for itself.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
