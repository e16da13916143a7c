package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/report/formats"
	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// form is how results are printed on the standard output.
type form int

const (
	asText   form = iota
	asEvents      // our own, one object a line
	asGoTest      // as go test -json does
)

func formOf(events bool) form {
	if events {
		return asEvents
	}
	return asText
}

// counter is a sink that counts.
type counter interface {
	runner.Sink
	Failed() (failed, errors int)
	Close() // all packages are through
}

// prover is a counter for packages of which it is not told when they are done.
type prover interface {
	counter
	Proved(binaries int) // they are under control
}

// newSink shows results on the standard output as they come.
func newSink(events, verbose bool, seed uint64) prover {
	if events {
		return &report.Events{W: os.Stdout, Seed: seed}
	}
	return &report.Text{W: colored(os.Stdout), Verbose: verbose, Seed: seed}
}

// outputs are the reports that a command writes of its campaign, and the findings file that it
// keeps.
type outputs struct {
	flags                        *pflag.FlagSet
	junit, sarif, markdown, html string
	github                       bool
	findings, baseline           string
	unsteady                     string
	reference                    *findings.File // what is new is new to this
	campaign                     formats.Campaign
	results                      findings.Campaign
	tests                        map[string][]*runner.Result // of the packages under way
	chosen, unchosen             int                         // packages with tests: some of them are explored, or none
	started                      time.Time
}

// addOutputs adds the flags for reports and findings to those of a command.
func addOutputs(f *pflag.FlagSet) *outputs {
	out := &outputs{flags: f, tests: make(map[string][]*runner.Result)}
	f.StringVar(&out.junit, "junit", "", "write JUnit XML to this `file`")
	f.StringVar(&out.sarif, "sarif", "", "write SARIF 2.1.0 to this `file`, for code scanning")
	f.StringVar(&out.markdown, "markdown", "", "write a summary in Markdown to this `file`; $GITHUB_STEP_SUMMARY is added to")
	f.StringVar(&out.html, "html", "", "write a page with all findings and their schedules to this `file`")
	f.BoolVar(&out.github, "github", false, "print annotations for GitHub Actions")
	f.StringVar(&out.findings, "findings", "", "`file` in which findings are kept from run to run (default findings.json in the artifacts folder)")
	f.StringVar(&out.baseline, "baseline", "", "fail only for findings that are new or regressed compared with this findings `file`")
	f.StringVar(&out.unsteady, "unsteady", "fail", "result of a failure that does not recur when its run is repeated: fail, warn")
	return out
}

// open reads what the findings are compared with. It is called before anything is explored, so
// that what is wrong with the flags is told at once.
func (out *outputs) open(artifacts string) error {
	if !oneOf(out.unsteady, "fail", "warn") {
		return fmt.Errorf("-unsteady is %q: want fail or warn", out.unsteady)
	}
	out.started = time.Now()
	files := map[string]string{"junit": out.junit, "sarif": out.sarif, "markdown": out.markdown, "html": out.html, "findings": out.findings}
	if out.findings == "" {
		if _, err := os.Stat(artifacts); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("cannot use the artifacts folder: %w", err)
		}
		out.findings = filepath.Join(artifacts, "findings.json")
	}
	for flag, name := range files {
		if name == "" {
			continue
		}
		if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
			return fmt.Errorf("-%s: there is no folder %s to write to", flag, filepath.Dir(name))
		}
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			return fmt.Errorf("-%s: %s is a folder: give the name of a file", flag, name)
		}
	}
	var err error
	if out.baseline != "" {
		if out.reference, err = findings.Read(out.baseline); errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("-baseline: %w; make one with -findings %s", err, out.baseline)
		}
		return err
	}
	out.reference, err = findings.Read(out.findings)
	if errors.Is(err, os.ErrNotExist) {
		out.reference, err = new(findings.File), nil
	}
	return err
}

// sink is a sink that gathers what the reports need before it passes it on.
func (out *outputs) sink(next runner.Sink) runner.Sink { return tee{out, next} }

type tee struct {
	out *outputs
	runner.Sink
}

func (t tee) Result(pkg string, res *runner.Result) {
	res.Tolerated = res.Verdict == "unsteady" && t.out.unsteady == "warn"
	res.Accepted = !t.out.take(pkg, res) && res.Verdict == "fail"
	t.Sink.Result(pkg, res)
}

func (t tee) PackageError(pkg string, err error) {
	t.out.campaign.PackageError(pkg, err)
	t.Sink.PackageError(pkg, err)
}

func (t tee) PackageDone(pkg string, tests, others int, elapsed time.Duration) {
	t.out.done(pkg, tests)
	if tests > 0 {
		t.out.chosen++
	}
	t.Sink.PackageDone(pkg, tests, others, elapsed)
}

// PackageStarted implements [runner.Starter].
func (t tee) PackageStarted(pkg string) {
	if s, ok := t.Sink.(runner.Starter); ok {
		s.PackageStarted(pkg)
	}
}

// TestStarted implements [runner.Starter].
func (t tee) TestStarted(pkg, test string) {
	if s, ok := t.Sink.(runner.Starter); ok {
		s.TestStarted(pkg, test)
	}
}

// NoneChosen implements [runner.Chooser].
func (t tee) NoneChosen(pkg string, elapsed time.Duration) {
	t.out.unchosen++
	if c, ok := t.Sink.(runner.Chooser); ok {
		c.NoneChosen(pkg, elapsed)
	}
}

