package hunt

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Setup is a test as it is built and run for some ways only. It is built when the first of them is
// due.
type Setup struct {
	Name    string
	prepare func(ctx context.Context) (*runner.Runner, string, error)

	built  bool
	runner *runner.Runner
	test   string
	err    error
}

// build builds it once, and moves the end of the hunt by the time that it takes.
func (s *Setup) build(ctx context.Context, end *time.Time) error {
	if !s.built {
		start := time.Now()
		s.runner, s.test, s.err = s.prepare(ctx)
		s.built = true
		*end = end.Add(time.Since(start))
	}
	return s.err
}

// Workshop builds the tests that a log names.
type Workshop struct {
	Config   toolchain.Config
	Options  runner.Options
	Patterns []string // packages that the user has named; none: those of the log

	chains map[string]*toolchain.Toolchain
}

// flavour says how a test binary is built.
type flavour struct {
	race, accesses bool
}

// toolchain is the toolchain for a flavour. In a log's hunt there are several: the flavours differ
// in what is edited of the standard library.
func (w *Workshop) toolchain(ctx context.Context, f flavour) (*toolchain.Toolchain, error) {
	key := fmt.Sprint(f)
	if tc := w.chains[key]; tc != nil {
		return tc, nil
	}
	c := w.Config
	c.Race, c.Accesses = f.race, f.accesses
	tc, err := toolchain.Find(ctx, c)
	if err != nil {
		return nil, err
	}
	if w.chains == nil {
		w.chains = make(map[string]*toolchain.Toolchain)
	}
	w.chains[key] = tc
	return tc, nil
}

// Folder is the folder of the module.
func (w *Workshop) Folder() (string, error) { return w.Config.Root() }

// flavour is how the test of a goal is built first: with what finds races, if the log is of one. If
// the user has not said with what, that is the race detector where there is a C compiler.
func (w *Workshop) flavour(ctx context.Context, g *cilog.Goal) (flavour, error) {
	f := flavour{race: w.Config.Race, accesses: w.Config.Accesses}
	concurrentMaps := g.Kind == cilog.Fatal && strings.HasPrefix(g.Message, "concurrent map")
	if f.race || f.accesses || g.Kind != cilog.Race && !concurrentMaps {
		return f, nil
	}
	tc, err := w.toolchain(ctx, f)
	if err != nil {
		return f, err
	}
	f.race = tc.Env.CGO_ENABLED == "1" && !concurrentMaps // only -accesses stops between the accesses to a map
	f.accesses = !f.race
	if w.Config.Log != nil {
		flag, why := "-race", "a data race"
		if f.accesses {
			flag = "-accesses"
		}
		if concurrentMaps {
			why = "accesses to a map at the same time"
		}
		fmt.Fprintf(w.Config.Log, "chaosrun: the log tells of %s: built with %s\n", why, flag)
	}
	return f, nil
}

// find finds the package of a goal's test.
func (w *Workshop) find(ctx context.Context, f flavour, g *cilog.Goal) (*toolchain.Toolchain, *toolchain.Package, error) {
	tc, err := w.toolchain(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	patterns := w.Patterns
	if len(patterns) == 0 {
		patterns = []string{"./..."}
		if strings.Contains(g.Package, "/") {
			patterns = []string{g.Package}
		}
	}
	pkgs, err := tc.List(ctx, patterns...)
	if err != nil {
		return nil, nil, err
	}
	named := slices.DeleteFunc(pkgs, func(p *toolchain.Package) bool { return !w.named(g.Package, p) })
	var found []*toolchain.Package
	for _, p := range named {
		if err := p.LoadError(); err != nil {
			return nil, nil, err
		}
		file, err := declares(p, top(g.Test))
		if err != nil {
			return nil, nil, err
		}
		if file != "" {
			found = append(found, p)
		}
	}
	switch {
	case len(named) == 0:
		return nil, nil, fmt.Errorf("the package %s of the log is not among %s", g.Package, strings.Join(patterns, " "))
	case len(found) == 0 && g.Package != "":
		return nil, nil, fmt.Errorf("the package %s has no %s any more", g.Package, top(g.Test))
	case len(found) == 0:
		return nil, nil, fmt.Errorf("no package of %s has %s", strings.Join(patterns, " "), top(g.Test))
	case len(found) > 1:
		return nil, nil, fmt.Errorf("the log does not say of which package %s is, and %s and %s have one: name the package", top(g.Test), found[0].ImportPath, found[1].ImportPath)
	}
	return tc, found[0], nil
}

// named reports whether a package may be the one that the log means.
func (w *Workshop) named(name string, p *toolchain.Package) bool {
	if name == "." { // gotestsum's name for the module's root
		root, err := w.Folder()
		return err == nil && p.Dir == root
	}
	return name == "" || cilog.Names(name, p.ImportPath)
}

// top is the test function of a test or a subtest.
func top(test string) string {
	name, _, _ := strings.Cut(test, "/")
	return name
}

// declares returns the test file of a package that has the test function, or "".
func declares(p *toolchain.Package, test string) (string, error) {
	re, err := regexp.Compile(`(?m)^func ` + regexp.QuoteMeta(test) + `\(`)
	if err != nil {
		return "", err
	}
	for _, name := range p.TestFiles() {
		text, err := os.ReadFile(filepath.Join(p.Dir, name))
		if err != nil {
			return "", err
		}
		if re.Match(text) {
			return name, nil
		}
	}
	return "", nil
}

// pattern is the -run pattern that means one test, with its subtests.
func pattern(test string) string {
	parts := strings.Split(test, "/")
	for i, p := range parts {
		parts[i] = "^" + regexp.QuoteMeta(p) + "$"
	}
	return strings.Join(parts, "/")
}

// options are those of a runner for one test or a part of it. go test does not fail of goroutines that
// are left, so they are failures only if the log, or the user, speaks of some.
func (w *Workshop) options(g *cilog.Goal, test string) runner.Options {
	o := w.Options
	o.Run = pattern(test)
	if g.Kind != cilog.Leak && !o.Explicit["leaks"] {
		o.Leaks = "report"
	}
	o.Workers = make(chan struct{}, o.Processes)
	return o
}

// test builds the package of a goal, and returns a runner for the test or the part of it that run
// names.
func (w *Workshop) test(ctx context.Context, f flavour, g *cilog.Goal, run string) (*runner.Runner, string, error) {
	tc, p, err := w.find(ctx, f, g)
	if err != nil {
		return nil, "", err
	}
	if err := runner.MakeArtifacts(w.Options.Artifacts); err != nil {
		return nil, "", fmt.Errorf("cannot use the artifacts folder: %w", err)
	}
	r, tests, err := buildPackage(ctx, tc, w.options(g, run), p)
	if err != nil {
		return nil, "", err
	}
	if !slices.Contains(tests, top(run)) {
		return nil, "", fmt.Errorf("%s has no test %s", p.ImportPath, top(run))
	}
	return r, top(run), nil
}
