package runner

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
	"github.com/chaosrun/chaosrun/internal/view"
	"github.com/chaosrun/chaosrun/internal/wholefile"
)

// Options say how the packages of a command line are explored. They are the flags of
// chaosrun test.
type Options struct {
	Runner           // the settings that every package shares; the rest is filled in
	Processes   int  // worker processes at once
	FailFast    bool // explore nothing after the first test that fails
	AndTogether bool // explore the tests of a package that call t.Parallel in one run, too
}

// Sink takes the results as they come. Its methods are called from one goroutine.
type Sink interface {
	// Result takes what became of one test.
	Result(pkg string, res *Result)
	// PackageError takes why a package could not be explored.
	PackageError(pkg string, err error)
	// PackageDone says that all tests of a package are through.
	PackageDone(pkg string, tests, others int, elapsed time.Duration)
}

// A Chooser is a Sink that is told of packages whose tests Run and Skip leave out, all of them, in
// place of PackageDone.
type Chooser interface {
	NoneChosen(pkg string, elapsed time.Duration)
}

// A Starter is a Sink that is told what begins: a package with tests before its test binary runs, and
// each test. A test that has begun has no Result if the exploration of its package is cut short.
type Starter interface {
	PackageStarted(pkg string)
	TestStarted(pkg, test string)
}

// Packages explores every test of the packages that the patterns name.
func Packages(ctx context.Context, tc *toolchain.Toolchain, o Options, patterns []string, sink Sink) error {
	pkgs, err := tc.List(ctx, patterns...)
	if err != nil {
		return err
	}
	if len(pkgs) == 0 {
		return fmt.Errorf("no packages match %s", strings.Join(patterns, " "))
	}
	if err := CheckFaults(o.Faults, tc, pkgs); err != nil {
		return err
	}
	if err := Writable(o.Artifacts); err != nil {
		return err
	}
	o.Tied = true // no thread of a command ends before it does
	o.Workers = make(chan struct{}, o.Processes)
	building, stop := context.WithCancel(ctx)
	defer stop()
	explored := 0
	for b := range buildAhead(building, tc, pkgs) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		explored++
		p := b.pkg
		if b.err != nil {
			sink.PackageError(p.Label(), b.err)
			continue
		}
		start := time.Now()
		if b.bin == "" {
			sink.PackageDone(p.Label(), 0, 0, 0)
			continue
		}
		if s, ok := sink.(Starter); ok {
			s.PackageStarted(p.ImportPath)
		}
		of, err := explorePackage(ctx, tc, o, b, sink)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			sink.PackageError(p.Label(), err)
			continue
		}
		if c, ok := sink.(Chooser); ok && of.tests == 0 && o.Run+o.Skip != "" {
			c.NoneChosen(p.Label(), time.Since(start))
			continue
		}
		sink.PackageDone(p.Label(), of.tests, of.others, time.Since(start))
		if of.failed && o.FailFast {
			o.leftOut(tc, of.left, len(pkgs)-explored)
			break
		}
	}
	return ctx.Err()
}

