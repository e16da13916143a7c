package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/hunt"
)

const head = `# Flaky tests of public projects

Tests that failed now and then in CI, were reported, and have been fixed since. For each of them chaosrun gets the log
of a failure and the source of a released version before the fix, and runs

	chaosrun hunt -from log.txt

The failure is *reproduced* if a schedule makes the test fail as in the log. In the first released version with the fix
the same hunt has to be *silent*: no schedule makes the test fail. This page is written by

	go run ./internal/flakes             # all of them
	go run ./internal/flakes -run NAME   # one

Each flake is a folder of [internal/flakes/testdata](../internal/flakes/testdata), which names the versions, the
report, the fix and the cause. *Seconds* are real time with two busy processors, building included. No hunt has flags beyond
-from and -duration, unless the list below names them.

`

// row is a flake with its result.
type row struct {
	f *Flake
	r *Result
}

// reproduced reports whether hunt has reproduced the failure of the log.
func (x row) reproduced() bool { return x.r.Bad.Answer == hunt.Reproduced }

// silent reports whether hunt has found nothing with the fix.
func (x row) silent() bool { return x.r.Fixed.Answer == hunt.NotFound }

// rows are the flakes with their results. It is an error if one has none, or an old one, or if what a
// person says of it does not agree.
func rows(all []*Flake, measured Results) ([]row, error) {
	var rs []row
	for _, f := range all {
		x := row{f, measured[f.name]}
		switch {
		case x.r == nil:
			return nil, fmt.Errorf("%s was not hunted yet", f.name)
		case x.r.Sum != f.sum():
			return nil, fmt.Errorf("%s has changed since it was hunted", f.name)
		case x.reproduced() && f.Miss != "":
			return nil, fmt.Errorf("%s is reproduced, and has a Miss", f.name)
		case x.silent() && f.Noise != "":
			return nil, fmt.Errorf("the fixed version of %s is silent, and has a Noise", f.name)
		}
		rs = append(rs, x)
	}
	for name := range measured {
		if !slices.ContainsFunc(all, func(f *Flake) bool { return f.name == name }) {
			return nil, fmt.Errorf("there is a result of %s, and no such flake", name)
		}
	}
	return rs, nil
}

// render writes the page.
func render(all []*Flake, measured Results) (string, error) {
	rs, err := rows(all, measured)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head)
	found, quiet := 0, 0
	var limits, silent []string
	for _, x := range rs {
		if x.reproduced() {
			found++
		}
		if x.silent() {
			quiet++
		}
		limits, silent = append(limits, x.r.Bad.Limit), append(silent, x.r.Fixed.Limit)
	}
	fmt.Fprintf(&b, "**%d of %d failures are reproduced. With the fix, %d of %d hunts are silent.** A hunt ended after %s at the latest, and one with the fix after %s.\n\n",
		found, len(rs), quiet, len(rs), either(limits), either(silent))
	b.WriteString("| flake | test | kind | report | fix | reproduced | schedules | seconds | with the fix |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, x := range rs {
		fmt.Fprintf(&b, "| %s | `%s` of %s | %s | %s | %s | %s | %d | %.0f | %s |\n", x.f.name, x.f.Test, x.f.Bad, x.f.Kind,
			x.f.Issue, x.f.Fix, x.outcome(), x.r.Bad.Schedules, x.r.Bad.Seconds, x.withFix())
	}
	b.WriteString("\n## What was wrong\n")
	for _, x := range rs {
		fmt.Fprintf(&b, "\n**%s**: %s", x.f.name, x.f.Cause)
		if len(x.f.Flags) > 0 {
			fmt.Fprintf(&b, " Hunted with `%s`.", strings.Join(x.f.Flags, " "))
		}
		fmt.Fprintf(&b, " The log is %s.", logs[x.f.Log])
		if x.reproduced() {
			fmt.Fprintf(&b, " The answer: %s", code(x.r.Bad.Why))
			for _, n := range x.r.Bad.Needs {
				fmt.Fprintf(&b, "; %s", code(n))
			}
			if x.r.Bad.Caveat != "" {
				fmt.Fprintf(&b, "; not known: %s", code(x.r.Bad.Caveat))
			}
			b.WriteString(".")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## Misses, and what fixed versions still show\n\n")
	none := true
	for _, x := range rs {
		if !x.reproduced() {
			none = false
			fmt.Fprintf(&b, "- %s: %s.%s\n", x.f.name, x.r.Bad.Answer, reason(x.f.Miss))
		}
		if x.reproduced() && !x.r.Bad.Replayed {
			none = false
			fmt.Fprintf(&b, "- %s: the recording did not fail again in a fresh process.\n", x.f.name)
		}
		if !x.silent() {
			none = false
			fmt.Fprintf(&b, "- %s with the fix (%s): %s.%s\n", x.f.name, x.f.Fixed, strings.Join(append([]string{string(x.r.Fixed.Answer)}, x.r.Fixed.Needs...), "; "), reason(x.f.Noise))
		}
	}
	if none {
		b.WriteString("None.\n")
	}
	return b.String(), nil
}

// either lists texts, each once, in order.
func either(texts []string) string {
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), " or ")
}

func reason(s string) string {
	if s == "" {
		return " Not looked into yet."
	}
	return " " + s
}

func (x row) outcome() string {
	if x.reproduced() {
		return "yes"
	}
	return "no: " + string(x.r.Bad.Answer)
}

func (x row) withFix() string {
	if x.silent() {
		return fmt.Sprintf("silent, %d schedules", x.r.Fixed.Schedules)
	}
	return string(x.r.Fixed.Answer)
}

// code is a message as code in Markdown.
func code(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }
