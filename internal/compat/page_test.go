package main

import (
	"os"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/measured"
)

// The page is what results.json and judged.tsv say.
func TestPage(t *testing.T) {
	all, err := measured.Read[Results]("results.json")
	if err != nil {
		t.Fatal(err)
	}
	want, err := render(all)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/compat.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/compat.md is out of date: go run ./internal/compat -page")
	}
	if len(all) < 10 {
		t.Errorf("only %d modules", len(all))
	}
}

// A finding of a test that fails under go test does not count; one that nobody has judged says so;
// and there are none of ours.
func TestCounted(t *testing.T) {
	r := &Result{Path: "m", Findings: []Finding{
		{Event: "failure", Package: ".", Test: "TestA", Kind: "leak"},
		{Event: "failure", Package: ".", Test: "TestB", Kind: "leak"},
		{Event: "timing", Package: ".", Test: "TestC", Kind: "assert", Message: "slow"},
	}, Native: Native{Failed: []string{"..TestA"}}}
	if fs := r.counted("failure"); len(fs) != 1 || fs[0].Test != "TestB" {
		t.Errorf("counted %+v", fs)
	}
	js := []judgement{{"m", "TestB*", "leak", "leak", "nobody waits"}}
	for i, want := range []string{"not judged yet", "`leak`, nobody waits", "`time`, `slow`"} {
		if got := judge(js, "m", r.Findings[i]); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", r.Findings[i].Test, got)
		}
	}
	all, err := judgements()
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range all {
		if j.class == "ours" {
			t.Errorf("%s %s is a mistake of ours", j.module, j.test)
		}
	}
}

// What go test -json and chaosrun test -events print is read.
func TestLines(t *testing.T) {
	var got []string
	err := lines([]byte("FAIL\n{\"Action\":\"pass\",\"Package\":\"m/p\",\"Test\":\"TestA\"}\n"), func(e struct{ Action, Package, Test string }) {
		got = append(got, e.Action+" "+shortName(Module{Path: "m"}, e.Package)+" "+e.Test)
	})
	if err != nil || len(got) != 1 || got[0] != "pass p TestA" {
		t.Errorf("%q, %v", got, err)
	}
	if err := lines([]byte("{\n"), func(struct{}) {}); err == nil {
		t.Error("half an object is read")
	}
	if s := tail([]byte("a\n\n b \nc\n"), 2); s != "b / c" {
		t.Errorf("tail %q", s)
	}
}

// What is worse than before is told, and nothing else.
func TestWorse(t *testing.T) {
	js := []judgement{{"m", "TestKnown", "leak", "leak", "nobody waits"}}
	old := &Result{Path: "m", Uncontrolled: map[string]string{"..TestChild": "a process"}, Errors: []string{"p: no server"}}
	same := &Result{
		Path: "m", Recordings: 1, Replayed: 1, Uncontrolled: map[string]string{"..TestChild": "a process"}, Errors: []string{"p: no server"},
		Native:   Native{Failed: []string{"..TestFailsNatively"}},
		Findings: []Finding{{Event: "failure", Package: ".", Test: "TestKnown", Kind: "leak"}, {Event: "timing", Package: ".", Test: "TestSlow", Kind: "assert"}, {Event: "failure", Package: ".", Test: "TestFailsNatively", Kind: "assert"}},
	}
	if got := same.worse(old, js); len(got) > 0 {
		t.Errorf("nothing is worse: %q", got)
	}
	worse := &Result{
		Path: "m", Recordings: 2, Replayed: 1, Uncontrolled: map[string]string{"..TestOther": "a socket"}, Errors: []string{"q: no server"},
		Findings: []Finding{{Event: "failure", Package: ".", Test: "TestKnown", Kind: "assert"}, {Event: "unsteady", Package: ".", Test: "TestNow", Kind: "leak"}},
	}
	if got := worse.worse(old, js); len(got) != 5 {
		t.Errorf("%d of 5 are told: %q", len(got), got)
	}
}
