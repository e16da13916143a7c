package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/gtr"
	"github.com/jstemmer/go-junit-report/v2/parser/gotest"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/chaosrun/chaosrun/internal/report/reporttest"
)

// gotests FILE reads what -json has printed, as strictly as can be, and prints of each package and test
// how it ended: then stdout matches that. gotests FILE said PACKAGE TEST prints what the test has said.
func gotests(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 && (len(args) != 4 || args[1] != "said") {
		ts.Fatalf("usage: gotests FILE [said PACKAGE TEST]")
	}
	text := ts.ReadFile(args[0])
	all, err := reporttest.ReadGoTests(strings.NewReader(text))
	if err != nil {
		ts.Fatalf("%v\nin\n%s", err, text)
	}
	ts.Check(readsLikewise(all, text))
	out := ts.Stdout()
	if len(args) == 4 {
		p := all.Packages[args[2]]
		if p == nil || p.Tests[args[3]] == nil {
			ts.Fatalf("there is no such test")
		}
		fmt.Fprint(out, p.Tests[args[3]].Said())
		return
	}
	var lines []string
	for name, p := range all.Packages {
		lines = append(lines, name+" "+p.Action)
		for test, t := range p.Tests {
			lines = append(lines, name+" "+test+" "+t.Action)
		}
	}
	slices.Sort(lines)
	fmt.Fprintln(out, strings.Join(lines, "\n"))
}

// readsLikewise reads the same by another reader, which goes by what the output says and not by the
// names in the events, and compares.
func readsLikewise(all *reporttest.GoTests, text string) error {
	report, err := gotest.NewJSONParser().Parse(strings.NewReader(text))
	if err != nil {
		return err
	}
	others := make(map[string]gtr.Test)
	for _, p := range report.Packages {
		for _, t := range p.Tests {
			others[p.Name+" "+t.Name] = t
		}
	}
	for name, p := range all.Packages {
		for test, t := range p.Tests {
			other := others[name+" "+test]
			if strings.ToLower(other.Result.String()) != t.Action {
				return fmt.Errorf("%s %s: %s, and another reader says %v", name, test, t.Action, other.Result)
			}
			if said := strings.Join(other.Output, "\n") + "\n"; said != t.Said() {
				return fmt.Errorf("%s %s: it says\n%s\nand to another reader\n%s", name, test, t.Said(), said)
			}
		}
	}
	return nil
}
