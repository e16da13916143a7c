package runner

import (
	"strings"

	"github.com/chaosrun/chaosrun/internal/settings"
)

// clockPrefix begins a comment above a test that holds under one clock policy alone, because
// it says when things happen, or that nothing takes as long as its limits:
//
//	//chaosrun:clock POLICY
//
// The test is then explored under that policy, whatever the user says for all tests.
const clockPrefix = "//chaosrun:clock"

// statedClocks reads these comments of the given test files: test -> policy.
func statedClocks(pkg, dir string, files []string) (map[string]string, error) {
	clocks := make(map[string]string)
	return clocks, comments(pkg, dir, files, clockPrefix, func(test, rest string) error {
		clocks[test] = strings.TrimSpace(rest)
		_, err := settings.ParseClock(clocks[test])
		return err
	})
}

// clock is the policy that a test is explored under; "" is what its own options say.
func (r *Runner) clock(test string) string {
	if c := r.Clocks[test]; c != "" {
		return c
	}
	return r.Clock
}
