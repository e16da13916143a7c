package sweep

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// Campaign knows which runs are made and which are not, and what was seen. It decides which
// share is next, and does nothing else: no files, no processes, no clock. It is not safe for
// concurrent use.
type Campaign struct {
	Spec  Spec
	tests []*test
	index map[[2]string]*test
	used  time.Duration // real time of the campaign so far
	width func() int    // shares that may be under way at once
	wider <-chan struct{}

	skipped map[string][]skipped // by package
	mine    map[place][]span     // what is made here; nil: everything
	matched map[*Rule]bool       // rules that are for some test
}

// skipped is a test that is not explored.
type skipped struct{ test, reason string }

// test is what is known of a test.
type test struct {
	pkg, name  string
	cells      []*cell
	graphs     sample
	pairs      sample
	res        runner.Result
	props      []runner.Property
	discards   uint64
	undecided  uint64
	leaks      uint64 // runs that leak
	plans      map[string]*runner.Result
	expect     *runner.Expect
	skipped    bool
	unfinished bool
	err        string
	findings   []Finding // one of each fingerprint, in the order in which they were found
	timings    []Finding // warnings, likewise
	times      map[string]int
	begun      bool          // a share with what comes before the first run was handed out
	busy       int           // shares under way
	limit      time.Duration // of all its shares together; 0: none
	part       bool          // other runs of it may be made elsewhere
	closed     bool          // it has failed, or cannot run: nothing more of it is explored
	pass       float64       // seconds it has had, each divided by the weight it had then
}

// cell is a test under one configuration.
type cell struct {
	config   Config
	todo     []span            // runs that are to be made, in order
	busy     int               // shares under way
	ordered  bool              // its shares come one after the other
	fixed    bool              // how many runs there are was set for it: the test's own word does not count
	owed     map[uint64]charge // of the shares under way, by their first runs
	parts    int               // shares that are through
	state    string
	over     bool
	sequent  bool
	complete bool
	bound    string
	explored float64
	runs     [len(engine.AutoMembers)]int // of each member of a portfolio
	news     [len(engine.AutoMembers)]int // of those, how many showed something new
	failed   int                          // failing runs
	cost     float64                      // seconds of its last share
	spent    float64                      // seconds of all of them
	pass     float64
	fresh    float64 // how much of what its last shares showed was new, 0 to 1
	made     uint64  // runs
	shown    int     // interleavings that it was the first to show
}

// span is the runs first, first+1, ..., last.
type span struct{ first, last uint64 }

// maxFailing is how many failing runs of a configuration are enough, with KeepGoing.
const maxFailing = 10

// NewCampaign returns a campaign without tests. procs is how many shares may be under way at
// once.
func NewCampaign(spec Spec, procs int) *Campaign {
	return &Campaign{Spec: spec, width: func() int { return procs }, index: make(map[[2]string]*test), skipped: make(map[string][]skipped), matched: make(map[*Rule]bool)}
}

// Widen makes what width says the number of shares that may be under way at once, each time it is
// asked. Whoever sends on wider says that it may have grown.
func (c *Campaign) Widen(width func() int, wider <-chan struct{}) { c.width, c.wider = width, wider }

// Add gives the campaign the tests of a package.
func (c *Campaign) Add(p Package) {
	delete(c.skipped, p.Path)
	for _, name := range p.Tests {
		if c.index[[2]string{p.Path, name}] != nil {
			continue
		}
		if r := c.rule(c.Spec.Skips, p.Path, name); r != nil {
			c.skipped[p.Path] = append(c.skipped[p.Path], skipped{name, r.Reason})
			continue
		}
		t := &test{pkg: p.Path, name: name, plans: make(map[string]*runner.Result), times: make(map[string]int)}
		t.res.Test = name
		t.part = c.mine != nil
		budget := c.rule(c.Spec.Budgets, p.Path, name)
		if budget != nil {
			t.limit = time.Duration(budget.Duration)
		}
		for _, config := range c.Spec.Configs() {
			todo := []span{{1, c.limit(p.Path, name)}}
			if c.mine != nil {
				todo = slices.Clone(c.mine[place{p.Path, name, config}])
				slices.SortFunc(todo, func(a, b span) int { return cmp.Compare(a.first, b.first) })
			}
			if len(todo) > 0 {
				t.cells = append(t.cells, &cell{
					config: config, todo: todo, fixed: budget != nil && budget.Schedules > 0,
					ordered: runner.Systematic(config.Strategy), owed: make(map[uint64]charge),
				})
			}
		}
		if len(t.cells) == 0 {
			continue // of another shard
		}
		c.tests = append(c.tests, t)
		c.index[[2]string{p.Path, name}] = t
	}
}

// limit is how many runs a test has under each configuration.
func (c *Campaign) limit(pkg, name string) uint64 {
	if r := c.rule(c.Spec.Budgets, pkg, name); r != nil && r.Schedules > 0 {
		return r.Schedules
	}
	return c.Spec.Schedules
}

