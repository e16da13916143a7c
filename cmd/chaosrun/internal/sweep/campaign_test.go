package sweep

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/search"

	"github.com/chaosrun/chaosrun/internal/runner"
)

func spec(schedules uint64) Spec {
	return Spec{Packages: []string{"p"}, Strategies: []string{"random", "pct"}, Clocks: []string{""}, Faults: []string{""}, Seeds: []uint64{1, 2}, Schedules: schedules}
}

// made checks that no run is made twice, and counts them.
type made struct {
	t  *testing.T
	mu sync.Mutex
	of map[string]map[uint64]bool // by test and configuration
}

func newMade(t *testing.T) *made { return &made{t: t, of: make(map[string]map[uint64]bool)} }

func (m *made) add(s Share, next uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := fmt.Sprint(s.Package, s.Test, s.Config)
	if m.of[key] == nil {
		m.of[key] = make(map[uint64]bool)
	}
	for i := s.First; i < next; i++ {
		if m.of[key][i] {
			m.t.Fatalf("run %d of %s is made twice", i, key)
		}
		m.of[key][i] = true
	}
}

func (m *made) check(tests, each int) {
	m.t.Helper()
	if len(m.of) != tests {
		m.t.Errorf("%d tests under all configurations, want %d", len(m.of), tests)
	}
	for key, runs := range m.of {
		if len(runs) != each {
			m.t.Errorf("%s: %d runs, want %d", key, len(runs), each)
		}
	}
}

func add(c *Campaign, tests int) []Package {
	var p Package
	p.Path, p.Build = "p", "b"
	for i := range tests {
		p.Tests = append(p.Tests, fmt.Sprintf("Test%d", i))
	}
	return []Package{p}
}

// Shares end early, get lost and are given back; every run is made once all the same.
func TestEveryRunOnce(t *testing.T) {
	c := NewCampaign(spec(3000), 4)
	j, _, err := c.Begin(Start{Folder: open(t, t.TempDir())}, add(c, 5))
	if err != nil {
		t.Fatal(err)
	}
	m := newMade(t)
	rng := rand.New(rand.NewSource(1))
	var mu sync.Mutex
	do := func(_ context.Context, s Share) (*Outcome, error) {
		mu.Lock()
		n := uint64(rng.Intn(int(s.Count) + 1))
		short := rng.Intn(3) == 0
		mu.Unlock()
		out := &Outcome{Next: s.First + s.Count, Runs: s.Count, Elapsed: time.Millisecond, Strategy: s.Config.Strategy}
		if short {
			out.Next, out.Runs = s.First+n, n
		}
		m.add(s, out.Next)
		return out, nil
	}
	if err := c.Run(t.Context(), do, j, nil); err != nil {
		t.Fatal(err)
	}
	j.Close()
	m.check(5*4, 3000)
	if n := c.Totals(); n.Through != 5 || n.Schedules != 5*4*3000 {
		t.Errorf("%+v", n)
	}
}

