package sweep

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/search"
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
	mixed      bool          // shards have explored different builds of it
	closed     bool          // it has failed, or cannot run: nothing more of it is explored
	pass       float64       // seconds it has had, each divided by the weight it had then
}

// cell is a test under one configuration.
type cell struct {
	config   Config
	todo     []span            // runs that are to be made, in order
	first    uint64            // the first of all of them
	busy     int               // shares under way
	ordered  bool              // its shares come one after the other
	search   *search.Search    // of a strategy whose search can be divided, after its first share
	part     search.Part       // of a search that is split into shards
	fixed    bool              // how many runs there are was set for it: the test's own word does not count
	owed     map[uint64]charge // of the shares under way, by their first runs
	parts    int               // shares that are through
	state    string
	over     bool
	sequent  bool
	complete bool
	failing  bool // runs failed, also if they did not do so again
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

// span is the runs first, first+1, ..., last: of a part of a search, if a plan splits that.
type span struct {
	first, last uint64
	part        search.Part
}

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
			todo := []span{{first: 1, last: c.limit(p.Path, name)}}
			if c.mine != nil {
				todo = slices.Clone(c.mine[place{p.Path, name, config}])
				slices.SortFunc(todo, func(a, b span) int { return cmp.Compare(a.first, b.first) })
			}
			fixed := budget != nil && budget.Schedules > 0
			for len(todo) > 0 {
				n := len(todo)
				if todo[0].part.Of > 0 {
					n = 1
				}
				t.cells = append(t.cells, newCell(config, todo[:n:n], fixed))
				todo = todo[n:]
			}
		}
		if len(t.cells) == 0 {
			continue // of another shard
		}
		c.tests = append(c.tests, t)
		c.index[[2]string{p.Path, name}] = t
	}
}

// newCell is what is to be explored of a test under a configuration: some runs, or those of a part of a search.
func newCell(config Config, todo []span, fixed bool) *cell {
	x := &cell{config: config, todo: todo, fixed: fixed, ordered: runner.Ordered(config.Strategy), first: todo[0].first, part: todo[0].part, owed: make(map[uint64]charge)}
	if x.part.Of > 0 {
		x.search = search.NewPart(x.part, search.SplitRuns)
	}
	return x
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
				out = append(out, what+" entry with "+r.String())
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
	if t == nil && s.Part.Of > 0 && s.Part.Of <= maxShards { // as it is when shards are joined
		c.split(s)
		t, x = c.find(s)
	}
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
	i := slices.IndexFunc(t.cells, func(x *cell) bool { return x.config == s.Config && x.part == s.Part })
	if i < 0 {
		return nil, nil
	}
	return t, t.cells[i]
}

// mix says that shards have explored different builds of a package.
func (c *Campaign) mix(pkg string) {
	for _, t := range c.tests {
		t.mixed = t.mixed || t.pkg == pkg
	}
}

// split makes the cell of a share's search those of its parts, if nothing of it was explored.
func (c *Campaign) split(s Share) {
	t := c.index[[2]string{s.Package, s.Test}]
	if t == nil {
		return
	}
	i := slices.IndexFunc(t.cells, func(x *cell) bool { return x.config == s.Config && x.part.Of == 0 && x.parts == 0 })
	if i < 0 {
		return
	}
	whole := t.cells[i]
	var parts []*cell
	for n := range s.Part.Of {
		todo := slices.Clone(whole.todo)
		todo[0].part = search.Part{Number: n + 1, Of: s.Part.Of}
		parts = append(parts, newCell(s.Config, todo, whole.fixed))
	}
	t.cells = slices.Replace(t.cells, i, i+1, parts...)
}

// finish notes which runs were made.
func (x *cell) finish(t *test, s Share, out *Outcome) {
	last := s.First + s.Count - 1
	x.take(s.First, last) // a journal has shares that were not handed out here
	if out.Next <= last {
		x.todo = append([]span{{first: max(out.Next, s.First), last: last}}, x.todo...)
	}
	if out.Limit > 0 && !x.fixed {
		x.take(x.after(out.Limit), Unlimited)
	}
	t.begun = t.begun || s.Begins
	x.parts++
	x.ordered = runner.Ordered(out.Strategy)
	switch {
	case out.Error != "":
		x.over = true
	case runner.Divides(out.Strategy):
		x.searched(s, out)
	default:
		x.search, x.state, x.over = nil, out.State, x.over || out.Over
	}
	x.cost = out.Elapsed.Seconds()
	x.spent += x.cost
	t.charge(x, x.cost)
	t.res.Elapsed += out.Elapsed
}

// after is the first run that is not to be made of a test that has so many: a part of a search has its share of them.
func (x *cell) after(limit uint64) uint64 {
	if of := uint64(x.part.Of); of > 0 {
		return x.first + (limit+of-1)/of
	}
	return limit + 1
}

// searched takes in what a share did of the cell's search. The first share has the first job. A process that was
// killed has not said where it stood.
func (x *cell) searched(s Share, out *Outcome) {
	if x.search == nil {
		x.search = search.NewSearch()
	}
	switch silent := out.State == "" || out.State == s.State; {
	case !silent:
		x.search.Return(s.Job, out.State, out.Next-s.First)
	case out.Next <= s.First:
		x.search.GiveBack(s.Job)
	default:
		x.search.Lose(s.Job)
	}
	x.over = x.over || out.Skipped || out.Sequent || x.search.Over()
}

// take takes the runs from first to last out of what is to be made.
func (x *cell) take(first, last uint64) {
	var left []span
	for _, s := range x.todo {
		if before := (span{first: s.first, last: min(s.last, first-1)}); before.first <= before.last {
			left = append(left, before)
		}
		if after := (span{first: max(s.first, last+1), last: s.last}); after.first <= after.last {
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
func (x *cell) left() bool {
	return !x.over && len(x.todo) > 0 && (x.search == nil || x.search.Ready())
}
