package main

import (
	"fmt"
	"slices"
	"strings"

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
