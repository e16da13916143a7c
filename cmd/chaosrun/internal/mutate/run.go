package mutate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chaosrun/chaosrun/internal/changes"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Options say which mutants are made, and how much each is explored: the options' Schedules
// are those of one test, and Duration is the real time for all tests of one mutant.
type Options struct {
	runner.Options
	Operators []Operator
	Max       int           // mutants of a package; 0: all
	Changed   changes.Lines // only mutants of these lines; nil: of all
}

// Sink takes the outcomes as they come. Its methods are called from one goroutine.
type Sink interface {
	// LeftOut says that a test is not used, and why.
	LeftOut(pkg, test, why string)
	// Outcome takes what became of one mutant.
	Outcome(pkg string, o *Outcome)
	// PackageError takes why the mutants of a package could not be tried.
	PackageError(pkg string, err error)
	// PackageDone takes the score of a package.
	PackageDone(s *Score)
}

// The statuses of an outcome.
const (
	Killed   = "killed"   // a test failed
	Survived = "survived" // the tests did something else than without it, and passed
	Suspect  = "suspect"  // it may be no change at all; Evidence says why
	Broken   = "error"    // its tests could not be run
)

// Outcome is what became of one mutant.
type Outcome struct {
	*Mutant
	Status   string
	Evidence string // for a status but killed, as a sentence
	Tests    int    // tests that come to its place
	// Of the failing run.
	Test    string
	Kind    string
	Message string
	Run     uint64
	Runs    uint64 // schedules that were tried in all
	Elapsed time.Duration
}

