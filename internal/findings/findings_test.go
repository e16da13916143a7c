package findings

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

func moment(day int) Moment {
	return Moment{Time: time.Date(2030, 1, day, 0, 0, 0, 0, time.UTC), Commit: fmt.Sprintf("c%d", day)}
}

func id(n int) string { return fmt.Sprintf("%012x", n) }

// campaign is one day's: what was explored, with how many schedules, and what it showed.
func campaign(day int, schedules uint64, seen ...Observation) *Campaign {
	c := &Campaign{Now: moment(day)}
	c.Add("p", &runner.Result{Test: "TestX", Verdict: "pass", Budget: runner.Budget{Strategy: "auto", Schedules: schedules}}, seen)
	return c
}

func bug(n int, after uint64) Observation {
	return Observation{ID: id(n), Kind: "deadlock", Package: "p", Test: "TestX", Times: 1, Budget: runner.Budget{Strategy: "auto", Schedules: after}}
}

// TestLifeOfAFinding: new, ongoing, resolved only after as much as it took, regressed.
func TestLifeOfAFinding(t *testing.T) {
	var f File
	for i, day := range []struct {
		what  string
		c     *Campaign
		state State
	}{
		{"found in the 300th schedule", campaign(1, 300, bug(1, 300)), New},
		{"found again", campaign(2, 20, bug(1, 20)), Ongoing},
		{"looked for in too few schedules", campaign(3, 299), Ongoing},
		{"not looked for", &Campaign{Now: moment(4)}, Ongoing},
		{"looked for in enough", campaign(5, 300), Resolved},
		{"again", campaign(6, 300), Resolved},
		{"found again", campaign(7, 1, bug(1, 1)), Regressed},
		{"and again", campaign(8, 1, bug(1, 1)), Ongoing},
	} {
		f.Apply(day.c)
		if got := f.Findings[0].State; got != day.state {
			t.Fatalf("day %d, %s: %s, want %s", i+1, day.what, got, day.state)
		}
	}
	d := f.Findings[0]
	if d.First.Commit != "c1" || d.Last.Commit != "c8" || d.Campaigns != 4 || d.Times != 4 || d.Resolved != nil || len(d.Sightings) != 1 {
		t.Errorf("its history is %+v", d)
	}
}