// warnOfNone says so if -run and -skip leave nothing to explore.
func (out *outputs) warnOfNone() {
	if out.chosen > 0 || out.unchosen == 0 {
		return
	}
	var flags []string
	for _, name := range []string{"run", "skip"} {
		if f := out.flags.Lookup(name); f.Value.String() != "" {
			flags = append(flags, "-"+name+" "+f.Value.String())
		}
	}
	fmt.Fprintf(os.Stderr, "chaosrun: warning: no tests to run: %s leaves none\n", strings.Join(flags, " "))
}

// take takes in what became of a test. It reports whether the test fails in a way that counts.
func (out *outputs) take(pkg string, res *runner.Result) (fails bool) {
	c := &out.campaign
	c.Result(pkg, res)
	t := &c.Tests[len(c.Tests)-1]
	seen := make([]findings.Observation, len(t.Findings))
	for i := range t.Findings {
		f := &t.Findings[i]
		j := out.reference.Judge(f.ID)
		f.State, f.Known = j.State, j.Known
		f.Counts = out.baseline == "" || j.Counts(out.started)
		f.Expired = j.Known != nil && !j.Known.Holds(out.started)
		seen[i] = f.Observation
	}
	out.results.Add(pkg, t.Result, seen)
	out.tests[pkg] = append(out.tests[pkg], t.Result)
	return t.Fails()
}

// done notes which tests a package has, if all were asked for.
func (out *outputs) done(pkg string, tests int) {
	all := out.tests[pkg]
	delete(out.tests, pkg)
	for _, flag := range []string{"run", "skip"} {
		if f := out.flags.Lookup(flag); f != nil && f.Value.String() != "" {
			return
		}
	}
	if len(all) > 0 && len(all) >= tests {
		out.results.Whole(pkg, all[0].Budget, all)
	}
}

// failures is what sink says has failed, less what does not make the command fail.
func (out *outputs) failures(sink interface{ Failed() (failed, errors int) }) failures {
	failed, errs := sink.Failed()
	return failures{out.failed(failed), errs}
}

type failures struct{ failed, errors int }

func (f failures) Failed() (failed, errors int) { return f.failed, f.errors }

// failed is how many of the n tests that have failed make the command fail.
func (out *outputs) failed(n int) int {
	if out.baseline == "" {
		return n
	}
	failed, _ := out.campaign.Counts()
	return failed
}

// conclude brings the findings file up to date; dir is the module's folder.
func (out *outputs) conclude(dir string) error {
	c := &out.campaign
	c.Now, c.Folder = findings.Here(context.Background(), dir) // also after an interrupt
	c.Elapsed = time.Since(out.started)
	c.Command, c.Version = "chaosrun "+strings.Join(os.Args[1:], " "), version()
	for _, flag := range []string{"seed", "seeds"} {
		if f := out.flags.Lookup(flag); f != nil {
			c.Seed = f.Value.String()
		}
	}
	out.results.Now = c.Now
	if len(c.Tests) == 0 {
		return nil
	}
	return out.update()
}

// write concludes the campaign and writes the reports; dir is the module's folder. What there is to say goes
// to the standard output, unless that has no place for it.
func (out *outputs) write(dir string, as form) error {
	out.warnOfNone()
	if err := out.conclude(dir); err != nil {
		return err
	}
	c := &out.campaign
	for _, o := range []struct {
		name  string
		write func(io.Writer, *formats.Campaign) error
	}{{out.junit, formats.JUnit}, {out.sarif, formats.SARIF}, {out.markdown, formats.Markdown}, {out.html, formats.HTML}} {
		if o.name == "" {
			continue
		}
		write := writeFile
		if o.name == os.Getenv("GITHUB_STEP_SUMMARY") {
			write = appendFile
		}
		if err := write(o.name, func(w io.Writer) error { return o.write(w, c) }); err != nil {
			return err
		}
	}
	if out.github {
		w := os.Stdout
		if as != asText {
			w = os.Stderr // GitHub reads both
		}
		if err := formats.GitHub(w, c); err != nil {
			return err
		}
	}
	switch as {
	case asEvents:
		return formats.JSON(os.Stdout, c)
	case asGoTest: // each package has told its own
		out.tell(os.Stderr, &formats.Campaign{Resolved: c.Resolved})
	default:
		out.tell(os.Stdout, c)
	}
	return nil
}

// tell says to a person what the findings of a campaign are.
func (out *outputs) tell(w io.Writer, c *formats.Campaign) {
	formats.Text(w, c, out.findings)
	if bugs := c.Bugs(); out.baseline != "" && len(bugs) > 0 {
		n := 0
		for _, b := range bugs {
			if b.Counts {
				n++
			}
		}
		fmt.Fprintf(w, "    against %s, %d of %d count as failures\n", out.baseline, n, len(bugs))
	}
}

// tellOf says what the findings of one package are.
func (out *outputs) tellOf(w io.Writer, pkg string) {
	var c formats.Campaign
	for _, t := range out.campaign.Tests {
		if t.Package == pkg {
			c.Tests = append(c.Tests, t)
		}
	}
	out.tell(w, &c)
}

// update takes the campaign into the findings file, and from there what a report says of the
// past.
func (out *outputs) update() error {
	c := &out.campaign
	return findings.Update(out.findings, func(f *findings.File) error {
		c.Resolved = f.Apply(&out.results)
		for i := range c.Tests {
			for k := range c.Tests[i].Findings {
				o := &c.Tests[i].Findings[k]
				d := f.Find(o.ID) // it was applied
				o.First, o.Campaigns = d.First, d.Campaigns
			}
		}
		return nil
	})
}

func appendFile(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