// Writable reports an error if nothing can be written to an artifacts folder, which is made if need be.
func Writable(dir string) error {
	if err := MakeArtifacts(dir); err != nil {
		return fmt.Errorf("cannot use the artifacts folder: %w", err)
	}
	f, err := os.CreateTemp(dir, ".write-test-")
	if err != nil {
		return fmt.Errorf("cannot write to the artifacts folder, and -artifacts may name another: %w", err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// built is a package with its test binary; bin is "" if it has no tests.
type built struct {
	pkg *toolchain.Package
	bin string
	err error
}

// buildAhead builds the packages in order, the next one while the last is explored.
func buildAhead(ctx context.Context, tc *toolchain.Toolchain, pkgs []*toolchain.Package) <-chan built {
	ch := make(chan built, 1)
	go func() {
		defer close(ch)
		for _, p := range pkgs {
			b := built{pkg: p, err: p.LoadError()}
			if p.HasTests() {
				b.bin, b.err = tc.Build(ctx, p)
			}
			select {
			case ch <- b:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

// Build builds a package's tests, and returns a runner for them that knows what they state.
func Build(ctx context.Context, tc *toolchain.Toolchain, o Options, p *toolchain.Package) (*Runner, error) {
	bin, err := tc.Build(ctx, p)
	if err != nil {
		return nil, err
	}
	r, err := NewRunner(tc, o, p, bin)
	if err != nil {
		return nil, err
	}
	r.states(p)
	return r, nil
}

// NewRunner fills in the settings of o for one package.
func NewRunner(tc *toolchain.Toolchain, o Options, p *toolchain.Package, bin string) (*Runner, error) {
	r := o.Runner
	r.Bin, r.Dir, r.PackageDir, r.Package = bin, p.Dir, p.Dir, p.Label()
	r.GOROOT, r.Go, r.Proves = tc.Env.GOROOT, tc.Env.GOVERSION, tc.Proves()
	r.Race, r.Accesses, r.Tags, r.Net = tc.Race, tc.Accesses, tc.Tags, tc.Net
	r.Asks = r.Calls == "" && tc.TestImports(p, schedPath)
	r.Points = tc.Failpoints(p)
	var err error
	if r.Faults, err = resolve(r.Faults, r.Points, false); err != nil {
		return nil, err
	}
	if r.Clocks, err = statedClocks(p.ImportPath, p.Dir, p.TestFiles()); err != nil {
		return nil, err
	}
	r.Root = tc.Root()
	if p.Module != nil && p.Module.Main {
		r.ModulePath, r.ModuleDir = p.Module.Path, toolchain.FromRoot(r.Root, p.Module.Dir)
	}
	r.Flags = tc.Recorded(r.Root)
	for _, name := range p.Files {
		if name, err = filepath.Abs(filepath.Join(p.Dir, filepath.Base(name))); err != nil {
			return nil, err
		}
		r.Files = append(r.Files, toolchain.FromRoot(r.Root, name))
	}
	r.RealNet = onRealNet(tc, p)
	if p.Program() != "" {
		if err := r.asProgram(p.Program()); err != nil {
			return nil, err
		}
	}
	r.Build, err = buildOf(bin)
	return &r, err
}

// buildOf identifies a test binary in recordings.
func buildOf(bin string) (string, error) {
	hash, err := HashFile(os.Open(bin))
	if err != nil {
		return "", err
	}
	return hash[:16], nil
}

// HashFile is the SHA-256 of a file's content in hexadecimal. It takes what opening the file has
// returned, and closes it.
func HashFile(f *os.File, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Others names what a package has beside its tests in a [Result], which is one of no test.
const Others = "examples and fuzz seeds"

// plain runs the examples and the seeds of the fuzz targets, not under control. It returns nil if they pass. Whoever
// relies on being fast enough may fail because the machine is busy, so they are run again if they fail.
func (r *Runner) plain(ctx context.Context) *Result {
	start := time.Now()
	err := r.plainly(ctx)
	if err == nil || ctx.Err() != nil {
		return nil
	}
	res := &Result{Test: Others, Verdict: "error", Runs: 1, Err: err}
	again := r.plainly(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if again == nil {
		res = &Result{Test: Others, Verdict: "pass", Runs: 2}
		res.remark("they failed at first, and passed when they were run again: without control that may depend on how busy the machine is")
	}
	res.Elapsed = time.Since(start)
	return res
}

// plainly is plain, once.
func (r *Runner) plainly(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*r.Patience)
	defer cancel()
	args := []string{"-test.paniconexit0", "-test.run=^(Example|Fuzz)", "-test.skip=" + r.Skip}
	if r.CoverDir != "" {
		args = append(args, "-test.gocoverdir="+r.CoverDir)
	}
	out, err := r.uncontrolled(ctx, append(args, r.Args...)...)
	if err == nil {
		return nil
	}
	how := "they fail"
	if ctx.Err() == context.DeadlineExceeded {
		how = fmt.Sprintf("they had not ended after %v", 10*r.Patience)
	}
	return fmt.Errorf("run without control, %s:\n%s", how, cmp.Or(string(bytes.TrimSpace(out)), err.Error()))
}

// uncontrolled runs the test binary as go test does, but that what it writes is gone
// afterwards, and returns what it prints.
func (r *Runner) uncontrolled(ctx context.Context, args ...string) ([]byte, error) {
	defer r.view().Alone()()
	tmp, err := view.TempFolder("chaosrun-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	cmd := exec.CommandContext(ctx, r.Bin, args...)
	cmd.Dir, cmd.Env = r.Dir, append(r.env(), "TMPDIR="+tmp)
	cmd.WaitDelay = time.Second // a process that it started may hold its output open
	leave, err := r.view().Enter(cmd, tmp)
	if err != nil {
		return nil, err
	}
	defer leave()
	return cmd.CombinedOutput()
}

func (r *Runner) exploreTest(ctx context.Context, test string, expects map[string]Expect) *Result {
	var expect *Expect
	if e, ok := expects[test]; ok {
		expect = &e
	}
	return r.ExploreTest(ctx, test, expect)
}

// ExploreTest explores a test as its own options say, makes its failures simple, and saves
// them. expect, which may be nil, is the failure that must be found.
func (r *Runner) ExploreTest(ctx context.Context, test string, expect *Expect) *Result {
	rr, err := r.asked(ctx, test)
	if err != nil {
		return &Result{Test: test, Verdict: "error", Err: err}
	}
	if expect == nil {
		expect = rr.expect
	}
	if expect != nil {
		rr.KeepGoing, rr.StopAtLeak = false, true
	}
	explore := (*Runner).Explore
	if rr.Search != nil {
		explore = rr.Search
	}
	res := explore(rr, ctx, test)
	res.parallel = res.parallel && !rr.told
	if rr.Search != nil {
		res.Budget = rr.spent(res)
	}
	if expect != nil {
		if expect.Kind == "race" && !r.Race && !r.Accesses {
			res.note("its race is looked for with -race or -accesses only")
		} else {
			expect.apply(res)
		}
	}
	for _, f := range slices.Concat(res.Failures, res.Timings) {
		if rr.Shrink > 0 && ctx.Err() == nil {
			if err := rr.simplify(ctx, f); err != nil {
				res.note("its schedule was not simplified: %v", err)
			}
		}
		if f.Recording, err = Save(rr.Artifacts, f.Trace); err != nil {
			res.Verdict, res.Err = "error", err
		}
	}
	rr.settle(res)
	return res
}

// simplify puts a simpler run that fails in the same way in place of a failure's.
func (r *Runner) simplify(ctx context.Context, f *Failure) error {
	t, err := r.Simplify(ctx, f.Trace, r.Shrink, false, nil)
	if err != nil {
		return err
	}
	f.Trace, f.Message, f.Steps = t, t.Message, t.Steps
	return nil
}

// Save writes a recording below the artifacts folder, under a name made of what it
// shows, and returns its path.
func Save(artifacts string, t *trace.Trace) (string, error) {
	dir := filepath.Join(artifacts, SafeName(t.Package))
	err := MakeArtifacts(artifacts)
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return "", fmt.Errorf("cannot save the recording: %w", err)
	}
	h := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %s%s%s%s", t.Build, t.Seed, t.Run, t.Strategy, t.Calls, t.Faults, t.Clock))
	if len(t.Args) > 0 || t.Parallel > 0 {
		h = sha256.Sum256(fmt.Appendf(h[:], "%d %q", t.Parallel, t.Args))
	}
	if t.Strategy == FuzzStrategy { // its runs are told apart by more than their numbers
		h = sha256.Sum256(append(h[:], t.Fingerprint()...))
	}
	name := filepath.Join(dir, fmt.Sprintf("%s-%s-%s.chaos", SafeName(t.Test), t.Kind, hex.EncodeToString(h[:4])))
	if err := wholefile.WriteDurably(name, t.Write); err != nil {
		return "", fmt.Errorf("cannot save the recording: %w", err)
	}
	for _, a := range t.Attached {
		if err := os.WriteFile(strings.TrimSuffix(name, "chaos")+SafeName(a.Name), a.Data, 0o644); err != nil {
			return "", fmt.Errorf("cannot save what belongs to the recording: %w", err)
		}
	}
	return name, nil
}

// SafeName makes a name that is one folder or file whatever it was made from.
func SafeName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '_'
	}, s)
	return strings.TrimLeft(s, ".")
}
