package cilog

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// death is what the process of a package died of.
type death struct {
	kind    Kind
	message string
	test    string // whose failure was told of just before
	cur     string // to which the line belongs
	running []runningTest
	dump    dump
	begun   bool // with its dump
	telling bool // the message may go on in the next line
	doubted bool // it counts only with what follows such a line
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
		if d.goesOn(l) {
			return true
		}
	}
	before, l := ungluedDeath(l)
	m := deathLine.FindStringSubmatch(l)
	if m == nil {
		if killed.MatchString(l) && s.died == nil {
			s.died = &death{kind: Timeout, message: strings.TrimPrefix(l, "*** "), test: failed, cur: s.cur, dump: dump{of: s}}
			return true
		}
		return false
	}
	if d := s.died; d != nil && d.sure() && (d.begun || s.named == "") {
		return true // what the first one leads to
	}
	if before != "" {
		s.printed(before)
	}
	d := &death{kind: Panic, message: deathMessage(m[2]), test: failed, cur: s.cur, dump: dump{of: s}, telling: true}
	d.doubted = before != "" || d.message == ""
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

// ungluedDeath parts what a test has printed without a newline from the line that says that its time
// was up.
func ungluedDeath(l string) (before, line string) {
	i := strings.LastIndex(l, "panic: test timed out after ")
	if i <= 0 || strings.TrimSpace(l[:i]) == "" || logged.MatchString(l) || !gluedDeath.MatchString(l[i:]) {
		return "", l
	}
	return l[:i], l[i:]
}

// deathMessage is a line of a panic's message without what the runtime adds to it.
func deathMessage(l string) string {
	return bounded(repanicked.ReplaceAllString(strings.TrimSpace(l), ""))
}

// goesOn takes in a line of the message after the first: the runtime indents those. The message is
// the first line that has something in it, as testify's mock begins its own with a newline.
func (d *death) goesOn(l string) bool {
	switch {
	case strings.HasPrefix(l, "[signal "):
		d.telling = false
		return true
	case d.telling && d.message == "":
		d.message = deathMessage(l)
		return true
	case d.telling && strings.HasPrefix(l, "\t"):
		return true
	}
	d.telling = false
	return false
}

// sure reports whether the process did die of it, as far as that is known.
func (d *death) sure() bool {
	return d.begun || len(d.running) > 0 || !d.doubted
}

// lives takes in that a test begins, or passes: a panic without a dump was then but printed.
func (s *stream) lives() {
	if d := s.died; d != nil && !d.begun && len(d.running) == 0 {
		s.died = nil
	}
}

// owner is to whom the dump belongs that begins: the process that dies, the test that prints it, or
// nobody.
func (s *stream) owner() *dump {
	if s.died != nil {
		return &s.died.dump
	}
	if t := s.tests[s.cur]; t != nil && !t.over {
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

// goal is what a process that died was on the way to.
func (d *death) goal(s *stream) Goal {
	g := Goal{Kind: d.kind, Message: d.message, Blocked: d.dump.blocked()}
	for _, x := range d.dump.all {
		if x.Reason == "running" && g.Stack == nil && d.kind != Timeout {
			g.Stack = x.Stack
			if pkg, test := s.testOf(x.Stack, x.Created); d.test == "" || test != "" && !x.ofTesting() {
				g.Package, g.Test = pkg, test
			}
		}
	}
	switch {
	case len(d.running) > 0:
		g.Test = longest(d.running)
	case d.test != "" && (g.Test == "" || within(d.test, g.Test)):
		g.Test = d.test
	case g.Test != "" && strings.HasPrefix(d.cur, g.Test+"/"):
		g.Test = d.cur
	case g.Test != "":
	case s.unfinished() != "":
		g.Test = s.unfinished()
	default:
		for _, x := range d.dump.all {
			if pkg, test := s.testOf(x.Stack, x.Created); test != "" {
				g.Package, g.Test = pkg, test
				break
			}
		}
	}
	g.Output = s.output(g.Test)
	return g
}

// ofTesting reports whether package testing has started the goroutine for a test. Of a panic in
// another one it does not say which test failed: a result just before it is of any test.
func (g *Goroutine) ofTesting() bool {
	return g.Created.Func == "testing.(*T).Run" || len(g.Stack) > 0 && g.Stack[len(g.Stack)-1].Func == "testing.tRunner"
}

// longest is the test that has run for longest, of those that had not ended. A test whose subtest had not
// ended waits for it: go test names both.
func longest(tests []runningTest) string {
	best, most := tests[0].name, time.Duration(-1)
	for _, t := range tests {
		if slices.ContainsFunc(tests, func(o runningTest) bool { return strings.HasPrefix(o.name, t.name+"/") }) {
			continue
		}
		if d, err := time.ParseDuration(t.took); err == nil && d > most {
			best, most = t.name, d
		}
	}
	return best
}

// runningTest is one that go test says was running when the time was up.
type runningTest struct {
	name string
	took string
}

var runningLine = regexp.MustCompile(`^\t{1,2}(\S+) \(([\dhms.µn]+)\)$`)

// running reads a line like "\t\tTestStuck (1s)".
func running(l string) (runningTest, bool) {
	m := runningLine.FindStringSubmatch(l)
	if m == nil {
		return runningTest{}, false
	}
	return runningTest{m[1], m[2]}, true
}
