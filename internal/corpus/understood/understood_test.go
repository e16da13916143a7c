package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

const root = "../../.."

// TestBars: of each of the thirty failures, the text fits a screen, and its beginning shows the cause.
func TestBars(t *testing.T) {
	corpus.NeedsTime(t, 5*time.Minute)
	e, err := newExplorer(t.Context(), root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs/understood.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		m, err := e.measure(t.Context(), f)
		if err != nil {
			t.Error(err)
			continue
		}
		if err := m.holds(); err != nil {
			t.Errorf("%s: %v\n%s", f.name(), err, m.Text)
		}
		shown := slices.ContainsFunc(besides, func(b struct{ test, says string }) bool { return b.test == f.Test })
		if shown && !strings.Contains(string(page), m.Before.Text) {
			t.Errorf("the page does not show the text of %s before", f.name())
		}
		if shown && !strings.Contains(unnamed(string(page)), unnamed(m.Text)) {
			t.Errorf("the page does not show this of %s: go run ./internal/corpus/understood\n%s", f.name(), m.Text)
		}
	}
}

// unnamed is a text without the hashes of recordings, which change with what a recording holds.
func unnamed(text string) string {
	return regexp.MustCompile(`-[0-9a-f]{8}\.chaos`).ReplaceAllString(text, "")
}

// TestPage: the page has the thirty failures, in order, and keeps the bars.
func TestPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/understood.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(page), "|---|---|---|---|---|\n")
	table, _, _ = strings.Cut(table, readers)
	if !ok || !strings.HasPrefix(string(page), head) {
		t.Fatal("docs/understood.md is out of date: go run ./internal/corpus/understood")
	}
	rows := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
	if len(failures) != 30 || len(rows) != len(failures)+1 {
		t.Fatalf("there are %d failures, and the page has %d, want 30", len(failures), len(rows)-1)
	}
	for i, f := range failures {
		if !strings.HasPrefix(rows[i], "| "+f.name()+" | ") {
			t.Errorf("the page has %q where %s belongs: go run ./internal/corpus/understood", rows[i], f.name())
		}
	}
}

// TestCauses: each cause is a line of its program.
func TestCauses(t *testing.T) {
	for _, f := range failures {
		if _, err := f.position(root); err != nil {
			t.Errorf("%s: %v", f.name(), err)
		}
	}
}

// TestLook: the cause is the first line that names it, and no other line of the file.
func TestLook(t *testing.T) {
	m := measured{seen: seen{Text: "--- FAIL: TestX\n    at a_test.go:12, at ba_test.go:1\n    at “x” (a_test.go:1)\n" + toReplay + strings.Repeat("y", 90) + "\n"}}
	m.look("a_test.go:1")
	if m.Lines != 4 || m.Widest != 36 || m.CauseIn != 3 {
		t.Errorf("%d lines, %d columns, cause in line %d, want 4, 36, 3", m.Lines, m.Widest, m.CauseIn)
	}
	if m.holds() != nil {
		t.Errorf("the bars do not hold: %v", m.holds())
	}
	m.look("a_test.go:2")
	if m.CauseIn != 0 || m.holds() == nil {
		t.Errorf("cause in line %d, want none, and that no bar holds", m.CauseIn)
	}
}

// TestUnmarked: of the two steps that change places, the list has each with its mark.
func TestUnmarked(t *testing.T) {
	const said = "    the test passes in a schedule with these two steps in the other order:\n      - g1 does “a” (x.go:3)\n      - g12 takes “b <- 1” of its\n        select (y.go:4), which comes after the failure\n\n"
	if got := unmarked(said + "     ⇄ g1   x.go:3  a\n    …⇄ g12  y.go:4  b <- 1\n"); got != nil {
		t.Errorf("%q are not marked", got)
	}
	if got := unmarked(said + "     ⇄ g1   x.go:33  a\n    …> g12  y.go:4  b <- 1\n"); len(got) != 2 {
		t.Errorf("not marked are %q, want both", got)
	}
	if got := unmarked("    the plain schedule fails\n"); got != nil {
		t.Errorf("%q are not marked where nothing changes places", got)
	}
}
