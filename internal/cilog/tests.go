package cilog

import (
	"math"
	"slices"
	"strings"
)

// test is what was seen of a test.
type test struct {
	name   string
	begun  bool // the log says that it began, so it would say that it ended
	ended  bool
	ran    span
	failed bool
	again  bool // it has run before in the same process
	over   bool // it runs again after it has failed, and what it says then is of no failure that is known
	lines  []string
	dump   *dump // goroutines that it has printed, if any
}

// span is between which lines of the package a test ran: a parallel one from when it was resumed.
type span struct{ from, to int }

// forever is the line at which what has not come comes.
const forever = math.MaxInt

// goesOn takes in that a test begins, or is paused until those that are not parallel have ended, or
// goes on.
func (s *stream) goesOn(name, how string) {
	switch t := s.of(name); {
	case how == "RUN" && t.failed || t.over:
		t.over = true
	case how == "RUN":
		if t.ended { // -count
			t.again = true
			s.forget(t)
		}
		t.begun, t.ended, t.ran = true, false, span{s.at, forever}
	case how == "PAUSE":
		t.ran.from = forever
	case how == "CONT" && t.ran.from == forever:
		t.ran.from = s.at
	}
}

// printed takes in a line that a test has printed or logged.
func (s *stream) printed(l string) {
	t := s.tests[s.cur]
	if t == nil {
		if strings.HasPrefix(l, "goleak: ") && strings.Contains(l, GoleakReport) {
			s.leak = &dump{of: s}
		}
		return
	}
	if s.pkg == "" && !t.begun && s.named == "" && l != "" && l[0] != ' ' && l[0] != '\t' {
		s.cur = "" // without -v what follows a test's result is indented
		return
	}
	if t.over {
		return
	}
	if len(t.lines) == mostLogged {
		s.giveBack(len(t.lines[firstLogged]))
		t.lines = slices.Delete(t.lines, firstLogged, firstLogged+1)
	}
	if l = bounded(l); s.room(len(l)) {
		t.lines = append(t.lines, l)
	}
}

// runs reports whether a test has begun and not ended.
func (s *stream) runs(name string) bool {
	t := s.tests[name]
	return t != nil && t.begun && (!t.ended || t.over)
}

// mayGoOn reports whether a test runs, or may begin because one runs whose subtest it is.
func (s *stream) mayGoOn(name string) bool {
	for i := len(name); i > 0; i = strings.LastIndexByte(name[:i], '/') {
		if s.runs(name[:i]) {
			return true
		}
	}
	return false
}

// forget forgets what a test has said while it did not fail.
func (s *stream) forget(t *test) {
	for _, l := range t.lines {
		s.giveBack(len(l))
	}
	t.lines, t.dump = nil, nil
}

// of is the test of that name, from now on known.
func (s *stream) of(name string) *test {
	t := s.tests[name]
	if t == nil {
		t = &test{name: name, ran: span{forever, forever}}
		if len(s.tests) >= mostTests || !s.room(len(name)) {
			return t // and forgotten again
		}
		s.tests[name] = t
		s.order = append(s.order, name)
	}
	return t
}

func (s *stream) testDone(name, how string) {
	t := s.of(name)
	if !t.ended {
		t.ran.to = s.at
	}
	t.ended = true
	t.failed = t.failed || how == "fail"
}

// around are the tests that had ended before the one of that name began, and those that ran beside
// it. Only those at the top are named.
func (s *stream) around(name string) (before, beside []string) {
	top, _, _ := strings.Cut(name, "/")
	own := s.tests[top]
	if own == nil || !own.begun {
		return nil, nil
	}
	for _, n := range s.order {
		switch t := s.tests[n]; {
		case strings.Contains(n, "/") || !t.begun || t == own:
		case t.ran.to < own.ran.from:
			before = append(before, n)
		case t.ran.from < own.ran.to:
			beside = append(beside, n)
		}
	}
	if own.again {
		before = append(before, top)
	}
	const most = 200
	return before[max(0, len(before)-most):], beside[:min(most, len(beside))]
}

// failedTests are the tests that have failed, without those that failed because a subtest of theirs
// did.
func (s *stream) failedTests() (failed []*test) {
	parents := make(map[string]bool)
	for name, t := range s.tests {
		for i := strings.LastIndexByte(name, '/'); t.failed && i > 0 && !parents[name[:i]]; i = strings.LastIndexByte(name[:i], '/') {
			parents[name[:i]] = true
		}
	}
	for _, n := range s.order {
		if t := s.tests[n]; t.failed && !parents[n] {
			failed = append(failed, t)
		}
	}
	return failed
}
