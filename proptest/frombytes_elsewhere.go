//go:build !chaosrun && !linux

package proptest

import "testing"

func fromBytes(f *testing.F, _ string) {
	f.Helper()
	f.Fatal("proptest: exploring schedules needs Linux so far; run this target there")
}
