//go:build !chaosrun

package main

import (
	"os"
	"path/filepath"
	"testing"
)

const root = "../.."

// Every example is in the rows, every mistake in them has its tests, and the other way
// round; README.md says what the rows and the numbers say.
func TestUpToDate(t *testing.T) {
	expects, err := expectations(root)
	if err != nil {
		t.Fatal(err)
	}
	found, err := readResults("found.json")
	if err != nil {
		t.Fatal(err)
	}
	inRows := make(map[string]map[string]bool)
	for _, c := range chapters {
		for _, r := range c.rows {
			if r.property == "" {
				if inRows[r.dir] == nil {
					t.Errorf("%q is as %s, which is not in the rows above", r.heading, r.dir)
				}
				continue
			}
			if inRows[r.dir] != nil {
				t.Errorf("%s is in the rows twice", r.dir)
			}
			inRows[r.dir] = make(map[string]bool)
			for _, m := range r.mistakes {
				for _, test := range m.tests {
					if inRows[r.dir][test] {
						t.Errorf("%s %s is in the rows twice", r.dir, test)
					}
					inRows[r.dir][test] = true
				}
			}
		}
	}
	for dir, in := range expects {
		if inRows[dir] == nil {
			t.Errorf("%s is not in the rows", dir)
		}
		for test := range in {
			if !inRows[dir][test] {
				t.Errorf("%s %s has an expectation and is not in the rows", dir, test)
			}
		}
	}
	for dir := range inRows {
		if _, err := os.Stat(filepath.Join(root, dir, "doc.go")); err != nil {
			t.Error(err)
		}
	}
	for dir, in := range found {
		for test, runs := range in {
			if _, ok := expects[dir][test]; !ok {
				t.Errorf("found.json has %s %s, which has no expectation", dir, test)
			}
			for _, run := range runs {
				if run > budget {
					t.Errorf("%s %s: found in schedule %d, later than %d", dir, test, run, budget)
				}
			}
		}
	}
	want, err := render(expects, found)
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, got, _, err := split(string(readme))
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Error("the table of README.md is not of these rows and numbers: run go run ./examples/internal/index -table")
	}
}

// The headings of the article, in its order.
func TestHeadings(t *testing.T) {
	var n int
	for _, c := range chapters[:5] {
		for _, r := range c.rows {
			if r.heading == "" {
				continue
			}
			if n == len(headings) || r.heading != headings[n] {
				t.Fatalf("heading %d is %q", n, r.heading)
			}
			n++
		}
	}
	if n != len(headings) {
		t.Errorf("the rows end before %q", headings[n])
	}
}
