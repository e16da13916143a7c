package findings

import (
	"cmp"
	"slices"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Observation is a failure that a campaign has seen.
type Observation struct {
	ID, Group, Kind, Message string
	At                       trace.Frame // where it shows
	Package, Test            string
	Run, Steps, Times        uint64
	Recording                string
	Budget                   runner.Budget // that it took to find it
}

// Observe is what the failures of a test's result are as findings. A failure that the test
// states is none.
func Observe(pkg string, res *runner.Result) []Observation {
	if res.Expected {
		return nil
	}
	var out []Observation
	for _, f := range res.Failures {
		b := res.Budget
		if f.After > 0 { // else it took all that was spent, as far as is known
			b.Schedules = f.After
		}
		b.Complete, b.All, b.Members, b.Predicted = false, false, nil, f.Trace.Predicted()
		out = append(out, Observation{
			ID: ID(f.Trace), Group: f.Trace.Group(), Kind: f.Kind, Message: f.Trace.Says(), At: f.Trace.Where(),
			Package: pkg, Test: res.Test, Run: f.Run, Steps: f.Steps, Times: max(1, f.Times),
			Recording: f.Recording, Budget: b,
		})
	}
	return out
}

// Campaign is what one command has seen.
type Campaign struct {
	Now      Moment
	explored []exploration
	seen     []Observation
	whole    map[string]wholePackage
}

// wholePackage is a package all of whose tests were explored.
type wholePackage struct {
	build runner.Budget
	tests map[string]bool
}

type exploration struct {
	pkg, test string
	budget    runner.Budget
}

// Add takes in the result of a test, and what [Observe] makes of it.
func (c *Campaign) Add(pkg string, res *runner.Result, seen []Observation) {
	c.seen = append(c.seen, seen...)
	if res.Verdict == "pass" || res.Verdict == "fail" {
		c.explored = append(c.explored, exploration{pkg, res.Test, res.Budget})
	}
}

// Whole says that a package, built as for that budget, has no tests but those of the results.
func (c *Campaign) Whole(pkg string, build runner.Budget, results []*runner.Result) {
	if c.whole == nil {
		c.whole = make(map[string]wholePackage)
	}
	w := wholePackage{build, make(map[string]bool)}
	for _, res := range results {
		w.tests[res.Test] = true
	}
	c.whole[pkg] = w
}

// Apply takes a campaign into the file, and returns the findings that it has resolved.
func (f *File) Apply(c *Campaign) (resolved []*Finding) {
	f.forget(c) // before what was found: a finding that two settings looked for and one found is there
	found := make(map[*Finding]bool)
	for _, o := range c.seen {
		d := f.Find(o.ID)
		if d == nil {
			d = &Finding{ID: o.ID, Kind: o.Kind, Group: o.Group, State: New, First: c.Now}
			f.add(d)
		} else if !found[d] {
			if d.State == Resolved {
				d.State = Regressed
			} else {
				d.State = Ongoing
			}
		}
		if !found[d] {
			d.Campaigns++
		}
		found[d] = true
		d.Message, d.At, d.Last, d.Resolved = o.Message, o.At.Pos(), c.Now, nil
		d.Times += o.Times
		d.sight(o, c.Now)
	}
	for _, d := range f.Findings {
		if !found[d] && d.State.Open() && !slices.ContainsFunc(d.Sightings, func(s *Sighting) bool { return !s.Gone }) {
			now := c.Now
			d.State, d.Resolved = Resolved, &now
			resolved = append(resolved, d)
		}
	}
	slices.SortStableFunc(f.Findings, func(a, b *Finding) int { return cmp.Compare(a.ID, b.ID) })
	return resolved
}

// forget marks the sightings that the campaign has looked for.
func (f *File) forget(c *Campaign) {
	type test struct{ pkg, test string }
	explored := make(map[test][]runner.Budget)
	for _, e := range c.explored {
		t := test{e.pkg, e.test}
		explored[t] = append(explored[t], e.budget)
	}
	for _, d := range f.Findings {
		for _, s := range d.Sightings {
			w, whole := c.whole[s.Package]
			s.Gone = s.Gone || whole && !w.tests[s.Test] && w.build.Builds(s.Budget) || slices.ContainsFunc(explored[test{s.Package, s.Test}], func(b runner.Budget) bool { return b.Covers(s.Budget) })
		}
	}
}

// sight notes the test that has shown the finding.
func (d *Finding) sight(o Observation, now Moment) {
	for _, s := range d.Sightings {
		if s.Package == o.Package && s.Test == o.Test && s.Budget.SameSettings(o.Budget) {
			s.Budget.Schedules = max(s.Budget.Schedules, o.Budget.Schedules)
			s.Last, s.Recording, s.Gone = now, o.Recording, false
			return
		}
	}
	d.Sightings = append(d.Sightings, &Sighting{Package: o.Package, Test: o.Test, Budget: o.Budget, Last: now, Recording: o.Recording})
}

// Judgement is what a baseline makes of an observation.
type Judgement struct {
	State State
	Known *Known // if it is known, whether or not that still holds
}

// Counts reports whether it must stop somebody: it is new or has come back, or is no longer
// accepted as known.
func (j Judgement) Counts(now time.Time) bool {
	if j.Known != nil {
		return !j.Known.Holds(now)
	}
	return j.State == New || j.State == Regressed
}

// Judge says what the finding is, if it is found now, to what the file says.
func (f *File) Judge(id string) Judgement {
	d := f.Find(id)
	switch {
	case d == nil:
		return Judgement{State: New}
	case d.State == Resolved:
		return Judgement{State: Regressed, Known: d.Known}
	}
	return Judgement{State: Ongoing, Known: d.Known}
}
