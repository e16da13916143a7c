package trace

import (
	"regexp"
	"sort"
	"strings"
)

var testLine = regexp.MustCompile(`(?m)^ +([^\s:]+\.go:\d+): `)

// Fingerprint identifies what broke, whatever the schedule that broke it: the kind of the
// failure and where in the source it shows.
func (t *Trace) Fingerprint() string {
	parts := []string{t.Kind}
	switch t.Kind {
	case "deadlock", "leak":
		seen := make(map[string]bool)
		for _, g := range t.Goroutine {
			if at := UserFrame(g.Stack).Pos(); g.ID != 0 && !seen[at] {
				seen[at] = true
				parts = append(parts, at)
			}
		}
	case "race":
		if len(t.Races) > 0 {
			r := t.Races[0]
			parts = append(parts, UserFrame(r.First.Stack).Pos(), UserFrame(r.Second.Stack).Pos())
		}
	case "panic", "fatal", "exit":
		parts = append(parts, withoutLog(t.Message))
	case "assert":
		seen := make(map[string]bool)
		for _, m := range testLine.FindAllStringSubmatch(t.Output, -1) {
			if !seen[m[1]] {
				seen[m[1]] = true
				parts = append(parts, m[1])
			}
		}
	}
	sort.Strings(parts[1:])
	return strings.Join(parts, " ")
}

// withoutLog is a message without what a test has logged. Package testing panics with that when the
// test is over, whatever it says.
func withoutLog(message string) string {
	if i := strings.Index(message, " has completed: "); i >= 0 && strings.HasPrefix(message, "Log in goroutine after ") {
		return message[:i]
	}
	return message
}
