package cilog

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// stream reads what go test prints of one package after the other.
type stream struct {
	log     *Log
	pkg     string            // that all of it is of, or ""
	partial map[string]string // of -json: lines that are not whole, by test
	pkgSeen

	cur  string   // the test that lines belong to; "": none is known
	race []string // lines of a report of the race detector that is not at its end
	rule bool     // the last line was the rule before such a report
	dump *dump    // that lines belong to
}

// pkgSeen is what was seen of a package that is not through.
type pkgSeen struct {
	tests map[string]*test
	order []string // of tests
	named string   // the package, as gotestsum names it
	races []testRace
	died  *death
	fail  string // the test whose failure the last line told of
	leak  *dump  // of goleak, in TestMain
	exit  bool   // the process said that it ended by itself
	at    int    // the number of the line
	kept  int    // bytes
}

// test is what was seen of a test.
type test struct {
	name   string
	begun  bool // the log says that it began, so it would say that it ended
	ended  bool
	ran    span
	failed bool
	again  bool // it has run before in the same process
	lines  []string
	dump   *dump // goroutines that it has printed, if any
}

// span is between which lines of the package a test ran: a parallel one from when it was resumed.
type span struct{ from, to int }

// forever is the line at which what has not come comes.
const forever = math.MaxInt

// testRace is a report of the race detector, and in which test it came, if that is known.
type testRace struct {
	test  string
	races []trace.Race
}

// death is what the process of a package died of.
type death struct {
	kind    Kind
	message string
	test    string // whose failure was told of just before
	cur     string // to which the line belongs
	running []runningTest
	dump    dump
	begun   bool // with its dump
}

func newStream(log *Log, pkg string) *stream {
	s := &stream{log: log, pkg: pkg, partial: make(map[string]string)}
	s.pkgSeen = pkgSeen{tests: make(map[string]*test)}
	return s
}

// room reports whether so many bytes more may be kept, and counts them.
func (s *stream) room(n int) bool {
	if s.log.kept+n > mostKept {
		s.log.Cut = true
		return false
	}
	s.log.kept += n
	s.kept += n
	return true
}

var (
	mark       = regexp.MustCompile(`^ ?=== (RUN|CONT|NAME|PAUSE)(?:\s+(\S+))?\s*$`)
	result     = regexp.MustCompile(`^\s*--- (FAIL|PASS|SKIP): (\S+) \([\d.]+s\)`)
	gotestsum  = regexp.MustCompile(`^=== (FAIL|SKIP|PASS): (\S+) (?:(\S+) )?(?:\(re-run \d+\) )?\((?:[\d.]+s|unknown|cached)\)`)
	pkgResult  = regexp.MustCompile(`^(FAIL|ok|\?)\s+(\S+)(?:\s+(\S.*))?$`)
	pkgTail    = regexp.MustCompile(`^(?:-?[\d.]+m?s|\(cached\)|\[)`)
	deathLine  = regexp.MustCompile(`^(panic|fatal error): (.*)$`)
	killed     = regexp.MustCompile(`^(?:SIGQUIT: quit|\*\*\* Test killed with quit: ran too long.*)$`)
	repanicked = regexp.MustCompile(`( \[recovered(, repanicked)?\])+$`)
	timedOut   = regexp.MustCompile(`^test timed out after `)
	exitStatus = regexp.MustCompile(`^exit status \d+$`)
)

const (
	raceRule   = "=================="
	raceBanner = "WARNING: DATA RACE"
)

// write takes in what -json says that a test, or the package, has printed.
func (s *stream) write(test, text string) {
	text = s.partial[test] + text
	for {
		line, rest, whole := strings.Cut(text, "\n")
		if !whole {
			break
		}
		s.lineOf(test, line)
		text = rest
	}
	if len(s.partial) >= mostPartial || len(text) > mostLine {
		s.lineOf(test, text)
		text = ""
	}
	if text == "" {
		delete(s.partial, test)
		return
	}
	s.partial[test] = text
}

// flush takes in lines that have no end.
func (s *stream) flush() {
	for test, text := range s.partial {
		delete(s.partial, test)
		s.lineOf(test, text)
	}
}

func (s *stream) lineOf(test, line string) {
	s.cur = test
	if test != "" {
		s.of(test)
	}
	s.line(plain(line))
}

// line takes in a line.
func (s *stream) line(l string) {
	s.at++
	rule, failed := s.rule, s.fail
	s.rule, s.fail = false, ""
	if s.race != nil {
		s.raceLine(l)
		return
	}
	switch {
	case l == raceRule:
		s.rule = true
		return
	case l == raceBanner && rule:
		s.dump, s.race = nil, []string{raceRule, raceBanner}
		return
	}
	if s.dump != nil && s.dump.line(l) {
		return
	}
	s.dump = nil
	if s.ofTests(l) || s.ofPackage(l) || s.ofDeath(l, failed) {
		return
	}
	if goroutineHead.MatchString(l) {
		s.dump = s.owner()
		s.dump.line(l)
		return
	}
	s.printed(l)
}

