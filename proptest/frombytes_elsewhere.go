//go:build !chaosrun && !linux

package proptest

import "testing"

func fromBytes(f *testing.F, _ string) {
	f.Helper()
	f.Skip("proptest: go test explores schedules on Linux only")
}
