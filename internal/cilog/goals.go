package cilog

import (
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// packageDone makes goals of what was seen of a package that is through, or at whose end the log is
// cut.
func (s *stream) packageDone(pkg string, failed bool) {
	if s.race != nil {
		s.raceDone()
	}
	listed := ""
	if pkg == "" {
		pkg, listed = s.named, s.named
	}
	n := len(s.log.Goals)
	if failed {
		s.goals(pkg, listed)
	}
	if len(s.log.Goals) == n {
		s.log.kept -= s.kept
	}
	s.pkgSeen = pkgSeen{tests: make(map[string]*test)}
	s.cur, s.dump, s.rule = "", nil, false
}

// goals makes goals of a package. listed is its name, if that is gotestsum's.
func (s *stream) goals(pkg, listed string) {
	made := 0
	add := func(g Goal) {
		if g.Package == "" || strings.Contains(pkg, "/") {
			g.Package = pkg
		}
		g.listed = listed
		g.Before, g.Beside = s.around(g.Test)
		s.log.add(g)
		made++
	}
	done := make(map[string]bool) // tests whose failure is told of
	if s.died != nil && s.died.sure() {
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
	t := s.tests[r.test]
	if t == nil || r.ended || t.ended && !t.failed {
		g.Package, g.Test = r.named(s)
		failed := s.failedTests()
		i := slices.IndexFunc(failed, func(t *test) bool { return within(t.name, g.Test) })
		switch {
		case t != nil && t.failed && (g.Test == "" || within(r.test, g.Test)):
			g.Test = r.test
		case g.Test != "" && i >= 0:
			g.Test = failed[i].name
		case g.Test == "" && len(failed) == 1:
			g.Test = failed[0].name
		}
	}
	g.Output = s.output(g.Test)
	return g
}

// named is the test that the stacks name. If they name several, it is not the one that had ended when
// the report came.
func (r testRace) named(s *stream) (pkg, test string) {
	ended, _, _ := strings.Cut(r.test, "/")
	for _, a := range []trace.Access{r.races[0].First, r.races[0].Second} {
		for _, stack := range [][]trace.Frame{a.Stack, a.Created} {
			p, t := s.testOf(stack, trace.Frame{})
			if t != "" && (test == "" || within(test, ended) && !within(t, ended)) {
				pkg, test = p, t
			}
		}
	}
	return pkg, test
}

// within reports whether a test is that of the other name, or a subtest of it.
func within(name, other string) bool {
	return name == other || strings.HasPrefix(name, other+"/")
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
		if pkg, name := d.of.testOf(x.Stack, x.Created); g.Test == "" {
			g.Package, g.Test = pkg, name
		}
	}
	return g
}
