// Index writes the table of examples/README.md: every heading of the article, in its
// order, with the pattern, what holds in the right version, what was found in the wrong
// ones, and in which schedule. It runs every test with an expectation under the default
// strategy with five seeds, and fails if one of them is not met within 1000 schedules:
//
//	go run ./examples/internal/index            # about three minutes
//	go run ./examples/internal/index -table     # the table only, with the numbers there are
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
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// seeds are far from each other for no reason but that they look it.
var seeds = []string{"1", "23", "456", "7890", "98765"}

const (
	module = "github.com/chaosrun/chaosrun/examples/"
	budget = 1000 // schedules in which each wrong version must fail
)

// results is, for each folder and test, the schedule that failed with each of the seeds,
// counted from 1. It is kept in found.json.
type results map[string]map[string][]int

func main() {
	log.SetFlags(0)
	table := flag.Bool("table", false, "run nothing")
	flag.Parse()
	if err := generate("examples", *table); err != nil {
		log.Fatal(err)
	}
}

func generate(root string, tableOnly bool) error {
	expects, err := expectations(root)
	if err != nil {
		return err
	}
	file := filepath.Join(root, "internal", "index", "found.json")
	if !tableOnly {
		found, err := measure(root, expects)
		if err != nil {
			return err
		}
		b, err := json.MarshalIndent(found, "", "\t")
		if err != nil {
			return err
		}
		b = inOneLine.ReplaceAllFunc(b, func(list []byte) []byte {
			return []byte("[" + string(bytes.Join(bytes.Fields(list[1:len(list)-1]), []byte(" "))) + "]")
		})
		if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
			return err
		}
	}
	found, err := readResults(file)
	if err != nil {
		return err
	}
	text, err := render(expects, found)
	if err != nil {
		return err
	}
	readme := filepath.Join(root, "README.md")
	old, err := os.ReadFile(readme)
	if err != nil {
		return err
	}
	before, _, after, err := split(string(old))
	if err != nil {
		return err
	}
	return os.WriteFile(readme, []byte(before+text+after), 0o644)
}

var inOneLine = regexp.MustCompile(`\[[\d,\s]*\]`)

func readResults(file string) (results, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var found results
	return found, json.Unmarshal(b, &found)
}

// expectations reads the comments above the tests of every example.
func expectations(root string) (map[string]map[string]runner.Expect, error) {
	all := make(map[string]map[string]runner.Expect)
	files, err := filepath.Glob(filepath.Join(root, "*", "*", "*_test.go"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return nil, err
		}
		dir = filepath.ToSlash(dir)
		if strings.HasPrefix(dir, "internal/") {
			continue
		}
		expects, err := runner.Expectations("", filepath.Dir(file), []string{filepath.Base(file)})
		if err != nil {
			return nil, err
		}
		if all[dir] == nil {
			all[dir] = make(map[string]runner.Expect)
		}
		for test, e := range expects {
			all[dir][test] = e
		}
	}
	return all, nil
}

// measure runs the tests, those whose failure is a race with the race detector.
func measure(root string, expects map[string]map[string]runner.Expect) (results, error) {
	tmp, err := os.MkdirTemp("", "index")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	tool := filepath.Join(tmp, "chaosrun")
	if out, err := exec.Command("go", "build", "-o", tool, "./cmd/chaosrun").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %v\n%s", err, out)
	}
	found := make(results)
	var errs []string
	for _, race := range []bool{false, true} {
		var packages, tests []string
		want := func(e runner.Expect) bool { return (e.Kind == "race") == race }
		for dir, in := range expects {
			n := len(tests)
			for test, e := range in {
				if want(e) {
					tests = append(tests, test)
				}
			}
			if len(tests) > n {
				packages = append(packages, "./"+root+"/"+dir)
			}
		}
		slices.Sort(packages)
		slices.Sort(tests)
		for _, seed := range seeds {
			log.Printf("seed %s, race detector: %v", seed, race)
			args := append([]string{"test", "-events", "-shrink", "0", "-duration", "1m", "-artifacts", tmp,
				fmt.Sprint("-race=", race), fmt.Sprint("-schedules=", budget), "-seed", seed,
				"-run", "^(" + strings.Join(slices.Compact(slices.Clone(tests)), "|") + ")$"}, packages...)
			cmd := exec.Command(tool, args...)
			cmd.Stderr = os.Stderr
			out, runErr := cmd.Output()
			if err := read(out, func(dir, test string, run int) {
				if e, ok := expects[dir][test]; ok && want(e) {
					if found[dir] == nil {
						found[dir] = make(map[string][]int)
					}
					found[dir][test] = append(found[dir][test], run+1)
				}
			}); err != nil {
				return nil, err
			}
			if runErr != nil {
				errs = append(errs, fmt.Sprintf("seed %s: %v", seed, runErr))
			}
		}
	}
	for dir, in := range expects {
		for test, e := range in {
			if n := len(found[dir][test]); n != len(seeds) {
				errs = append(errs, fmt.Sprintf("%s %s: %s found with %d of %d seeds", dir, test, e.Kind, n, len(seeds)))
			}
		}
	}
	if len(errs) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(errs, "\n"))
	}
	return found, nil
}

// read calls add for every expected failure in the output of chaosrun test -events.
func read(out []byte, add func(dir, test string, run int)) error {
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var e struct {
			Event, Package, Test, Kind, Message string
			Run                                 int
			Expected                            bool
		}
		if err := dec.Decode(&e); err != nil {
			return err
		}
		dir := strings.TrimPrefix(e.Package, module)
		switch {
		case e.Event == "failure" && e.Expected:
			add(dir, e.Test, e.Run)
		case e.Event == "failure":
			return fmt.Errorf("%s %s: %s, which nobody expects: %s", dir, e.Test, e.Kind, e.Message)
		}
	}
	return nil
}
