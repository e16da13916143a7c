package main

import (
	"context"
	"go/version"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const toUpdate = "run go run ./internal/toolchain/porting update in the root of the repository"

// readTestTable reads the table that is kept.
func readTestTable(t *testing.T) table {
	t.Helper()
	kept, err := readTable(filepath.Join("../../..", tableFile))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func lookAt(t *testing.T, name string) *dependencies {
	t.Helper()
	d, err := look(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestSupportedVersions: the table and the matrix are those of the edits as they are.
func TestSupportedVersions(t *testing.T) {
	kept := readTestTable(t)
	found := make(table)
	var all []*dependencies
	for _, v := range kept.versions() {
		d := lookAt(t, v)
		found[v] = d.hashes()
		all = append(all, d)
		diffs := compare(kept[v], found[v])
		if len(diffs) > 0 || len(d.misfits()) > 0 {
			t.Errorf("%s\nWhere an edit or a file of chaosrun's is the reason, %s", reportText(d, v, diffs), toUpdate)
		}
	}
	text, err := os.ReadFile(filepath.Join("../../..", tableFile))
	if err != nil {
		t.Fatal(err)
	}
	if !t.Failed() && found.String() != string(text) {
		t.Errorf("%s is not as it is written: %s", tableFile, toUpdate)
	}
	doc, err := os.ReadFile(filepath.Join("../../..", docFile))
	if err != nil {
		t.Fatal(err)
	}
	want, err := withMatrix(string(doc), matrix(all))
	if err != nil {
		t.Fatal(err)
	}
	if want != string(doc) {
		t.Errorf("the matrix of %s is not that of the edits: %s", docFile, toUpdate)
	}
}

// TestThisGo: the Go that runs the test is, for chaosrun, like one in the table. What differs in a
// patch older than the one in the table is no news.
func TestThisGo(t *testing.T) {
	kept := readTestTable(t)
	d := lookAt(t, "local")
	from := kept.nearest(d.release)
	diffs := compare(kept[from], d.hashes())
	switch text := reportText(d, from, diffs); {
	case len(d.misfits()) > 0, len(diffs) > 0 && version.Compare(d.release.version, from) >= 0:
		t.Errorf("%s\ndocs/porting.md says what to do.", text)
	case len(diffs) > 0:
		t.Log(text)
	}
}

func reportText(d *dependencies, from string, diffs []difference) string {
	var out strings.Builder
	report(&out, d, from, diffs)
	return out.String()
}

// TestAnotherGo: a report names what a Go has changed, and who has to look at it.
func TestAnotherGo(t *testing.T) {
	old := lookAt(t, "local")
	source := func(name string, replace ...string) string {
		text, err := old.release.file(name)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.NewReplacer(replace...).Replace(string(text))
		if changed == string(text) {
			t.Fatalf("%s has nothing of %q", name, replace)
		}
		return changed
	}
	d := lookAt(t, changedGo(t, old.release.root, map[string]string{
		"src/internal/goversion/goversion.go": "package goversion\n\nconst Version = 99\n",
		"src/runtime/proc.go": source("runtime/proc.go",
			"func gdestroy(gp *g) {", "func gdestroyed(gp *g) {",
			"func goyield() {", "func goyield() {\n\t// A comment.\n",
			"func Gosched() {", "func Gosched() {\n\tpanic(0)"),
		"src/runtime/rand.go": source("runtime/rand.go",
			"func rand() uint64 {", "func rand() uint64 {\n\tpanic(0)"),
		"src/sync/pool.go": "package sync\n",
	}))
	if d.release.version != "go1.99-devel" {
		t.Errorf("the version is %s", d.release.version)
	}
	got := reportText(d, "before", compare(old.hashes(), d.hashes()))
	for _, want := range []string{
		`- edit "goroutine exit" does not fit: runtime/proc.go has no gdestroy` + "\n",
		`- runtime/proc.go gdestroy: gone; look at: edit "goroutine exit"` + "\n",
		`- runtime/proc.go Gosched: changed; look at: edit "Gosched"` + "\n",
		`- runtime/rand.go rand: changed; look at: edit "random numbers"`,
		`- edit "Pool.Get" does not fit: sync/pool.go has no Pool.Get` + "\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not have %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "goyield") {
		t.Errorf("a comment counts:\n%s", got)
	}

	var out strings.Builder
	if err := writeDiffs(&out, old, d, []string{"Gosched"}); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "\n+\tpanic(0)\n") || strings.Contains(text, "rand") {
		t.Errorf("the difference of Gosched is\n%s", text)
	}
	if table := matrix([]*dependencies{d}); !strings.Contains(table, "| `runtime/proc.go` | goroutine exit | does not fit |\n") {
		t.Errorf("the matrix is\n%s", table)
	}
}

// changedGo is a GOROOT with the files of another one, except for some. It has no VERSION, like a
// checkout of Go's repository.
func changedGo(t *testing.T, root string, files map[string]string) string {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	for name, text := range files {
		must(os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
		must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	// Every folder on the way to a changed file has links to the rest.
	must(fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		entries, err := os.ReadDir(filepath.Join(root, name))
		if err != nil {
			return err
		}
		for _, e := range entries {
			at := filepath.Join(dir, name, e.Name())
			if _, err := os.Lstat(at); err == nil || filepath.Join(name, e.Name()) == "VERSION" {
				continue
			}
			if err := os.Symlink(filepath.Join(root, name, e.Name()), at); err != nil {
				return err
			}
		}
		return nil
	}))
	return dir
}

func TestHashIsOfTheCode(t *testing.T) {
	const code = "package p\n\nfunc f(x int) int {\n\treturn x + 1\n}\n"
	hashOf := func(src string) string {
		decls, err := declarations("p.go", []byte(src))
		if err != nil || len(decls) != 1 {
			t.Fatal(decls, err)
		}
		return decls[0].hash
	}
	for _, same := range []string{
		"package p\n\n// f is documented.\nfunc f(x int) int {\n\treturn x + 1\n}\n",
		"package p\n\nfunc f(x int) int {\n\n\t// One more.\n\treturn x + /* of course */ 1 // here\n}\n",
	} {
		if hashOf(same) != hashOf(code) {
			t.Errorf("comments count:\n%s", same)
		}
	}
	for _, other := range []string{
		"package p\n\nfunc f(x int) int {\n\treturn x + 2\n}\n",
		"package p\n\nfunc f(x int) int {\n\treturn x - 1\n}\n",
		"package p\n\n//go:nosplit\nfunc f(x int) int {\n\treturn x + 1\n}\n",
	} {
		if hashOf(other) == hashOf(code) {
			t.Errorf("this does not count:\n%s", other)
		}
	}
}

func TestCompare(t *testing.T) {
	from := map[key]string{{"p/a.go", "same"}: "1", {"p/a.go", "f"}: "2", {"p/a.go", "moves"}: "3", {"p/a.go", "moves2"}: "4", {"p/a.go", "gone"}: "5", {"q/a.go", "new"}: "6"}
	to := map[key]string{{"p/a.go", "same"}: "1", {"p/a.go", "f"}: "0", {"p/b.go", "moves"}: "3", {"p/b.go", "moves2"}: "0", {"p/b.go", "new"}: "5", {"q/a.go", "new"}: "6"}
	var got []string
	for _, d := range compare(from, to) {
		got = append(got, d.key.String()+": "+d.what)
	}
	want := "p/a.go f: changed, p/b.go moves: moved from p/a.go, p/b.go moves2: moved from p/a.go and changed, p/b.go new: new, p/a.go gone: gone"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, ", "), want)
	}
}

func TestNearestVersion(t *testing.T) {
	kept := table{"go1.26.8": {}, "go1.27.0": {}, "go1.27.3": {}}
	for _, tc := range []struct {
		r    release
		want string
	}{
		{release{version: "go1.27.0", minor: 27}, "go1.27.0"},
		{release{version: "go1.27.1", minor: 27}, "go1.27.3"},
		{release{version: "go1.26.0", minor: 26}, "go1.26.8"},
		{release{version: "go1.24.0", minor: 24}, "go1.26.8"},
		{release{version: "go1.28-devel", minor: 28}, "go1.27.3"},
	} {
		if got := kept.nearest(&tc.r); got != tc.want {
			t.Errorf("%s is compared with %s, not with %s", tc.r.version, got, tc.want)
		}
	}
}
