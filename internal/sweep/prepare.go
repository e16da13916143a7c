package sweep

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Prepare builds the packages of a campaign, gives them to the executor, and lists their tests.
// A package that cannot be built has its error in what is returned.
func Prepare(ctx context.Context, tc *toolchain.Toolchain, o runner.Options, spec *Spec, x *Executor) ([]Package, error) {
	pkgs, err := tc.List(ctx, spec.Packages...)
	if err != nil {
		return nil, err
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("no packages match %s", strings.Join(spec.Packages, " "))
	}
	for _, plan := range spec.Faults {
		if err := runner.CheckFaults(plan, tc, pkgs); err != nil {
			return nil, err
		}
	}
	out := make([]Package, len(pkgs))
	runners := make([]*runner.Runner, len(pkgs))
	expects := make([]map[string]runner.Expect, len(pkgs))
	gate := make(chan struct{}, o.Processes)
	var wg sync.WaitGroup
	for i, p := range pkgs {
		wg.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			out[i].Path = p.ImportPath
			var err error
			if runners[i], expects[i], err = prepare(ctx, tc, o, p, &out[i]); err != nil {
				out[i].Error = err.Error()
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for i, r := range runners {
		if r != nil {
			x.Add(r, expects[i])
		}
	}
	return out, nil
}

// prepare builds one package. The runner is nil if it has no tests.
func prepare(ctx context.Context, tc *toolchain.Toolchain, o runner.Options, p *toolchain.Package, out *Package) (*runner.Runner, map[string]runner.Expect, error) {
	if p.Error != nil && !p.HasTests() {
		return nil, nil, errors.New(strings.TrimSpace(p.Error.Err))
	}
	if !p.HasTests() || ctx.Err() != nil {
		return nil, nil, nil
	}
	bin, err := tc.Build(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	r, err := runner.NewRunner(tc, o, p, bin)
	if err != nil {
		return nil, nil, err
	}
	if r.Asks && !strings.Contains(r.Run+r.Skip, "/") {
		r.Stated = runner.StatedProperties(p, nil)
	}
	expects, err := runner.Expectations(p.Dir, p.TestFiles())
	if err != nil {
		return nil, nil, err
	}
	out.Build = r.Build
	out.Tests, out.Other, err = r.Tests(ctx)
	return r, expects, err
}

// Begin begins the campaign's journal in a folder, or with resume goes on with the one that is
// there. What the journal has of packages that have changed since is not taken.
func (c *Campaign) Begin(dir string, pkgs []Package, resume bool) (j *Journal, changed []string, err error) {
	for _, p := range pkgs {
		c.Add(p)
	}
	known := make(map[string]bool) // packages that the journal has as they are now
	if !resume {
		j, err = Create(dir, Header{Spec: c.Spec})
	} else {
		j, err = c.open(dir, pkgs, known)
	}
	if err != nil {
		return nil, nil, err
	}
	for _, p := range pkgs {
		if p.Error != "" {
			continue // what the journal may have of it is of use when it builds again
		}
		if same, ok := known[p.Path]; same {
			continue
		} else if ok {
			changed = append(changed, p.Path)
		}
		if err := j.Append(Entry{Package: &p}); err != nil {
			return nil, nil, errors.Join(err, j.Close())
		}
	}
	return j, changed, nil
}

// open goes on with a journal. known says of each package that the journal has whether it is
// as it is now.
func (c *Campaign) open(dir string, pkgs []Package, known map[string]bool) (*Journal, error) {
	now := make(map[string]Package)
	for _, p := range pkgs {
		now[p.Path] = p
	}
	return Open(dir, func(e Entry) error {
		switch {
		case e.Header != nil:
			if d := e.Header.Spec.Differs(&c.Spec); d != "" {
				return fmt.Errorf("the campaign was begun with other settings (%s): give the same ones", d)
			}
		case e.Package != nil:
			p := now[e.Package.Path]
			known[p.Path] = p.Build == e.Package.Build && p.Error == ""
			c.Reset(p.Path)
			c.Add(p)
		case e.Finding != nil && known[e.Finding.Package]:
			c.Found(*e.Finding)
		case e.Share != nil && e.Outcome != nil:
			c.Tick(seconds(e.Used))
			if known[e.Share.Package] {
				c.Done(*e.Share, e.Outcome, seconds(e.Used))
			}
		}
		return nil
	})
}

// Writable reports an error if nothing can be written to a folder, which is made if need be.
func Writable(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot use the artifacts folder: %w", err)
	}
	f, err := os.CreateTemp(dir, ".write-test-")
	if err != nil {
		return fmt.Errorf("cannot write to the artifacts folder: %w", err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
