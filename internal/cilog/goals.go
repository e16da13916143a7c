package cilog

import (
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// packageDone makes goals of what was seen of a package that is through, or at whose end the log is
// cut.
func (s *stream) packageDone(pkg string, failed bool) {
	if s.race != nil {
		s.raceLine(raceRule)
	}
	if pkg == "" {
		pkg = s.named
	}
	n := len(s.log.Goals)
	if failed {
		s.goals(pkg)
	}
	if len(s.log.Goals) == n {
		s.log.kept -= s.kept
	}
	s.pkgSeen = pkgSeen{tests: make(map[string]*test)}
	s.cur, s.dump, s.rule = "", nil, false
}

func (s *stream) goals(pkg string) {
	made := 0
	add := func(g Goal) {
		if g.Package == "" || strings.Contains(pkg, "/") {
			g.Package = pkg
		}
		g.Before, g.Beside = s.around(g.Test)
		s.log.add(g)
		made++
	}
	done := make(map[string]bool) // tests whose failure is told of
	if s.died != nil {
		g := s.died.goal(s)
		done[g.Test] = true
		add(g)
	}
	for _, r := range s.races {
		g := r.goal(s)
		if !done["race "+g.Test] {
			done["race "+g.Test] = true
			add(g)
		}
	}
	for _, t := range s.failedTests() {
		g, ok := t.goal(done["race "+t.name])
		if ok && !done[t.name] {
			add(g)
		}
	}
	if s.leak != nil && len(s.leak.all) > 0 {
		add(leakGoal("", s.leak))
	}
	if s.exit && made == 0 {
		add(Goal{Test: s.unfinished(), Kind: Exit, Message: "the process ended in the middle of the test"})
	}
}

// unfinished is the one test that had begun and not ended, with its subtest, or "".
func (s *stream) unfinished() string {
	last := ""
	for _, n := range s.order {
		if t := s.tests[n]; !t.begun && s.pkg == "" || t.ended && !t.failed {
			continue
		}
		if last != "" && !strings.HasPrefix(n, last+"/") {
			return "" // there are several
		}
		last = n
	}
	return last
}

// goal is what a process that died was on the way to.
func (d *death) goal(s *stream) Goal {
	g := Goal{Kind: d.kind, Message: d.message, Blocked: d.dump.blocked()}
	for _, x := range d.dump.all {
		if x.Reason == "running" && g.Stack == nil && d.kind != Timeout {
			g.Stack = x.Stack
			if pkg, test := testOf(x.Stack, x.Created); d.test == "" {
				g.Package, g.Test = pkg, test
			}
		}
	}
	switch {
	case len(d.running) > 0:
		g.Test = longest(d.running)
	case d.test != "":
		g.Test = d.test
	case g.Test != "" && strings.HasPrefix(d.cur, g.Test+"/"):
		g.Test = d.cur
	case g.Test != "":
	case s.unfinished() != "":
		g.Test = s.unfinished()
	default:
		for _, x := range d.dump.all {
			if pkg, test := testOf(x.Stack, x.Created); test != "" {
				g.Package, g.Test = pkg, test
				break
			}
		}
	}
	g.Output = s.output(g.Test)
	return g
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

// blocked are the goroutines of a dump that are in code of their own: the others are go test's and
// the runtime's.
func (d *dump) blocked() (all []Goroutine) {
	for _, g := range d.all {
		if f := trace.UserFrame(g.Stack); g.Reason != "running" && f.File != "" && !f.Std() && f.File != "_testmain.go" {
			all = append(all, g)
		}
	}
	return all
}

// output is what a test has printed, if it is known.
func (s *stream) output(test string) string {
	if t := s.tests[test]; t != nil {
		return strings.Join(t.lines, "\n")
	}
	return ""
}

// goal is what a report of the race detector was about.
func (r testRace) goal(s *stream) Goal {
	g := Goal{Kind: Race, Races: r.races, Test: r.test, Message: "data race"}
	if g.Test == "" || s.tests[g.Test] == nil || s.tests[g.Test].ended && !s.tests[g.Test].failed {
		g.Test = ""
		for _, a := range []trace.Access{r.races[0].First, r.races[0].Second} {
			for _, stack := range [][]trace.Frame{a.Stack, a.Created} {
				if pkg, test := testOf(stack, trace.Frame{}); g.Test == "" {
					g.Package, g.Test = pkg, test
				}
			}
		}
		failed := s.failedTests()
		i := slices.IndexFunc(failed, func(t *test) bool { return t.name == g.Test || strings.HasPrefix(t.name, g.Test+"/") })
		switch {
		case g.Test != "" && i >= 0:
			g.Test = failed[i].name
		case g.Test == "" && len(failed) == 1:
			g.Test = failed[0].name
		}
	}
	g.Output = s.output(g.Test)
	return g
}

// OfAnotherTest reports whether a goroutine that another test has started has a part in a race: it was
// left when that test returned, or runs beside.
func (g *Goal) OfAnotherTest() bool {
	own, _, _ := strings.Cut(g.Test, "/")
	for _, r := range g.Races {
		for _, a := range []trace.Access{r.First, r.Second} {
			for _, stack := range [][]trace.Frame{a.Stack, a.Created} {
				if _, test := testOf(stack, trace.Frame{}); test != "" && test != own {
					return true
				}
			}
		}
	}
	return false
}

// raceNote is what package testing says of a test in which the race detector has reported one.
const raceNote = "race detected during execution of test"

// goal is what a test that failed has said of it. It reports false if that is only that there was a
// race, and the race is a goal.
func (t *test) goal(raced bool) (Goal, bool) {
	g := Goal{Test: t.name, Kind: Assert, Output: strings.Join(t.lines, "\n")}
	own := slices.DeleteFunc(slices.Clone(t.lines), func(l string) bool { return strings.HasSuffix(l, raceNote) })
	g.Message = runner.LoggedMessage(strings.Join(own, "\n"))
	if raced && g.Message == "" {
		return g, false
	}
	if t.dump != nil && strings.Contains(g.Output, GoleakReport) {
		l := leakGoal(t.name, t.dump)
		l.Output = g.Output
		return l, true
	}
	if t.dump != nil {
		g.Blocked = t.dump.blocked()
	}
	return g, true
}

// leakGoal is what goleak has reported.
func leakGoal(test string, d *dump) Goal {
	g := Goal{Test: test, Kind: Leak, Message: "goleak found unexpected goroutines"}
	for _, x := range d.all {
		g.Blocked = append(g.Blocked, x)
		if pkg, name := testOf(x.Stack, x.Created); g.Test == "" {
			g.Package, g.Test = pkg, name
		}
	}
	return g
}
