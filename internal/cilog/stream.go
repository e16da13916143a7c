package cilog

import (
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

	cur   string   // the test that lines belong to; "": none is known
	race  []string // lines of a report of the race detector that is not at its end
	raced testRace // and whose it is
	rule  bool     // the last line was the rule before such a report
	dump  *dump    // that lines belong to
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

// testRace is a report of the race detector, and in which test it came, if that is known.
type testRace struct {
	test  string
	ended bool // the test had: without -v nothing says which one runs after it
	races []trace.Race
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

// giveBack counts bytes that are kept no longer.
func (s *stream) giveBack(n int) {
	s.log.kept -= n
	s.kept -= n
}

var (
	mark       = regexp.MustCompile(`^ ?=== (RUN|CONT|NAME|PAUSE)(?:\s+(\S+))?\s*$`)
	result     = regexp.MustCompile(`^(\s*)--- (FAIL|PASS|SKIP): (\S+) \([\d.]+s\)`)
	gotestsum  = regexp.MustCompile(`^=== (FAIL|SKIP|PASS): (\S+) (?:(\S+) )?(?:\(re-run \d+\) )?\((?:[\d.]+s|unknown|cached)\)`)
	pkgResult  = regexp.MustCompile(`^(FAIL|ok|\?)( *\t| +)(\S+)(\s+)(?:-?\d+\.\d+s|\(cached\)|\[)`)
	glued      = regexp.MustCompile(`^(.*\S.*?)( *--- (?:FAIL|PASS|SKIP): (\S+) \([\d.]+s\)|=== (?:RUN  |PAUSE|CONT |NAME ) (\S+))$`)
	deathLine  = regexp.MustCompile(`^(panic|fatal error):(?: (.*))?$`)
	logged     = regexp.MustCompile(`^\s*\S+\.go:\d+: `)
	killed     = regexp.MustCompile(`^(?:SIGQUIT: quit|\*\*\* Test killed with quit: ran too long.*)$`)
	repanicked = regexp.MustCompile(`( \[recovered(, repanicked)?\])+$`)
	timedOut   = regexp.MustCompile(`^test timed out after `)
	gluedDeath = regexp.MustCompile(`^panic: test timed out after [\dhms.µn]+$`)
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
	switch {
	case s.race == nil:
	case mark.MatchString(l): // another test begins or goes on meanwhile
		s.ofTests(l)
		return
	case !s.isResult(l):
		s.raceLine(l)
		return
	default:
		s.raceDone() // the log is cut in it
	}
	switch {
	case l == raceRule:
		s.rule = true
		return
	case l == raceBanner && rule:
		t := s.tests[s.cur]
		s.dump, s.race = nil, []string{raceRule, raceBanner}
		s.raced = testRace{test: s.cur, ended: t != nil && t.ended && s.named == ""}
		return
	}
	if s.dump != nil && s.dump.line(l) {
		return
	}
	s.dump = nil
	// The rule may follow what a test has printed without a newline.
	s.rule = strings.HasSuffix(l, raceRule)
	l = s.unglued(l)
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
	if m := mark.FindStringSubmatch(l); m != nil && s.speaksOf(m[2]) {
		if s.cur = m[2]; m[2] != "" {
			s.goesOn(m[2], m[1])
		}
		if m[1] == "RUN" {
			s.lives()
		}
		return true
	}
	if m := gotestsum.FindStringSubmatch(l); m != nil && s.pkg == "" {
		s.listed(m[1], m[2], m[3])
		return true
	}
	if how, name := s.resultOf(l); name != "" {
		s.cur = name
		s.testDone(name, how)
		if how == "fail" {
			s.fail = name
		} else {
			s.lives()
		}
		return true
	}
	return false
}

// listed takes in a heading of gotestsum's summary, which names the package with each test.
func (s *stream) listed(how, pkg, name string) {
	if s.named != "" && s.named != pkg {
		s.packageDone("", true)
	}
	s.named, s.cur = pkg, name
	if name == "" || how != "FAIL" {
		return
	}
	if t := s.tests[name]; t != nil {
		t.over = t.failed && len(t.lines) > 0 // it was run again, or is told of again
	}
	s.testDone(name, "fail")
}

// resultOf reads a line that says how a test has ended. One that is indented deeper than a test of
// its name is, or that another test has printed, is of a go test that a test has run.
func (s *stream) resultOf(l string) (how, name string) {
	m := result.FindStringSubmatch(l)
	if m == nil || !s.speaksOf(m[3]) {
		return "", ""
	}
	// The name may have more slashes than it has parents, and a pasted line a space too many.
	if len(m[1]) > 4*strings.Count(m[3], "/")+1 {
		return "", ""
	}
	return strings.ToLower(m[2]), m[3]
}

// speaksOf reports whether what the current test prints may be of the one of that name. Only -json
// and JUnit say who prints.
func (s *stream) speaksOf(name string) bool {
	return s.pkg == "" || s.cur == "" || name == "" || within(name, s.cur)
}

// unglued takes in what a test has printed without a newline before a line of go test's, and returns
// that line. It is one only if the test is known to run: a test may print what looks like it, and
// what it logs ends with a newline.
func (s *stream) unglued(l string) string {
	if !strings.Contains(l, "--- ") && !strings.Contains(l, "=== ") {
		return l
	}
	m := glued.FindStringSubmatch(l)
	if m == nil || logged.MatchString(l) || !s.runs(m[3]) && !s.mayGoOn(m[4]) {
		return l
	}
	s.printed(m[1])
	return strings.TrimLeft(m[2], " ")
}

// isResult reports whether a line is one of go test's, which no report of the race detector has.
func (s *stream) isResult(l string) bool {
	_, test := s.resultOf(l)
	pkg, _ := packageResult(l)
	return test != "" || pkg != "" || gotestsum.MatchString(l)
}

// packageResult reads a line like "ok  \texample.org/m\t0.1s", whose tabs may have become spaces.
func packageResult(l string) (pkg string, failed bool) {
	m := pkgResult.FindStringSubmatch(l)
	if m == nil {
		return "", false
	}
	if one := m[2] == " " || m[4] == " " && !strings.HasSuffix(m[0], "["); one && !strings.Contains(m[3], "/") {
		return "", false // a program says that something is ok
	}
	return m[3], m[1] == "FAIL"
}

// ofPackage takes in a line that says how a package has ended.
func (s *stream) ofPackage(l string) bool {
	if exitStatus.MatchString(l) {
		s.exit = true
		return true
	}
	if pkg, failed := packageResult(l); pkg != "" {
		if s.pkg == "" {
			s.packageDone(pkg, failed)
		}
		return true
	}
	return l == "FAIL" || l == "PASS"
}

func (s *stream) raceLine(l string) {
	if !strings.HasSuffix(l, raceRule) && len(s.race) < mostRaceLines {
		s.race = append(s.race, bounded(l))
		return
	}
	s.raceDone()
}

// raceDone takes in that a report of the race detector is at its end.
func (s *stream) raceDone() {
	s.race = append(s.race, raceRule, "")
	races, _ := trace.FindRaces(strings.Join(s.race, "\n"), shorten)
	s.race = nil
	if len(races) > 0 && len(s.races) < mostGoals && s.room(bytesOf(races)) {
		s.raced.races = races
		s.races = append(s.races, s.raced)
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
