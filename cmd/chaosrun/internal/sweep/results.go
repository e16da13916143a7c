package sweep

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Results gives the sink what became of every test, package by package.
func (c *Campaign) Results(pkgs []Package, artifacts string, sink runner.Sink) {
	of := make(map[string][]*test)
	for _, t := range c.tests {
		of[t.pkg] = append(of[t.pkg], t)
	}
	for _, p := range pkgs {
		if p.Error != "" {
			sink.PackageError(p.Path, errors.New(p.Error))
			continue
		}
		for _, s := range c.skipped[p.Path] {
			sink.Result(p.Path, &runner.Result{Test: s.test, Verdict: "skip", Notes: []string{"the configuration skips it: " + s.reason}})
		}
		var elapsed time.Duration
		known := len(p.Tests) == 0
		for _, t := range of[p.Path] {
			res := t.result(artifacts)
			known = known || res.ShownRuns() > 0 || res.Verdict != "pass"
			res.Budget = c.Spec.budget(res)
			res.Budget.Members = t.members()
			sink.Result(p.Path, res)
			elapsed += t.res.Elapsed
		}
		if ch, ok := sink.(runner.Chooser); ok && len(p.Tests) == 0 && p.Build != "" && c.Spec.Run+c.Spec.Skip != "" {
			ch.NoneChosen(p.Path, elapsed)
			continue
		}
		if known { // else the campaign has ended before
			sink.PackageDone(p.Path, len(p.Tests), p.Other, elapsed)
		}
	}
}

// members are the shares of the strategies, and of those of a portfolio.
func (t *test) members() map[string]runner.Spent {
	all := make(map[string]runner.Spent)
	add := func(name string, made uint64, shown int) {
		s := all[name]
		all[name] = runner.Spent{Schedules: s.Schedules + int(made), New: s.New + shown}
	}
	for _, x := range t.cells {
		if x.config.Strategy != "auto" {
			add(x.config.Strategy, x.made, x.shown)
			continue
		}
		for m, name := range engine.AutoMembers {
			add("auto: "+name, uint64(x.runs[m]), x.news[m])
		}
	}
	return all
}

// axis is the values of clocks or plans in one text; "" if each is what the test itself says.
func axis(values []string, separator string) string {
	named := make([]string, len(values))
	for i, v := range values {
		named[i] = cmp.Or(v, "own")
	}
	if len(values) == 1 && values[0] == "" {
		return ""
	}
	return strings.Join(named, separator)
}

// budget is what a test was explored with.
func (s *Spec) budget(res *runner.Result) runner.Budget {
	b := runner.Budget{
		Strategy: strings.Join(s.Strategies, ","), Clock: axis(s.Clocks, ","), Faults: axis(s.Faults, "; "),
		Schedules: res.Runs, Complete: res.Complete && !res.Pinned(), Predicted: res.Predicted,
	}
	var files []string
	if toolchain.AreFiles(s.Packages) {
		files = s.Packages
	}
	b.Given = runner.Given(s.Settings, files)
	for _, setting := range s.Settings {
		switch name, value, _ := strings.Cut(setting, "="); name {
		case "race":
			b.Race = value == "true"
		case "accesses":
			b.Accesses = value == "true"
		case "tags":
			b.Tags = value
		}
	}
	return b
}

// Totals are the figures of a campaign.
type Totals struct {
	Tests, Through, Configs int
	Schedules               uint64
	Distinct                int
	Findings, Stated        int // failures, and those that tests state
	Errors                  int
	Used                    time.Duration
	Share                   float64 // of the campaign that is done, from 0 to 1

	limit time.Duration
}

// Rate is how many schedules were made in a second.
func (n Totals) Rate() float64 { return float64(n.Schedules) / max(n.Used.Seconds(), 0.001) }

// Left is how long the campaign will still take; ok says that this can be told.
func (n Totals) Left() (left time.Duration, ok bool) {
	switch {
	case n.Share >= 1:
		return 0, true
	case n.limit > 0:
		return max(n.limit-n.Used, 0), true
	case n.Share < 0.01 || n.Used < time.Second:
		return 0, false
	}
	return time.Duration(float64(n.Used) * (1 - n.Share) / n.Share), true
}

// Totals adds up the tests.
func (c *Campaign) Totals() Totals {
	n := Totals{Tests: len(c.tests), Configs: len(c.Spec.Configs()), Used: c.used}
	todo := 0.0
	for _, t := range c.tests {
		n.Schedules += t.res.Runs
		n.Distinct += t.graphs.count()
		if t.expect != nil {
			n.Stated += len(t.findings)
		} else {
			n.Findings += len(t.findings)
		}
		if t.through() {
			n.Through++
		}
		if t.err != "" {
			n.Errors++
		}
		for _, x := range t.cells {
			todo += x.ahead(t)
		}
	}
	switch n.limit = c.Spec.Duration; {
	case n.Through == n.Tests:
		n.Share = 1
	case n.limit > 0:
		n.Share = min(1, n.Used.Seconds()/n.limit.Seconds())
	default:
		n.Share = float64(n.Schedules) / max(1, float64(n.Schedules)+todo)
	}
	return n
}

// ahead is how many runs of a test's configuration are to be made.
func (x *cell) ahead(t *test) (runs float64) {
	if t.closed || x.over {
		return 0
	}
	for _, s := range x.todo {
		runs += float64(s.last - s.first + 1)
	}
	return runs
}

// String is the totals as a line.
func (n Totals) String() string {
	stated := ""
	if n.Stated > 0 {
		stated = fmt.Sprintf(", %d as expected", n.Stated)
	}
	return fmt.Sprintf("sweep: %s, %s, %s in %s (%.0f/s), %d distinct, %s%s",
		count(n.Tests, "test"), count(n.Configs, "configuration"), count(int(n.Schedules), "schedule"),
		n.Used.Round(100*time.Millisecond), n.Rate(), n.Distinct, count(n.Findings, "finding"), stated)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
