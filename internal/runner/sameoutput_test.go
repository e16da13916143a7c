package runner

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestDiffersMessage: the first line that differs, as expected and as it is.
func TestDiffersMessage(t *testing.T) {
	long := strings.Repeat("x", 100)
	for _, c := range []struct{ want, got, message string }{
		{"a\nb\n", "a\nc\n", "line 2 of the output depends on the schedule: expected “b”, as under the plain schedule, got “c”"},
		{"a\nb\n", "a\n", "line 2 of the output depends on the schedule: expected “b”, as under the plain schedule, got nothing more"},
		{"a\n", "a\nb\n", "line 2 of the output depends on the schedule: expected nothing more, as under the plain schedule, got “b”"},
		{"", "b", "line 1 of the output depends on the schedule: expected nothing more, as under the plain schedule, got “b”"},
		{"\nb\n", "\nc\n", "line 2 of the output depends on the schedule: expected “b”, as under the plain schedule, got “c”"},
		{long + "1" + long, long + "2" + long, "line 1 of the output depends on the schedule: expected “…" + long[:30] + "1" + long[:59] + "…”, as under the plain schedule, got “…" + long[:30] + "2" + long[:59] + "…”"},
	} {
		h := trace.Header{Kind: differs, Program: "app", Output: c.got, Expected: &c.want}
		if got := message(&trace.Trace{Header: h}, &ended{}); got != c.message {
			t.Errorf("%q instead of %q: %q, want %q", c.got, c.want, got, c.message)
		}
	}
}

// TestCompare: only a run that passes, and has printed something else, becomes a failure.
func TestCompare(t *testing.T) {
	expected := "a\n"
	for _, c := range []struct {
		name     string
		expected *string
		mode     string
		out      string
		line     string
		want     string
	}{
		{"the same", &expected, "explore", "a\n", "run 3 kind= steps=4", "run 3 kind= steps=4"},
		{"another", &expected, "explore", "b\n", "run 3 kind= steps=4", "run 3 kind=output steps=4"},
		{"it fails", &expected, "explore", "b\n", "run 3 kind=race steps=4", "run 3 kind=race steps=4"},
		{"not asked for", nil, "explore", "b\n", "run 3 kind= steps=4", "run 3 kind= steps=4"},
		{"no run", &expected, "explore", "b\n", "end done runs=1", "end done runs=1"},
		{"the plain run", &expected, "profile", "b\n", "run 0 kind= steps=4", "run 0 kind= steps=4"},
	} {
		e := &ended{out: []byte(c.out), lines: []string{c.line}}
		(&Runner{Program: "app"}).compare(&job{mode: c.mode, expected: c.expected}, e)
		if e.lines[0] != c.want {
			t.Errorf("%s: %q becomes %q, want %q", c.name, c.line, e.lines[0], c.want)
		}
	}
}
