//go:build !chaosrun && !linux

package sched

import "testing"

func test(t *testing.T, body func(*testing.T), c *config) {
	t.Helper()
	plainly(t, body, c)
}

func explore(t *testing.T, _ func(*testing.T), _ *config) *Result {
	t.Helper()
	t.Skip(unexplored + ", and this test judges what is found")
	return nil
}
