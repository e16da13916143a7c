package hunt

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// asserts compares what a test says of why it failed. Of a run it is known which message that is, of
// the log only that it is one of those that it has.
func (m *matcher) asserts(t *trace.Trace) match {
	best, what := otherPlace, ""
	look := func(log, run string) {
		if like := m.saysLike(log, run); like > best {
			best, what = like, run
		}
	}
	// The answer quotes an error of the run if the log has that, whatever else both have, such as goroutines
	// that are left because the test has failed.
	if t.Kind == "assert" {
		for _, log := range runner.LoggedMessages(m.goal.Output) {
			for _, run := range append([]string{t.Message}, t.Errors...) {
				look(log, run)
			}
		}
	}
	if m.goal.Message != "" {
		for _, run := range m.errors(t) {
			look(m.goal.Message, run)
		}
	}
	switch {
	case best == samePlace:
		if sub := m.otherSubtest(t); sub != "" {
			return match{why: "the same message, from " + sub}
		}
		why := "the test says the same: " + what
		if t.Kind != "assert" {
			why += "; the run also has " + article(kindWords(t.Kind))
		}
		return match{same: true, why: why}
	case best == otherLine:
		return match{why: "the test says the same at another line: " + what + m.movedHint()}
	case t.Kind == "race":
		r := m.otherKind(t)
		r.why += ", which may be what leads to it"
		return r
	case t.Kind != "assert":
		return m.otherKind(t)
	case m.goal.Message == "":
		return match{same: true, why: "the test fails", caveat: "the log does not say why the test failed, so any failed assertion is taken for it"}
	}
	return match{why: "the test says something else: " + t.Message}
}

// errors are what the run says of why it failed, for all that is known. Of a failed assertion it is known; a run that
// fails in another way may have failed assertions, too, among what it has logged.
func (m *matcher) errors(t *trace.Trace) []string {
	if len(t.Errors) > 0 {
		return append(slices.Clone(t.Errors), t.Message)
	}
	return append(slices.DeleteFunc(runner.LoggedMessages(t.Output), func(said string) bool {
		l := logged.FindStringSubmatch(said)
		if l == nil {
			return false
		}
		line, err := strconv.Atoi(l[2])
		return err == nil && m.src.logs(path.Join(m.dir, l[1]), line)
	}), t.Message)
}

// movedHint says how to tell lines that have moved, if nobody has.
func (m *matcher) movedHint() string {
	if m.src.commit != "" {
		return ""
	}
	return " (if lines have moved since: -commit says of which commit the log is)"
}

// logged is a message with its place.
var logged = regexp.MustCompile(`^([^\s:]+\.go):(\d+): (.*)$`)

// saysLike compares two messages with their places, whatever the values in them.
func (m *matcher) saysLike(log, run string) likeness {
	l, r := logged.FindStringSubmatch(log), logged.FindStringSubmatch(run)
	switch {
	case l == nil || r == nil:
		if l == nil && r == nil && alike(log, run) {
			return samePlace
		}
		return otherPlace
	case l[1] != r[1] || !alike(l[3], r[3]):
		return otherPlace
	case l[2] == r[2] && m.src.commit == "":
		return samePlace
	}
	then, err1 := strconv.Atoi(l[2])
	now, err2 := strconv.Atoi(r[2])
	if err1 != nil || err2 != nil {
		return otherPlace
	}
	file := path.Join(m.dir, l[1])
	if same, known := m.src.moved(trace.Frame{Line: then}, trace.Frame{File: file, Line: now}); known && same || then == now {
		return samePlace
	} else if known {
		return otherLine
	}
	if !m.src.mayReport(file, then) {
		return samePlace // what was at the log's line is elsewhere now
	}
	return otherLine
}

var failedTest = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+) \(`)

// otherSubtest is a test that has failed in the run, if that of the log has not, or "".
func (m *matcher) otherSubtest(t *trace.Trace) string {
	other := ""
	for _, f := range failedTest.FindAllStringSubmatch(t.Output, -1) {
		switch name := ranTogether(f[1]); {
		case name == m.goal.Test:
			return ""
		case !strings.HasPrefix(m.goal.Test, name+"/"):
			other = name
		}
	}
	return other
}
