package runner

import (
	"context"
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

// expect takes what the plain run, of that job, has printed as what is expected, if it has not failed. The
// run is made once more: if it prints something else then, it is not the schedule that decides. The
// caller holds a token of Workers.
func (c *campaign) expect(ctx context.Context, j *job, e *ended) error {
	if !c.SameOutput || e.err != nil {
		return nil
	}
	if e.inRun || e.last() != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.res.note("what other runs print is not looked at: under the plain schedule the program fails")
		return nil
	}
	again := c.worker(ctx, j, nil)
	if again.err != nil {
		return again.err
	}
	want, got := c.programOutput(string(e.out)), c.programOutput(string(again.out))
	if line, a, b := firstDifference(want, got); line > 0 && !again.inRun {
		return fmt.Errorf("line %d of the output is %s once and %s when the same run is repeated: it depends on more than the schedule (an address, the number of a process), and -same-output says nothing of such a program", line, a, b)
	}
	c.expected.Store(&want)
	if e.cut > 0 {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.res.remark("the program prints more than is kept: only the last %d bytes of it are compared", len(e.out))
	}
	return nil
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
	line, want, got := firstDifference(*t.Expected, t.Output)
	return fmt.Sprintf("line %d of the output depends on the schedule: expected %s, as under the plain schedule, got %s", line, want, got)
}

// firstDifference is the number of the first line in which two outputs differ, and what to show of it in
// either. The number is 0 if they are the same.
func firstDifference(a, b string) (line int, ofA, ofB string) {
	if a == b {
		return 0, "", ""
	}
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	at := 0
	for at < len(as) && at < len(bs) && as[at] == bs[at] {
		at++
	}
	from := 0
	if at < len(as) && at < len(bs) {
		for from < len(as[at]) && from < len(bs[at]) && as[at][from] == bs[at][from] {
			from++
		}
	}
	show := func(lines []string) string {
		if at >= len(lines) || at == len(lines)-1 && lines[at] == "" {
			return "nothing more"
		}
		return "“" + window(lines[at], from) + "”"
	}
	return at + 1, show(as), show(bs)
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