// rule is the first of the rules that is for a test, or nil.
func (c *Campaign) rule(rules []Rule, pkg, name string) *Rule {
	for i := range rules {
		if rules[i].matches(pkg, name) {
			c.matched[&rules[i]] = true
			return &rules[i]
		}
	}
	return nil
}

// Unused names the rules that are for no test of the campaign.
func (c *Campaign) Unused() []string {
	var out []string
	add := func(what string, rules []Rule) {
		for i := range rules {
			if r := &rules[i]; !c.matched[r] {
				out = append(out, fmt.Sprintf("%s of test %q, package %q", what, r.Test, r.Package))
			}
		}
	}
	add("skip", c.Spec.Skips)
	add("budget", c.Spec.Budgets)
	return out
}

// Done takes in what became of a share. It leaves in the outcome only those graphs and pairs
// that are new to the campaign, which is what a journal needs. It reports whether the test is
// through with that.
func (c *Campaign) Done(s Share, out *Outcome, used time.Duration) (through bool) {
	c.used = max(c.used, used)
	t, x := c.find(s)
	if t == nil || s.First < 1 || s.Count < 1 || s.Count > Unlimited || s.First > Unlimited {
		return false // of no campaign
	}
	x.finish(t, s, out)
	t.see(x, out)
	t.judge(c.Spec.KeepGoing, x, out)
	t.res.Series.Add(runner.Sample{Runs: t.res.Runs, Elapsed: c.used, Graphs: t.graphs.count(), Pairs: t.pairs.count()})
	return t.through()
}

// Reset forgets what is known of the tests of a package.
func (c *Campaign) Reset(pkg string) {
	c.tests = slices.DeleteFunc(c.tests, func(t *test) bool { return t.pkg == pkg })
	for key := range c.index {
		if key[0] == pkg {
			delete(c.index, key)
		}
	}
}

// Found takes in a finding of a share that did not come to its end.
func (c *Campaign) Found(f Finding) {
	t := c.index[[2]string{f.Package, f.Test}]
	if t == nil {
		return
	}
	if f.Expect != nil {
		t.expect = f.Expect
	}
	t.find(f)
	if !f.Timing { // which are not counted
		t.times[f.Fingerprint]--
	}
	t.close(c.Spec.KeepGoing)
}

// find is the test and the cell of a share, nil if the campaign has none like it.
func (c *Campaign) find(s Share) (*test, *cell) {
	t := c.index[[2]string{s.Package, s.Test}]
	if t == nil {
		return nil, nil
	}
	i := slices.IndexFunc(t.cells, func(x *cell) bool { return x.config == s.Config })
	if i < 0 {
		return nil, nil
	}
	return t, t.cells[i]
}

// finish notes which runs were made.
func (x *cell) finish(t *test, s Share, out *Outcome) {
	last := s.First + s.Count - 1
	x.take(s.First, last) // a journal has shares that were not handed out here
	if out.Next <= last {
		x.todo = append([]span{{max(out.Next, s.First), last}}, x.todo...)
	}
	if out.Limit > 0 && !x.fixed {
		x.take(out.Limit+1, Unlimited)
	}
	t.begun = t.begun || s.Begins
	x.parts++
	x.state, x.over = out.State, x.over || out.Over
	x.ordered = runner.Systematic(out.Strategy)
	x.cost = out.Elapsed.Seconds()
	x.spent += x.cost
	t.charge(x, x.cost)
	t.res.Elapsed += out.Elapsed
}

// take takes the runs from first to last out of what is to be made.
func (x *cell) take(first, last uint64) {
	var left []span
	for _, s := range x.todo {
		if before := (span{s.first, min(s.last, first-1)}); before.first <= before.last {
			left = append(left, before)
		}
		if after := (span{max(s.first, last+1), s.last}); after.first <= after.last {
			left = append(left, after)
		}
	}
	x.todo = left
}

// see takes in what was seen, and leaves in the outcome what is new.
func (t *test) see(x *cell, out *Outcome) {
	news := 0
	out.Graphs = slices.DeleteFunc(out.Graphs, func(g string) bool {
		hash, member, _ := strings.Cut(g, ":")
		if !t.graphs.add(hash) {
			return true
		}
		news += t.graphs.each()
		x.shown += t.graphs.each()
		if m := strings.IndexByte("0123456789", (member + "-")[0]); m >= 0 && m < len(x.news) {
			x.news[m] += t.graphs.each()
		}
		return false
	})
	out.Pairs = slices.DeleteFunc(out.Pairs, func(p string) bool {
		if !t.pairs.add(p) {
			return true
		}
		news += t.pairs.each()
		return false
	})
	for m, n := range out.Members {
		x.runs[m] += n
	}
	if out.Runs > 0 {
		rate := min(1, float64(news)/float64(out.Runs))
		x.fresh = (x.fresh + rate) / 2
	}
}

// through reports whether nothing of the test is left to explore or under way.
func (t *test) through() bool {
	if t.busy > 0 {
		return false
	}
	return t.closed || !slices.ContainsFunc(t.cells, func(x *cell) bool { return x.left() })
}

// left reports whether runs of the cell are to be made.
func (x *cell) left() bool { return !x.over && len(x.todo) > 0 }
