package formats

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/findings"
)

// mostRows bounds a table of the summary: GitHub refuses one of more than a megabyte.
const mostRows = 200

// Markdown writes a summary, as $GITHUB_STEP_SUMMARY takes it.
func Markdown(w io.Writer, c *Campaign) error {
	var b strings.Builder
	failed, errs := c.Counts()
	unfinished, how := c.unfinished()
	bugs := c.Bugs()
	head := "✅ nothing found"
	switch {
	case failed > 0:
		head = fmt.Sprintf("❌ %s", count(failed, "test fails", "tests fail"))
	case errs > 0:
		head = "⚠️ not everything could run"
	case unfinished > 0:
		head = "⚠️ " + how
	case len(bugs) > 0:
		head = "✅ nothing new found"
	}
	fmt.Fprintf(&b, "## chaosrun: %s\n\n", head)
	total := c.totals()
	fmt.Fprintf(&b, "%s, %s in %s", count(len(c.Tests), "exploration", "explorations"), count(int(total.runs), "schedule", "schedules"), short(c.Elapsed))
	if c.Now.Commit != "" {
		fmt.Fprintf(&b, ", commit %s", code(c.Now.Commit))
	}
	fmt.Fprintf(&b, ", seed %s.\n", code(c.Seed))
	if len(bugs) > 0 {
		fmt.Fprintf(&b, "\n### Findings\n\n| state | kind | where | what | tests | replay |\n|---|---|---|---|---|---|\n")
		for i, bug := range bugs {
			if i == mostRows {
				fmt.Fprintf(&b, "\n%d more findings are not shown here.\n", len(bugs)-i)
				break
			}
			fmt.Fprintf(&b, "| %s %s | %s | %s | %s | %s | %s |\n", mark(bug.Finding), cell(bug.Says()), cell(bug.Kind), code(bug.At.Pos()), cell(bug.Message), codes(bug.Tests), code("chaosrun replay "+bug.Recording))
		}
	}
	if len(c.Resolved) > 0 {
		fmt.Fprintf(&b, "\n### Resolved\n\n")
		for i, d := range c.Resolved {
			if i == mostRows {
				fmt.Fprintf(&b, "- and %d more\n", len(c.Resolved)-i)
				break
			}
			fmt.Fprintf(&b, "- %s %s: %s, first seen %s\n", code(d.ID), cell(d.Kind), cell(d.Message), d.First.Time.Format(time.DateOnly))
		}
	}
	c.troubles(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// troubles lists what could not run, and what tests do not exercise.
func (c *Campaign) troubles(b *strings.Builder) {
	var errs, warnings, unstated, unsteady, unfinished, timings []string
	for _, e := range c.Errors {
		errs = append(errs, code(e.Package)+": "+cell(e.Message))
	}
	for _, t := range c.Tests {
		name := code(t.Package + "." + t.Name())
		if t.Result.Verdict == "error" {
			errs = append(errs, name+": "+cell(t.Result.Err.Error()))
		}
		switch {
		case t.unfinished():
			unfinished = append(unfinished, name+": "+cell(strings.Join(t.Result.Notes, "; ")))
		case len(t.Result.Unsteady) > 0:
			unsteady = append(unsteady, name+": "+cell(strings.Join(t.Result.Notes, "; ")))
		case t.Fails() && len(t.Findings) == 0:
			unstated = append(unstated, name+": "+cell(strings.Join(t.Result.Notes, "; ")))
		}
		for _, f := range t.Result.Timings {
			timings = append(timings, name+": "+cell(f.Message))
		}
		for _, w := range t.Result.Warnings {
			warnings = append(warnings, name+": "+cell(w))
		}
	}
	for _, l := range []struct {
		head  string
		lines []string
	}{{"Not found, though the test says that it must be", unstated}, {"Unsteady: seen once, and not again", unsteady}, {"Timing: a failure only if a goroutine is held up", timings}, {"No run was finished", unfinished}, {"Could not run", errs}, {"Warnings", warnings}} {
		if len(l.lines) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n### %s\n\n", l.head)
		for i, line := range l.lines {
			if i == mostRows {
				fmt.Fprintf(b, "- and %d more\n", len(l.lines)-i)
				break
			}
			fmt.Fprintf(b, "- %s\n", line)
		}
	}
}

func mark(f Finding) string {
	switch {
	case f.Counts && f.State == findings.Regressed:
		return "🔁"
	case f.Counts:
		return "❌"
	}
	return "💤"
}

// mostText bounds a cell: a message may be a whole dump.
const mostText = 300

// cell makes text safe in a table: it is one line, and no markup.
func cell(s string) string {
	s = strings.Join(strings.Fields(plain(s)), " ")
	if r := []rune(s); len(r) > mostText {
		s = string(r[:mostText]) + "…"
	}
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '@': // nobody is told of it
			b.WriteString("&#64;")
		case '|', '`', '*', '_', '~', '[', ']', '\\', '#', '!', '$':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// code is text as code, also within a table.
func code(s string) string {
	s = strings.Join(strings.Fields(plain(s)), " ")
	if s == "" {
		return ""
	}
	if r := []rune(s); len(r) > mostText {
		s = string(r[:mostText]) + "…"
	}
	s = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "~", "&#126;", "[", "&#91;", "]", "&#93;", "@", "&#64;", "\\", "&#92;", "$", "&#36;", ":", "&#58;").Replace(s)
	return "<code>" + s + "</code>"
}

func codes(all []string) string {
	const most = 5
	var b strings.Builder
	for i, s := range all {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(all)-i)
			break
		}
		if i > 0 {
			b.WriteString("<br>")
		}
		b.WriteString(code(s))
	}
	return b.String()
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func short(d time.Duration) string {
	if d >= time.Minute {
		return d.Round(time.Second).String()
	}
	return d.Round(100 * time.Millisecond).String()
}

// totals sums up what was explored.
type totals struct{ runs, steps, distinct uint64 }

func (c *Campaign) totals() (s totals) {
	for _, t := range c.Tests {
		s.runs += t.Result.Runs
		s.steps += t.Result.Steps
		s.distinct += uint64(t.Result.Distinct)
	}
	return s
}
