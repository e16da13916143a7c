//go:build !chaosrun

package result

import (
	"testing"

	"go.uber.org/goleak"
)

// chaosrun looks for itself.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
