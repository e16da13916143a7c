package reporttest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// GoTests is what go test -json has said of packages.
type GoTests struct {
	Packages map[string]*GoPackage
	Builds   map[string]*GoBuild // that have failed
	last     time.Time
}

// GoPackage is a package of [GoTests].
type GoPackage struct {
	Tests       map[string]*GoTest
	Action      string // with which it has ended: pass, fail or skip; "": it has not
	Elapsed     float64
	Output      string // of the package itself
	FailedBuild string
}

// GoTest is a test of [GoTests].
type GoTest struct {
	Action  string // likewise
	Elapsed float64
	Output  string
}

// GoBuild is a build that has failed.
type GoBuild struct {
	Output string
	failed bool
}

// Said is the output of a test without the lines that go test itself prints: === RUN, === CONT and the
// result.
func (t *GoTest) Said() string {
	rest := strings.TrimSuffix(t.Output, "\n")
	rest = rest[:strings.LastIndexByte(rest, '\n')+1]
	for strings.HasPrefix(rest, "=== ") {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	return rest
}

// goEvent is a line: a TestEvent or, with an ImportPath, a BuildEvent.
type goEvent struct {
	Time                          time.Time
	Action, Package, Test, Output string
	Elapsed                       *float64
	FailedBuild, ImportPath       string
}

// ReadGoTests reads what go test -json prints, and takes nothing that go test would not print, or not
// at that place.
func ReadGoTests(r io.Reader) (*GoTests, error) {
	all := &GoTests{Packages: make(map[string]*GoPackage), Builds: make(map[string]*GoBuild)}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		var e goEvent
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		err := dec.Decode(&e)
		if err == nil && dec.More() {
			err = errors.New("there is more on the line")
		}
		if err == nil {
			err = all.take(&e)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, lines.Bytes())
		}
	}
	for name, p := range all.Packages {
		if p.Action == "" {
			return nil, fmt.Errorf("the package %s does not end", name)
		}
	}
	for name, b := range all.Builds {
		if !b.failed {
			return nil, fmt.Errorf("the build of %s does not end", name)
		}
	}
	return all, lines.Err()
}

func (all *GoTests) take(e *goEvent) error {
	if e.Output != "" != strings.HasSuffix(e.Action, "output") || e.Output != "" && !strings.HasSuffix(e.Output, "\n") {
		return errors.New("lines of output are in events of output")
	}
	if e.ImportPath != "" {
		return all.build(e)
	}
	ends := e.Action == "pass" || e.Action == "fail" || e.Action == "skip"
	p := all.Packages[e.Package]
	switch {
	case e.Package == "":
		return errors.New("no package")
	case e.Time.Before(all.last) || e.Time.After(time.Now()):
		return errors.New("that is not when it happened")
	case ends != (e.Elapsed != nil) || ends && *e.Elapsed < 0:
		return errors.New("what ends, and nothing else, has taken time")
	case p == nil && (e.Action != "start" || e.Test != ""):
		return errors.New("the package has not started")
	case p != nil && e.Action == "start":
		return errors.New("the package has started before")
	case p != nil && p.Action != "":
		return errors.New("the package has ended")
	case e.FailedBuild != "" && (e.Action != "fail" || e.Test != "" || all.Builds[e.FailedBuild] == nil || !all.Builds[e.FailedBuild].failed):
		return errors.New("no such build has failed")
	}
	all.last = e.Time
	switch {
	case p == nil:
		all.Packages[e.Package] = &GoPackage{Tests: make(map[string]*GoTest)}
		return nil
	case e.Test != "":
		return p.test(e)
	case ends:
		return p.end(e)
	case e.Action == "output":
		p.Output += e.Output
		return nil
	}
	return errors.New("no such action")
}

func (all *GoTests) build(e *goEvent) error {
	b := all.Builds[e.ImportPath]
	if b == nil {
		b = new(GoBuild)
		all.Builds[e.ImportPath] = b
	}
	switch {
	case e.Package+e.Test+e.FailedBuild != "" || e.Elapsed != nil || !e.Time.IsZero():
		return errors.New("an event of a build has more than its output")
	case b.failed:
		return errors.New("the build has ended")
	case e.Action == "build-output":
		b.Output += e.Output
	case e.Action == "build-fail":
		b.failed = true
	default:
		return errors.New("no such action of a build")
	}
	return nil
}

func (p *GoPackage) test(e *goEvent) error {
	t := p.Tests[e.Test]
	switch {
	case t == nil && e.Action != "run":
		return errors.New("the test does not run")
	case t == nil:
		p.Tests[e.Test] = new(GoTest)
		return nil
	case t.Action != "":
		return errors.New("the test has ended")
	case e.Action == "output":
		if t.Output == "" && e.Output != "=== RUN   "+e.Test+"\n" {
			return errors.New("the output of a test begins with === RUN")
		}
		t.Output += e.Output
		return nil
	case e.Action == "cont" && t.Output != "":
		return nil
	case e.Elapsed == nil:
		return errors.New("no such action of a test that runs")
	}
	result := regexp.MustCompile(`(?:^|\n)--- ` + strings.ToUpper(e.Action) + `: ` + regexp.QuoteMeta(e.Test) + ` \(\d+\.\d\ds\)\n$`)
	if !result.MatchString(t.Output) {
		return errors.New("the output of a test ends with its result")
	}
	t.Action, t.Elapsed = e.Action, *e.Elapsed
	return nil
}

// packageEnd is what go test prints when a package with tests ends.
var packageEnd = regexp.MustCompile(`(?:^|\n)(ok  |FAIL|\?   )(\t\S+)[ \t].*\n$`)

func (p *GoPackage) end(e *goEvent) error {
	fails := false
	for name, t := range p.Tests {
		if t.Action == "" {
			return fmt.Errorf("the test %s does not end", name)
		}
		fails = fails || t.Action == "fail"
	}
	want := map[string]string{"pass": "ok  ", "fail": "FAIL", "skip": "?   "}[e.Action]
	switch m := packageEnd.FindStringSubmatch(p.Output); {
	case m == nil || m[1] != want || m[2] != "\t"+e.Package:
		return errors.New("the output of a package ends with its result")
	case fails && e.Action != "fail":
		return errors.New("a test of it fails")
	}
	p.Action, p.Elapsed, p.FailedBuild = e.Action, *e.Elapsed, e.FailedBuild
	return nil
}
