package main

import (
	"os"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/hunt"
	"github.com/chaosrun/chaosrun/internal/measured"
)

// The page is what results.json and the folders say.
func TestPage(t *testing.T) {
	all, err := load("testdata")
	if err != nil {
		t.Fatal(err)
	}
	measured, err := measured.Read[Results]("results.json")
	if err != nil {
		t.Fatal(err)
	}
	want, err := render(all, measured)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/flakes.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/flakes.md is out of date: go run ./internal/flakes -page")
	}
	if strings.Contains(want, "Not looked into yet") {
		t.Error("a miss has no reason")
	}
}

// Each log tells of one failure: the one that flake.json names.
func TestLogs(t *testing.T) {
	all, err := load("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		log, err := cilog.Read(strings.NewReader(f.log))
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		if len(log.Goals) != 1 {
			t.Errorf("%s: the log tells of %d failures", f.name, len(log.Goals))
		}
		module, _ := split(f.Bad)
		pkg := strings.TrimSuffix(module+"/"+f.Package, "/.")
		if g := log.Goals[0]; g.Test != f.Test || string(g.Kind) != f.Kind || g.Package == "" || !cilog.Names(g.Package, pkg) {
			t.Errorf("%s: the log tells of a %s in %s of %q, and not of a %s in %s of %s", f.name, g.Kind, g.Test, g.Package, f.Kind, f.Test, pkg)
		}
	}
}

// A result counts only for the flake that was hunted, and what a person says has to agree with it.
func TestRows(t *testing.T) {
	f := &Flake{name: "f", Bad: "m@v1.0.0", Fixed: "m@v1.1.0", log: "log"}
	missed := &Result{Sum: f.sum(), Bad: Hunt{Answer: hunt.NotFound}, Fixed: Hunt{Answer: hunt.NotFound}}
	found := &Result{Sum: f.sum(), Bad: Hunt{Answer: hunt.Reproduced}, Fixed: Hunt{Answer: hunt.Another}}
	for _, c := range []struct {
		miss, noise string
		results     Results
		want        string // in the error
	}{
		{"", "", Results{"f": found}, ""},
		{"why", "", Results{"f": missed}, ""},
		{"", "", Results{}, "not hunted yet"},
		{"", "", Results{"f": {Sum: "old"}}, "has changed"},
		{"why", "", Results{"f": found}, "has a Miss"},
		{"", "why", Results{"f": missed}, "has a Noise"},
		{"", "", Results{"f": found, "g": found}, "no such flake"},
	} {
		f.Miss, f.Noise = c.miss, c.noise
		_, err := rows([]*Flake{f}, c.results)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// What chaosrun hunt -events prints is read.
func TestAnswer(t *testing.T) {
	out := `{"event":"failure","message":"a race","recording":"a.chaos"}
{"event":"answer","answer":"another failure","schedules":12,"needs":["luck"],"others":["a.chaos"]}
`
	h, recording, err := answer([]byte(out))
	if err != nil || h.Answer != hunt.Another || h.Schedules != 12 || len(h.Needs) != 1 || len(h.Others) != 1 || h.Others[0] != "a race" || recording != "" {
		t.Errorf("%+v %q %v", h, recording, err)
	}
	if _, _, err := answer([]byte("FAIL\n")); err == nil {
		t.Error("no answer is read as one")
	}
}

// A flake that is not whole is refused.
func TestCheck(t *testing.T) {
	f := Flake{
		Bad: "m/a@v1.0.0", Fixed: "m/a/v2@v2.0.0-rc.1", Package: ".", Test: "TestA", Kind: "assert",
		Issue: "o/r#1", Fix: "o/r@0123456", Log: "quoted", Cause: "It was late.", Renamed: "Test/A", log: "m/a/b TestA",
	}
	if err := f.check(); err != nil {
		t.Error(err)
	}
	if got := f.logFor(f.Fixed); got != "m/a/v2/b Test/A" {
		t.Errorf("the log of the fixed version is %q", got)
	}
	if got := f.logFor(f.Bad); got != f.log {
		t.Errorf("the log of the version before is %q", got)
	}
	for _, spoil := range []func(*Flake){
		func(f *Flake) { f.Bad = "m/a" },
		func(f *Flake) { f.Issue = "https://example.com/1" },
		func(f *Flake) { f.Cause = "" },
		func(f *Flake) { f.Log = "made up" },
	} {
		g := f
		spoil(&g)
		if g.check() == nil {
			t.Errorf("%+v is accepted", g)
		}
	}
}
