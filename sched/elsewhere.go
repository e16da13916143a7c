//go:build !chaosrun && !linux

package sched

import "testing"

const unsupported = "sched: exploring schedules needs Linux so far; run this test there"

func test(t *testing.T, _ func(*testing.T), _ *config) {
	t.Helper()
	t.Fatal(unsupported)
}

func explore(t *testing.T, _ func(*testing.T), _ *config) *Result {
	t.Helper()
	t.Fatal(unsupported)
	return nil
}
