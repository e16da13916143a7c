package runner

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// What a program prints may be meant to be the same under every schedule. Then all of its runs have the
// random numbers of run 1, so that nothing but the schedule differs, and what the plain run prints is
// what every run has to print. It is compared here, where the whole output of a process is that of its
// one run.

// differs is the kind of a run that fails in no other way and prints something else.
const differs = "output"

// expect takes what the plain run has printed as what is expected, if it has not failed.
func (c *campaign) expect(e *ended) {
	if c.SameOutput && e.err == nil && !e.inRun && e.last() == nil {
		out := c.programOutput(string(e.out))
		c.expected.Store(&out)
	}
}

// compare makes runs that pass, and print something else than is expected, failures.
func (r *Runner) compare(j *job, e *ended) {
	if j.expected == nil || j.mode == "profile" || r.programOutput(string(e.out)) == *j.expected {
		return
	}
	for i, l := range e.lines {
		if word, rest, _ := strings.Cut(l, " "); word == "run" {
			if n, kind, _ := strings.Cut(rest, " "); strings.HasPrefix(kind, "kind= ") {
				e.lines[i] = "run " + n + " kind=" + differs + strings.TrimPrefix(kind, "kind=")
			}
		}
	}
}

// differsMessage says where the output of a run differs first from what is expected.
func differsMessage(t *trace.Trace) string {
	if t.Expected == nil {
		return "the output is not that of the plain schedule"
	}
	want, got := strings.Split(*t.Expected, "\n"), strings.Split(t.Output, "\n")
	at := 0
	for at < len(want) && at < len(got) && want[at] == got[at] {
		at++
	}
	line := func(of []string) string {
		if at >= len(of) || at == len(of)-1 && of[at] == "" {
			return "nothing more"
		}
		return "“" + window(of[at], firstDifference(want, got, at)) + "”"
	}
	return fmt.Sprintf("line %d of the output depends on the schedule: expected %s, as under the plain schedule, got %s", at+1, line(want), line(got))
}

// firstDifference is where two texts differ in line at.
func firstDifference(want, got []string, at int) int {
	if at >= len(want) || at >= len(got) {
		return 0
	}
	i := 0
	for i < len(want[at]) && i < len(got[at]) && want[at][i] == got[at][i] {
		i++
	}
	return i
}

// Of a long line, so many bytes are shown around the first difference.
const (
	windowBefore = 30
	windowAfter  = 60
)

// window is the part of a line around a place.
func window(line string, at int) string {
	from, to := max(0, at-windowBefore), min(len(line), at+windowAfter)
	for from > 0 && !utf8.RuneStart(line[from]) {
		from--
	}
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	text := strings.ToValidUTF8(line[from:to], "?")
	if from > 0 {
		text = "…" + text
	}
	if to < len(line) {
		text += "…"
	}
	return text
}