// TestResolvedByWhat: other settings say nothing, a whole exploration says all.
func TestResolvedByWhat(t *testing.T) {
	for _, c := range []struct {
		name string
		test string
		b    runner.Budget
		want State
	}{
		{"the same", "TestX", runner.Budget{Strategy: "auto", Schedules: 10}, Resolved},
		{"another strategy", "TestX", runner.Budget{Strategy: "pct:3", Schedules: 1000}, New},
		{"another clock", "TestX", runner.Budget{Strategy: "auto", Clock: "racing", Schedules: 1000}, New},
		{"another test", "TestY", runner.Budget{Strategy: "auto", Schedules: 1000}, New},
		{"with the race detector too", "TestX", runner.Budget{Strategy: "auto", Race: true, Schedules: 10}, Resolved},
		{"complete within a bound", "TestX", runner.Budget{Strategy: "preempt:2", Schedules: 5, Complete: true}, New},
		{"every schedule", "TestX", runner.Budget{Strategy: "dpor", Schedules: 5, Complete: true, All: true}, Resolved},
	} {
		var f File
		f.Apply(campaign(1, 10, bug(1, 10)))
		day := &Campaign{Now: moment(2)}
		day.Add("p", &runner.Result{Test: c.test, Verdict: "pass", Budget: c.b}, nil)
		f.Apply(day)
		if got := f.Findings[0].State; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestTwoTests: a finding that two tests had is resolved when both have looked for it.
func TestTwoTests(t *testing.T) {
	other := bug(1, 5)
	other.Test = "TestY"
	var f File
	f.Apply(campaign(1, 10, bug(1, 10), other))
	if len(f.Findings) != 1 || f.Findings[0].Campaigns != 1 || f.Findings[0].Times != 2 {
		t.Fatalf("two tests made of one bug: %+v", f.Findings)
	}
	f.Apply(campaign(2, 10))
	if f.Findings[0].State != New {
		t.Error("it is resolved though one test was not run")
	}
	tagged := &Campaign{Now: moment(3)}
	tagged.Whole("p", runner.Budget{Tags: "other"}, []*runner.Result{{Test: "TestX"}})
	f.Apply(tagged)
	if f.Findings[0].State != New {
		t.Error("it is resolved by a binary with other build tags")
	}
	gone := &Campaign{Now: moment(3)}
	gone.Whole("p", runner.Budget{}, []*runner.Result{{Test: "TestX"}})
	f.Apply(gone)
	if f.Findings[0].State != Resolved {
		t.Error("it is not resolved though the other test is gone")
	}
}

func TestErrorsResolveNothing(t *testing.T) {
	var f File
	f.Apply(campaign(1, 10, bug(1, 10)))
	c := &Campaign{Now: moment(2)}
	c.Add("p", &runner.Result{Test: "TestX", Verdict: "error", Budget: runner.Budget{Strategy: "auto", Schedules: 99}}, nil)
	f.Apply(c)
	if f.Findings[0].State != New {
		t.Error("a test that could not run has resolved a finding")
	}
}

func TestJudge(t *testing.T) {
	var f File
	f.Apply(campaign(1, 10, bug(1, 10), bug(2, 10), bug(3, 10)))
	f.Apply(campaign(2, 10, bug(1, 10), bug(3, 10))) // 2 is resolved
	f.Find(id(3)).Known = &Known{Reason: "later", Until: moment(9).Time}
	for _, c := range []struct {
		n, day int
		counts bool
	}{{1, 5, false}, {2, 5, true}, {3, 5, false}, {3, 9, true}, {4, 5, true}} {
		if got := f.Judge(id(c.n)).Counts(moment(c.day).Time); got != c.counts {
			t.Errorf("finding %d on day %d counts: %v, want %v", c.n, c.day, got, c.counts)
		}
	}
}

// TestManyAtOnce: nothing is lost when several commands update one file.
func TestManyAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f.json")
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			err := Update(name, func(f *File) error { f.Apply(campaign(1, 10, bug(n, 1))); return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	f, err := Read(name)
	if err != nil || len(f.Findings) != 20 {
		t.Fatalf("%d findings, %v; want 20", len(f.Findings), err)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".f.json-*"))
	if len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
	if d, err := f.Named("00000000000a"); err != nil || d.ID != id(10) {
		t.Errorf("Named: %v, %v", d, err)
	}
	for prefix, want := range map[string]string{"0": "more than one", "f": "no finding", "": "no finding"} {
		if _, err := f.Named(prefix); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Named(%q): %v, want %s", prefix, err, want)
		}
	}
}

// TestAFailedChangeChangesNothing: nor does a folder that cannot be written to.
func TestAFailedChangeChangesNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f.json")
	if err := Update(name, func(f *File) error { f.Apply(campaign(1, 1, bug(1, 1))); return nil }); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(name)
	if err := Update(name, func(f *File) error { f.Findings = nil; return fmt.Errorf("no") }); err == nil {
		t.Error("no error")
	}
	if after, _ := os.ReadFile(name); string(after) != string(before) {
		t.Error("the file has changed")
	}
	if err := Update(filepath.Join(t.TempDir(), "no", "f.json"), func(*File) error { return nil }); err == nil || !strings.Contains(err.Error(), "findings file") {
		t.Errorf("no folder: %v", err)
	}
}

var badFiles = map[string]string{
	``:                          "not a findings file: line 1",
	"{\n\"findings\": [,]\n}":   "not a findings file: line 2",
	`{"findings":[]}`:           "no chaosrun_findings version",
	`{"chaosrun_findings":9}`:   "format version 9; this chaosrun reads version 1",
	`[]`:                        "not a findings file",
	`{"chaosrun_findings":"x"}`: "not a findings file",
	`{"chaosrun_findings":1,"findings":[null]}`:                                                                    "finding 1 of the findings file is null",
	`{"chaosrun_findings":1,"findings":[{"id":"000000000001","state":"odd"}]}`:                                     `the state "odd"`,
	`{"chaosrun_findings":1,"findings":[{"id":"../../x","state":"new"}]}`:                                          `the id "../../x"`,
	`{"chaosrun_findings":1,"findings":[{"id":"000000000001","state":"new"},{"id":"000000000001","state":"new"}]}`: "twice",
	`{"chaosrun_findings":1,"findings":[{"id":"000000000001","state":"new","sightings":[null]}]}`:                  "a sighting that is null",
}

func TestBadFiles(t *testing.T) {
	for text, want := range badFiles {
		if _, err := parse(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for text := range badFiles {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := parse(strings.NewReader(text))
		if err != nil {
			return
		}
		file.Apply(campaign(1, 10, bug(1, 10))) // whatever the file says, it can be gone on with
		if err := file.write(filepath.Join(t.TempDir(), "f.json")); err != nil {
			t.Fatal(err)
		}
	})
}
