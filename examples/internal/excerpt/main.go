// Excerpt renews the schedule in the doc.go of every example: it runs the test that is
// named there with seed 1, lets the failure be shrunk, and puts in what chaosrun show
// prints of it, with what does not fit left out.
//
//	go run ./examples/internal/excerpt          # all of them, about a minute
//	go run ./examples/internal/excerpt -check   # change nothing, fail when one is old
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
)

const module = "github.com/chaosrun/chaosrun/"

// A doc is one doc.go with a block to renew.
type doc struct {
	file, dir, test string
	text            string
	race            bool
	recording       string
}

func main() {
	log.SetFlags(0)
	check := flag.Bool("check", false, "change nothing, fail when an excerpt is old")
	flag.Parse()
	if err := renew(*check); err != nil {
		log.Fatal(err)
	}
}

func renew(check bool) error {
	docs, err := find("examples")
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "excerpt")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	tool := filepath.Join(tmp, "chaosrun")
	if out, err := exec.Command("go", "build", "-o", tool, "./cmd/chaosrun").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %v\n%s", err, out)
	}
	for _, race := range []bool{false, true} {
		if err := record(tool, tmp, docs, race); err != nil {
			return err
		}
	}
	old := 0
	for _, d := range docs {
		if d.recording == "" {
			return fmt.Errorf("%s: %s was not found", d.file, d.test)
		}
		out, err := exec.Command(tool, "show", d.recording).Output()
		if err != nil {
			return fmt.Errorf("%s: show: %w", d.file, err)
		}
		text, err := replace(d.text, block(string(out)))
		if err != nil {
			return fmt.Errorf("%s: %w", d.file, err)
		}
		if text == d.text {
			continue
		}
		old++
		if check {
			log.Printf("%s: the excerpt is old", d.file)
			continue
		}
		if err := os.WriteFile(d.file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if check && old > 0 {
		return fmt.Errorf("run go run ./examples/internal/excerpt")
	}
	return nil
}

// find reads the doc.go files, and in each which test its block is of.
func find(root string) ([]*doc, error) {
	files, err := filepath.Glob(filepath.Join(root, "*", "*", "doc.go"))
	if err != nil {
		return nil, err
	}
	var docs []*doc
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		d := &doc{file: file, dir: filepath.Dir(file), text: string(b)}
		if d.test = testOf(d.text); d.test == "" {
			return nil, fmt.Errorf("%s has no excerpt", file)
		}
		tests, err := filepath.Glob(filepath.Join(d.dir, "*_test.go"))
		if err != nil {
			return nil, err
		}
		for i := range tests {
			tests[i] = filepath.Base(tests[i])
		}
		expects, err := runner.Expectations("", d.dir, tests)
		if err != nil {
			return nil, err
		}
		e, ok := expects[d.test]
		if !ok {
			return nil, fmt.Errorf("%s is of %s, which has no expectation", file, d.test)
		}
		d.race = e.Kind == "race"
		docs = append(docs, d)
	}
	return docs, nil
}

// record runs the tests of all docs at once, those of races with the race detector.
func record(tool, tmp string, docs []*doc, race bool) error {
	args := []string{"test", "-events", "-seed", "1", "-shrink", "2m", "-artifacts", tmp, fmt.Sprint("-race=", race)}
	var tests, dirs []string
	for _, d := range docs {
		if d.race == race {
			tests = append(tests, d.test)
			dirs = append(dirs, "./"+filepath.ToSlash(d.dir))
		}
	}
	slices.Sort(tests)
	args = append(args, "-run", "^("+strings.Join(slices.Compact(tests), "|")+")$")
	cmd := exec.Command(tool, append(args, dirs...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("chaosrun test: %w\n%s", err, out)
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var e struct{ Event, Package, Test, Recording string }
		if err := dec.Decode(&e); err != nil {
			return err
		}
		for _, d := range docs {
			if e.Event == "failure" && d.race == race && e.Package == module+filepath.ToSlash(d.dir) && e.Test == d.test {
				d.recording = e.Recording
			}
		}
	}
	return nil
}