// ofTests takes in a line that says that a test begins, goes on or has ended.
func (s *stream) ofTests(l string) bool {
	if m := mark.FindStringSubmatch(l); m != nil {
		if s.cur = m[2]; m[2] != "" {
			s.goesOn(m[2], m[1])
		}
		return true
	}
	if m := gotestsum.FindStringSubmatch(l); m != nil {
		s.named, s.cur = m[2], m[3]
		if m[3] != "" && m[1] == "FAIL" {
			s.testDone(m[3], "fail")
		}
		return true
	}
	if m := result.FindStringSubmatch(l); m != nil {
		s.cur = m[2]
		s.testDone(m[2], strings.ToLower(m[1]))
		if m[1] == "FAIL" {
			s.fail = m[2]
		}
		return true
	}
	return false
}

// goesOn takes in that a test begins, or is paused until those that are not parallel have ended, or
// goes on.
func (s *stream) goesOn(name, how string) {
	switch t := s.of(name); {
	case how == "RUN":
		t.again = t.again || t.ended // -count
		t.begun, t.ended, t.ran = true, false, span{s.at, forever}
	case how == "PAUSE":
		t.ran.from = forever
	case how == "CONT" && t.ran.from == forever:
		t.ran.from = s.at
	}
}

// ofPackage takes in a line that says how a package has ended.
func (s *stream) ofPackage(l string) bool {
	if exitStatus.MatchString(l) {
		s.exit = true
		return true
	}
	if m := pkgResult.FindStringSubmatch(l); m != nil && pkgTail.MatchString(m[3]) {
		if s.pkg == "" {
			s.packageDone(m[2], m[1] == "FAIL")
		}
		return true
	}
	return l == "FAIL" || l == "PASS"
}

// ofDeath takes in a line that says what the process died of. failed is the test of whose failure
// the line before it told.
func (s *stream) ofDeath(l, failed string) bool {
	if d := s.died; d != nil && !d.begun {
		if r, ok := running(l); ok && len(d.running) < mostTests && s.room(len(l)) {
			d.running = append(d.running, r)
			return true
		}
		if goroutineHead.MatchString(l) {
			d.begun = true
			s.dump = &d.dump
			return s.dump.line(l)
		}
	}
	m := deathLine.FindStringSubmatch(l)
	if m == nil {
		if killed.MatchString(l) && s.died == nil {
			s.died = &death{kind: Timeout, message: strings.TrimPrefix(l, "*** "), test: failed, cur: s.cur, dump: dump{of: s}}
			return true
		}
		return false
	}
	if s.died != nil && (s.died.begun || s.named == "") {
		return true // what the first one leads to
	}
	d := &death{kind: Panic, message: bounded(repanicked.ReplaceAllString(strings.TrimSpace(m[2]), "")), test: failed, cur: s.cur, dump: dump{of: s}}
	switch {
	case timedOut.MatchString(m[2]):
		d.kind = Timeout
	case strings.HasPrefix(m[2], "all goroutines are asleep - deadlock!"):
		d.kind = Deadlock
	case m[1] == "fatal error":
		d.kind = Fatal
	}
	s.died = d
	return true
}

// owner is to whom the dump belongs that begins: the process that dies, the test that prints it, or
// nobody.
func (s *stream) owner() *dump {
	if s.died != nil {
		return &s.died.dump
	}
	if t := s.tests[s.cur]; t != nil {
		if t.dump == nil {
			t.dump = &dump{of: s}
		}
		return t.dump
	}
	if s.leak != nil {
		return s.leak
	}
	return &dump{of: s}
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
	if l = bounded(l); len(t.lines) < mostLogged && s.room(len(l)) {
		t.lines = append(t.lines, l)
	}
}

func (s *stream) raceLine(l string) {
	if l != raceRule && len(s.race) < mostRaceLines {
		s.race = append(s.race, bounded(l))
		return
	}
	s.race = append(s.race, raceRule, "")
	races, _ := trace.FindRaces(strings.Join(s.race, "\n"), shorten)
	s.race = nil
	if len(races) > 0 && len(s.races) < mostGoals && s.room(bytesOf(races)) {
		s.races = append(s.races, testRace{s.cur, races})
	}
}

// bytesOf is about what some races take.
func bytesOf(races []trace.Race) (n int) {
	for _, r := range races {
		for _, f := range slices.Concat(r.First.Stack, r.First.Created, r.Second.Stack, r.Second.Created) {
			n += len(f.Func) + len(f.File)
		}
	}
	return n
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