// Packages tries the mutants of the packages that the patterns name.
func Packages(ctx context.Context, tc *toolchain.Toolchain, o Options, patterns []string, sink Sink) error {
	pkgs, err := tc.List(ctx, patterns...)
	if err != nil {
		return err
	}
	if len(pkgs) == 0 {
		return fmt.Errorf("no packages match %s", strings.Join(patterns, " "))
	}
	if err := runner.CheckFaults(o.Faults, tc, pkgs); err != nil {
		return err
	}
	o.Workers = make(chan struct{}, o.Processes)
	for _, p := range pkgs {
		if err := onePackage(ctx, tc, o, p, sink); err != nil && ctx.Err() == nil {
			sink.PackageError(p.ImportPath, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// exam is one package with its mutants in one test binary.
type exam struct {
	Options
	r     *runner.Runner
	set   *Set
	tests []*baseline
}

// baseline is what a test does without mutants.
type baseline struct {
	test    string
	r       *runner.Runner
	res     *runner.Result
	leftOut string // why it cannot be used, or ""
}

func onePackage(ctx context.Context, tc *toolchain.Toolchain, o Options, p *toolchain.Package, sink Sink) error {
	start := time.Now()
	if p.Error != nil && !p.HasTests() {
		return errors.New(strings.TrimSpace(p.Error.Err))
	}
	score := &Score{Package: p.ImportPath}
	switch {
	case p.Standard:
		score.Note = "part of the standard library, which is not mutated"
	case !p.HasTests():
		score.Note = "no tests"
	}
	if score.Note != "" {
		sink.PackageDone(score)
		return nil
	}
	set, err := Find(ctx, tc, p, tc.Root(), o)
	if err != nil {
		return err
	}
	score.Discarded, score.Sampled = set.Discarded, set.Sampled
	if len(set.Mutants) == 0 {
		score.Note = "no synchronization to mutate"
		if o.Changed != nil {
			score.Note += " in the lines that have changed"
		}
		sink.PackageDone(score)
		return nil
	}
	dir, err := os.MkdirTemp("", "chaosrun-mutate-")
	if err != nil {
		return fmt.Errorf("cannot make a folder for the mutants: %w", err)
	}
	defer os.RemoveAll(dir)
	bin, err := tc.BuildChanged(ctx, p, set.Files(), dir)
	if err != nil {
		return err
	}
	score.Build = time.Since(start)
	r, err := runner.NewRunner(tc, o.Options, p, bin)
	if err != nil {
		return err
	}
	r.PerTest = 1 // several mutants are tried at once
	x := &exam{Options: o, r: r, set: set}
	if err := x.baselines(ctx, p); err != nil {
		return err
	}
	for _, b := range x.tests {
		if b.leftOut != "" {
			sink.LeftOut(p.ImportPath, b.test, b.leftOut)
		}
	}
	x.tests = slices.DeleteFunc(x.tests, func(b *baseline) bool { return b.leftOut != "" })
	if score.Tests = len(x.tests); score.Tests == 0 {
		score.Note = "no test that passes without mutants"
		sink.PackageDone(score)
		return nil
	}
	for out := range x.outcomes(ctx) {
		if ctx.Err() != nil {
			continue // they come from tests that were ended
		}
		score.add(out)
		sink.Outcome(p.ImportPath, out)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	score.Elapsed = time.Since(start)
	sink.PackageDone(score)
	return nil
}

// baselines explores every test without mutants, and says which are of no use.
func (x *exam) baselines(ctx context.Context, p *toolchain.Package) error {
	expects, err := runner.Expectations(p.ImportPath, p.Dir, p.TestFiles())
	if err != nil {
		return err
	}
	names, _, err := x.r.Tests(ctx)
	if err != nil {
		return err
	}
	x.tests = make([]*baseline, len(names))
	var wg sync.WaitGroup
	gate := make(chan struct{}, x.Processes)
	for i, name := range names {
		b := &baseline{test: name}
		x.tests[i] = b
		if _, ok := expects[name]; ok {
			b.leftOut = statesBug
			continue
		}
		gate <- struct{}{}
		wg.Go(func() {
			b.explore(ctx, x.r)
			<-gate
		})
	}
	wg.Wait()
	return ctx.Err()
}

const statesBug = "it states a bug, which is found without mutants"

func (b *baseline) explore(ctx context.Context, r *runner.Runner) {
	var states bool
	var err error
	if b.r, states, err = r.ForTest(ctx, b.test); err != nil {
		b.leftOut = "it cannot be run: " + firstLine(err.Error())
		return
	}
	if states {
		b.leftOut = statesBug
		return
	}
	b.r.KeepGoing, b.r.StopAtLeak = false, true
	b.res = b.r.Explore(ctx, b.test)
	switch b.res.Verdict {
	case "pass":
	case "skip":
		b.leftOut = "it is skipped"
	case "unfinished":
		b.leftOut = "none of its runs ends in time"
	case "unsteady":
		b.leftOut = "it fails without mutants, now and then: " + b.res.Unsteady[0].Kind
	case "fail":
		f := b.res.Failures[0]
		b.leftOut = fmt.Sprintf("it fails without mutants: %s in schedule %d: %s", f.Kind, f.ShownRun(), firstLine(f.Message))
	default:
		b.leftOut = "it cannot be run: " + firstLine(b.res.Err.Error())
	}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}

// outcomes tries all mutants, several at once, and yields what became of them in their
// order.
func (x *exam) outcomes(ctx context.Context) <-chan *Outcome {
	all := make([]chan *Outcome, len(x.set.Mutants))
	for i := range all {
		all[i] = make(chan *Outcome, 1)
	}
	go func() {
		gate := make(chan struct{}, x.Processes)
		for i, m := range x.set.Mutants {
			gate <- struct{}{}
			go func() {
				all[i] <- x.try(ctx, m)
				<-gate
			}()
		}
	}()
	out := make(chan *Outcome)
	go func() {
		defer close(out)
		for _, ch := range all {
			out <- <-ch
		}
	}()
	return out
}

// try explores the tests that come to a mutant's place until one fails.
func (x *exam) try(ctx context.Context, m *Mutant) *Outcome {
	start := time.Now()
	out := &Outcome{Mutant: m, Status: Survived}
	defer func() { out.Elapsed = time.Since(start) }()
	var tests []*baseline
	for _, b := range x.tests {
		if slices.Contains(b.res.Reached, m.ID) {
			tests = append(tests, b)
		}
	}
	// Quick tests first: one that fails spares the others.
	slices.SortStableFunc(tests, func(a, b *baseline) int { return int(a.res.Steps) - int(b.res.Steps) })
	out.Tests = len(tests)
	if len(tests) == 0 {
		out.Status, out.Evidence = Suspect, fmt.Sprintf("no run of the %s comes to this place", plural(len(x.tests), "test"))
		return out
	}
	same, sequential, left := true, true, 0
	for i, b := range tests {
		r := *b.r
		r.Env = append(slices.Clone(r.Env), fmt.Sprintf("CHAOSRUN_MUTANT=%d", m.ID))
		if x.Duration > 0 {
			if r.Duration = x.Duration - time.Since(start); r.Duration <= 0 {
				left = len(tests) - i
				break
			}
		}
		res := r.Explore(ctx, b.test)
		out.Runs += res.Runs
		var early *runner.EarlyEnd
		switch {
		case errors.As(res.Err, &early):
			out.Status, out.Test, out.Kind, out.Message = Killed, b.test, "start", "the test binary ends before the test: "+lastLine(early.Output)
			return out
		case res.Verdict == "error":
			out.Status, out.Test, out.Evidence = Broken, b.test, res.Err.Error()
			return out
		case len(res.Failures) > 0:
			f := res.Failures[0]
			out.Status, out.Test, out.Kind, out.Message, out.Run = Killed, b.test, f.Kind, f.Message, f.ShownRun()
			return out
		}
		same = same && res.Behaviour == b.res.Behaviour
		sequential = sequential && res.Sequential
	}
	switch {
	case left > 0:
		out.Evidence = fmt.Sprintf("the time was over before %s of %d", plural(left, "test"), len(tests))
	case same:
		out.Status, out.Evidence = Suspect, fmt.Sprintf("the same seeds give the same interleavings, in %d schedules of %s", out.Runs, plural(len(tests), "test"))
	case sequential:
		out.Evidence = fmt.Sprintf("%s %s here, and no choice ever had two options", plural(len(tests), "test"), comes(len(tests)))
	default:
		out.Evidence = fmt.Sprintf("%d schedules of %s pass", out.Runs, plural(len(tests), "test"))
	}
	return out
}

func lastLine(s string) string { return s[strings.LastIndexByte(s, '\n')+1:] }

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func comes(n int) string {
	if n == 1 {
		return "comes"
	}
	return "come"
}
