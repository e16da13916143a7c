package trace

import (
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

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
		for _, e := range t.errors() {
			if at := cmp.Or(e.at(), WithoutValues(e.text)); !slices.Contains(parts[1:], at) {
				parts = append(parts, at)
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

// testError is what a test reports as an error, with its place, if that is known.
type testError struct {
	file string // without its folder
	line int
	text string
}

func (e testError) at() string {
	if e.file == "" {
		return ""
	}
	return e.file + ":" + strconv.Itoa(e.line)
}

// What a test has logged or reported: file, line, text.
var (
	loggedLine   = regexp.MustCompile(`(?m)^ +([^\s:]+\.go):(\d+): (.*)$`)
	reportedLine = regexp.MustCompile(`^([^\s:]+\.go):(\d+): (.*)$`)
)

// errors are the errors that the test has reported. Of a test that has only logged and called t.FailNow, they are all
// that it has logged.
func (t *Trace) errors() []testError {
	var all []testError
	for _, e := range t.Errors {
		if m := reportedLine.FindStringSubmatch(e); m != nil {
			all = append(all, newTestError(m))
		} else {
			all = append(all, testError{text: e})
		}
	}
	if len(all) == 0 {
		for _, m := range loggedLine.FindAllStringSubmatch(t.Output, -1) {
			all = append(all, newTestError(m))
		}
	}
	return all
}

func newTestError(m []string) testError {
	line, _ := strconv.Atoi(m[2]) // a number too large is none
	return testError{file: m[1], line: line, text: m[3]}
}