// A campaign that ends at any place, and goes on again and again, makes every run once.
func TestResumeAnywhere(t *testing.T) {
	folder := open(t, t.TempDir())
	m := newMade(t)
	broken := errors.New("broken")
	for round := 0; ; round++ {
		c := NewCampaign(spec(2000), 3)
		j, changed, err := c.Begin(Start{Folder: folder, Resume: round > 0}, add(c, 3))
		if err != nil || len(changed) > 0 {
			t.Fatal(err, changed)
		}
		left := 5 // shares until it breaks
		var mu sync.Mutex
		err = c.Run(t.Context(), func(_ context.Context, s Share) (*Outcome, error) {
			mu.Lock()
			defer mu.Unlock()
			if left--; left < 0 {
				return nil, broken
			}
			out := &Outcome{Next: s.First + s.Count, Runs: s.Count, Elapsed: time.Millisecond, Strategy: s.Config.Strategy}
			out.Graphs = []string{strconv.FormatUint(s.First, 16) + ":1"}
			return out, nil
		}, j, nil)
		j.Close()
		if err == nil {
			break
		}
		if !errors.Is(err, broken) || round > 1000 {
			t.Fatal(err)
		}
	}
	if _, err := folder.Open(func(e Entry) error {
		if e.Share != nil {
			m.add(*e.Share, e.Outcome.Next)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	m.check(3*4, 2000)
}

// Tests have the same part of the time, and more while they show something new.
func TestFairness(t *testing.T) {
	s := spec(Unlimited)
	c := NewCampaign(s, 1)
	for _, p := range add(c, 4) {
		c.Add(p)
	}
	spent := make(map[string]time.Duration)
	for i := range 4000 {
		s := c.Next()
		out := &Outcome{Next: s.First + s.Count, Runs: s.Count, Strategy: s.Config.Strategy}
		out.Elapsed = time.Duration(s.Count) * time.Microsecond
		if s.Test == "Test0" {
			out.Elapsed *= 10 // it is slow, and that gives it no more time
		}
		if s.Test == "Test3" {
			for k := range s.Count {
				out.Graphs = append(out.Graphs, strconv.FormatUint(uint64(i)<<32+k, 16)+":0")
			}
		}
		spent[s.Test] += out.Elapsed
		c.Returned(*s)
		c.Done(*s, out, 0)
	}
	for _, name := range []string{"Test0", "Test2"} {
		if r := float64(spent[name]) / float64(spent["Test1"]); r < 0.8 || r > 1.25 {
			t.Errorf("%s has had %.2f times as much as Test1", name, r)
		}
	}
	if r := float64(spent["Test3"]) / float64(spent["Test1"]); r < 6 || r > 1+freshWeight {
		t.Errorf("the test that shows new behaviour has had %.2f times as much as another", r)
	}
}

// Systematic strategies have one share at a time, each with the state of the last.
func TestOrdered(t *testing.T) {
	s := spec(1000)
	s.Strategies, s.Seeds = []string{"dfs"}, []uint64{1}
	c := NewCampaign(s, 4)
	for _, p := range add(c, 1) {
		c.Add(p)
	}
	state := ""
	for {
		s := c.Next()
		if s == nil {
			break
		}
		if s.State != state {
			t.Fatalf("the share goes on from %q, want %q", s.State, state)
		}
		if c.Next() != nil {
			t.Fatal("two shares at once")
		}
		state = fmt.Sprint(s.First)
		c.Returned(*s)
		c.Done(*s, &Outcome{Next: s.First + s.Count, Runs: s.Count, State: state, Strategy: "dfs"}, 0)
	}
	if n := c.Totals(); n.Schedules != 1000 {
		t.Errorf("%d schedules", n.Schedules)
	}
}

// A test ends with its first finding, or with keep-going after several, but goes on past a leak;
// one that is like another is no other.
func TestFindings(t *testing.T) {
	for _, x := range []struct {
		keepGoing bool
		kind      string
		more      int
	}{{false, "assert", 0}, {true, "assert", maxFailing*4 - 1}, {false, "leak", 4*50 - 1}, {true, "leak", 4*50 - 1}} {
		s := spec(50)
		s.KeepGoing = x.keepGoing
		c := NewCampaign(s, 2)
		for _, p := range add(c, 2) {
			c.Add(p)
		}
		known := 0
		for {
			s := c.Next()
			if s == nil {
				break
			}
			out := &Outcome{Next: s.First + 1, Runs: 1, Strategy: s.Config.Strategy}
			if s.Test == "Test1" {
				f := Finding{Package: s.Package, Test: s.Test, Kind: x.kind, Fingerprint: "a", Run: s.First}
				if len(s.Known) == 0 {
					f.Recording = "r"
				} else {
					known++
				}
				out.Findings = []Finding{f}
			} else {
				out.Next, out.Runs = s.First+s.Count, s.Count
			}
			c.Returned(*s)
			c.Done(*s, out, 0)
		}
		if n := c.Totals(); n.Findings != 1 || n.Through != 2 {
			t.Errorf("%+v: %+v", x, n)
		}
		if known != x.more {
			t.Errorf("%+v: %d more of them", x, known)
		}
		res := c.index[[2]string{"p", "Test1"}].result(t.TempDir())
		if res.Verdict != "fail" || len(res.Failures) != 1 || res.Failures[0].Trace.Kind != x.kind {
			t.Errorf("%+v", res)
		}
	}
}

// Recordings outside of the artifacts folder are not opened.
func TestRecordingOutside(t *testing.T) {
	for _, name := range []string{"../x.chaos", "/etc/passwd", "a/../../x"} {
		f := Finding{Recording: name}
		if _, err := f.open(t.TempDir()); err == nil || err.Error() != "it is not in the artifacts folder" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRules(t *testing.T) {
	s := spec(100)
	s.Skips = []Rule{{Test: "0$", Reason: "r"}, {Package: "^q$", Reason: "r"}}
	s.Budgets = []Rule{{Test: "1$", Schedules: 7}, {Test: "2$", Duration: Duration(time.Second)}}
	c := NewCampaign(s, 1)
	for _, p := range add(c, 4) {
		c.Add(p)
	}
	for {
		s := c.Next()
		if s == nil {
			break
		}
		c.Returned(*s)
		c.Done(*s, &Outcome{Next: s.First + s.Count, Runs: s.Count, Elapsed: 600 * time.Millisecond, Strategy: "random", Limit: 50}, 0)
	}
	runs := make(map[string]uint64)
	for _, t := range c.tests {
		runs[t.name] = t.res.Runs
	}
	if runs["Test0"] != 0 || runs["Test1"] != 4*7 || runs["Test2"] != 2*20 || runs["Test3"] != 4*50 {
		t.Errorf("%v", runs)
	}
	if got := c.Unused(); !slices.Equal(got, []string{`skip entry with package "^q$"`}) {
		t.Errorf("%q", got)
	}
}

// What is left of a part that ends early is made before anything else; conclusions need all.
func TestConclude(t *testing.T) {
	s := spec(40)
	s.Seeds, s.Strategies = []uint64{1}, []string{"random"}
	c := NewCampaign(s, 1)
	for _, p := range add(c, 1) {
		c.Add(p)
	}
	for i := 0; ; i++ {
		s := c.Next()
		if s == nil {
			break
		}
		c.Returned(*s)
		c.Done(*s, &Outcome{Next: s.First + 10, Runs: 10, Strategy: "random", Props: []runner.Property{{What: "often", Met: i == 2}, {What: "never"}}}, 0)
	}
	res := c.tests[0].result(t.TempDir())
	if !slices.Equal(res.Warnings, []string{"never, in none of 40 runs"}) {
		t.Errorf("%q", res.Warnings)
	}
}

func TestSample(t *testing.T) {
	for _, n := range []int{0, 1, 100, maxSample, 10 * maxSample, 100 * maxSample} {
		var s sample
		news := 0
		for i := range n {
			hash := strconv.FormatUint(uint64(i)*2654435761, 16)
			if s.add(hash) {
				news += s.each()
			}
			if s.add(hash) {
				t.Fatal("it is new twice")
			}
		}
		if len(s.kept) > maxSample {
			t.Errorf("%d hashes are kept", len(s.kept))
		}
		if d := float64(s.count())/float64(max(n, 1)) - 1; n <= maxSample && s.count() != n || n > maxSample && (d < -0.08 || d > 0.08) {
			t.Errorf("%d hashes are counted as %d", n, s.count())
		}
	}
	var s sample
	if s.add("no hash") {
		t.Error("it takes anything")
	}
}

// The settings of a campaign are named where the findings file and reports show them.
func TestBudget(t *testing.T) {
	for _, c := range []struct {
		clocks, plans []string
		clock, faults string
	}{
		{[]string{""}, []string{""}, "", ""},
		{[]string{"", "racing"}, []string{"", `p=error("x")`}, "own,racing", `own; p=error("x")`},
		{[]string{"idle"}, []string{`p=error("x")`}, "idle", `p=error("x")`},
	} {
		b := (&Spec{Clocks: c.clocks, Faults: c.plans}).budget(&runner.Result{})
		if b.Clock != c.clock || b.Faults != c.faults {
			t.Errorf("%q, %q: clock %q and faults %q", c.clocks, c.plans, b.Clock, b.Faults)
		}
	}
}

// TestKilledShare: a share of a search whose process was killed has not said where it stood, and its job is to be
// done.
func TestKilledShare(t *testing.T) {
	x := newCell(Config{Strategy: "dpor"}, []span{{first: 1, last: 1000}}, false)
	x.searched(Share{First: 1, Count: 20}, &Outcome{Next: 1})
	if job, state, _ := x.search.Next(); job != 0 || strings.Trim(state, "0 ") != "" {
		t.Errorf("job %d from %q, want the first one from the beginning", job, state)
	}
	path := engine.Path{Nodes: []engine.Node{{Options: 3, Back: 3, Done: 1, Chosen: 1}}}
	stands := search.Text(path.Words())
	x.searched(Share{First: 1, Count: 20}, &Outcome{Next: 21, Runs: 20, State: stands})
	job, state, _ := x.search.Next()
	x.searched(Share{First: 21, Count: 250, Job: job, State: state}, &Outcome{Next: 21, Runs: 3, State: state})
	if again, same, _ := x.search.Next(); again != job || same != state {
		t.Errorf("job %d from %q, want job %d from %q", again, same, job, state)
	}
}
