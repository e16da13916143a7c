package main

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

const head = `# Public modules

` + "`go test`" + ` runs the unmodified tests of these public modules, and ` + "`chaosrun test -keep-going`" + ` explores them.
These commands write the page:

	go run ./internal/compat                            # all modules of internal/compat/modules.go
	go run ./internal/compat -fast                      # ten of them, in a few minutes
	go run ./internal/compat -module golang.org/x/sync  # one

With ` + "`-check`" + ` the command writes nothing. It fails if a module has a failure that nobody has judged, a recording that does
not replay, or a test that was controlled before. CI does this every time for the ten, and every night for all:

	go run ./internal/compat -check -fast -schedules 100 -duration 5s

*Failures* and *timing* warnings count only in tests that pass under ` + "`go test`" + `. A test is *controlled* if
nothing outside its runs has woken one of their goroutines. *Replayed* counts the recordings that failed in the same
way in a new process. A test is *unfinished* if none of its runs has ended: nothing is known about the test.

chaosrun explores each test for at most 2000 schedules and 20 seconds. Modules with * have
[smaller budgets](#smaller-budgets).

| module | tests | unfinished | schedules | controlled | failures | timing | replayed | go test | chaosrun |
|---|---|---|---|---|---|---|---|---|---|
`

//go:embed judged.tsv
var judgedText string

// judgement says what a finding is.
type judgement struct{ module, test, kind, class, why string }

// classes are what a finding can be. Of the last there must be none.
var classes = []string{"bug", "leak", "order", "time", "ours"}

// judgements reads judged.tsv: module, test (a pattern as of path.Match), kind, class and reason.
func judgements() ([]judgement, error) {
	var js []judgement
	for l := range strings.Lines(judgedText) {
		f := strings.Split(strings.TrimSpace(l), "\t")
		if f[0] == "" || strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) != 5 || !slices.Contains(classes, f[3]) {
			return nil, fmt.Errorf("judged.tsv: %q has not the fields module, test, kind, class and reason", l)
		}
		if _, err := path.Match(f[1], ""); err != nil {
			return nil, fmt.Errorf("judged.tsv: %q: %w", l, err)
		}
		js = append(js, judgement{f[0], f[1], f[2], f[3], f[4]})
	}
	return js, nil
}

// render writes the page.
func render(all Results) (string, error) {
	js, err := judgements()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head)
	var tests, unfinished, controlled, failures, timings, recordings, replayed int
	var schedules uint64
	for _, p := range all.ordered() {
		r := all[p]
		f, t := r.counted("failure", "unsteady"), r.counted("timing")
		tests, controlled = tests+r.Tests, controlled+r.Tests-len(r.Uncontrolled)
		failures, timings, schedules = failures+len(f), timings+len(t), schedules+r.Schedules
		recordings, replayed, unfinished = recordings+r.Recordings, replayed+r.Replayed, unfinished+len(r.Unfinished)
		star := ""
		if r.Budget != usual {
			star = " *"
		}
		fmt.Fprintf(&b, "| %s@%s%s | %d | %d | %d | %s | %d | %d | %d of %d | %.0f s | %.0f s |\n", r.Path, r.Version, star,
			r.Tests, len(r.Unfinished), r.Schedules, percent(r.Tests-len(r.Uncontrolled), r.Tests), len(f), len(t), r.Replayed, r.Recordings, r.Native.Seconds, r.Seconds)
	}
	fmt.Fprintf(&b, "| together | %d | %d | %d | %s | %d | %d | %d of %d | | |\n", tests, unfinished, schedules, percent(controlled, tests), failures, timings, replayed, recordings)
	b.WriteString("\n## What the findings are\n\n`bug`: a bug of the module. `leak`: the test leaves goroutines behind. `order`: the test relies on an order\nthat Go does not promise. `time`: the test relies on being fast enough. `ours`: a mistake of chaosrun.\n")
	for _, p := range all.ordered() {
		r := all[p]
		if list := r.counted("failure", "timing", "unsteady"); len(list) > 0 {
			fmt.Fprintf(&b, "\n**%s**\n\n", r.Path)
			for _, f := range list {
				fmt.Fprintf(&b, "- `%s` %s: %s\n", f.Test, f.Kind, judge(js, r.Path, f))
			}
		}
	}
	b.WriteString("\n## Smaller budgets\n\n")
	for _, p := range all.ordered() {
		if r := all[p]; r.Budget != usual {
			fmt.Fprintf(&b, "- %s: %d schedules and %v for each test.\n", r.Path, r.Budget.Schedules, r.Budget.Duration)
		}
	}
	b.WriteString("\n## What could not run, or is not controlled\n\n")
	for _, m := range modules {
		switch {
		case m.Needs != "":
			fmt.Fprintf(&b, "- %s is not measured: most of its tests need %s.\n", m.Path, m.Needs)
		case all[m.Path] == nil:
			fmt.Fprintf(&b, "- %s is not measured yet.\n", m.Path)
		}
	}
	for _, p := range all.ordered() {
		r := all[p]
		if n := len(r.Native.Failed); n > 0 {
			fmt.Fprintf(&b, "- %s: %d %s under `go test` too.\n", r.Path, n, plural(n, "test fails", "tests fail"))
		}
		for _, e := range r.Errors {
			fmt.Fprintf(&b, "- %s: %s\n", r.Path, code(e))
		}
		if n := len(r.Uncontrolled); n > 0 {
			fmt.Fprintf(&b, "- %s: in %d %s something outside the run wakes goroutines.\n", r.Path, n, plural(n, "test", "tests"))
		}
	}
	return b.String(), nil
}

// counted are the findings of those events in tests that pass under go test.
func (r *Result) counted(events ...string) (fs []Finding) {
	for _, f := range r.Findings {
		if slices.Contains(events, f.Event) && !slices.Contains(r.Native.Failed, f.Package+"."+f.Test) {
			fs = append(fs, f)
		}
	}
	return fs
}

func judge(js []judgement, module string, f Finding) string {
	for _, j := range js {
		if f.Event == "timing" && j.class != "time" && j.class != "bug" {
			continue // it is about another failure of the test
		}
		if ok, _ := path.Match(j.test, f.Test); ok && j.module == module && j.kind == f.Kind {
			return "`" + j.class + "`, " + j.why
		}
	}
	if f.Event == "timing" {
		return "`time`, " + code(f.Message)
	}
	return notJudged + code(f.Message)
}

const notJudged = "not judged yet: "

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// code is a message as code in Markdown.
func code(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}
