//go:build !chaosrun

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The tour goes through all its stops, with few runs under stress: whether those find
// something is not what is tested.
func TestWalk(t *testing.T) {
	var out bytes.Buffer
	pauses := 0
	tour := tour{root: root(t), out: &out, pause: func() { pauses++ }, count: 3, artifacts: t.TempDir()}
	if err := tour.walk(t.Context(), stops); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if want := 5 * len(stops); pauses != want {
		t.Errorf("%d pauses, want %d", pauses, want)
	}
	for _, s := range stops {
		for _, want := range []string{s.title, "-run '^" + s.test + "$' -count 3 ",
			"--- FOUND: " + s.test + ": ", "--- PASS: " + s.fixed + " "} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: the tour does not say %q", s.dir, want)
			}
		}
	}
	for _, want := range []string{"the schedule: each column is a goroutine", "source.mu.Unlock()"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the tour does not say %q", want)
		}
	}
	if t.Failed() {
		t.Logf("%s", &out)
	}
}

func TestFindRoot(t *testing.T) {
	if dir, err := findRoot(filepath.Join(root(t), "examples", "sync", "mutex")); err != nil || dir != root(t) {
		t.Errorf("%q, %v; want %q", dir, err, root(t))
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/other\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if dir, err := findRoot(dir); err == nil {
		t.Errorf("another module is taken: %q", dir)
	}
}

func TestDeclaration(t *testing.T) {
	dir := filepath.Join(root(t), "examples", "sync", "mutex")
	file, text, err := declaration(dir, "Bank.Deposit")
	if err != nil {
		t.Fatal(err)
	}
	if file != "mutex.go" || !strings.HasPrefix(text, "// Deposit ") || !strings.HasSuffix(text, "\n}") {
		t.Errorf("in %s:\n%s", file, text)
	}
	if _, _, err := declaration(dir, "Bank.Rob"); err == nil {
		t.Error("a method that there is not is found")
	}
}

// root is where the tests of this folder find the repository.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
