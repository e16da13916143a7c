package sweep

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Prepare builds the packages of a campaign, gives them to the executor, and lists their tests.
// A package that cannot be built has its error in what is returned. built is told how many are
// through, from several goroutines.
func Prepare(ctx context.Context, tc *toolchain.Toolchain, o runner.Options, spec *Spec, x *Executor, built func(n, of int)) ([]Package, error) {
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
	var n atomic.Int64
	for i, p := range pkgs {
		wg.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			out[i].Path = p.ImportPath
			var err error
			if runners[i], expects[i], err = prepare(ctx, tc, o, p, &out[i]); err != nil {
				out[i].Error = err.Error()
			}
			built(int(n.Add(1)), len(pkgs))
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
	if err := p.LoadError(); err != nil {
		return nil, nil, err
	}
	if !p.HasTests() || ctx.Err() != nil {
		return nil, nil, nil
	}
	r, err := runner.Build(ctx, tc, o, p)
	if err != nil {
		return nil, nil, err
	}
	expects, err := runner.Expectations(p.ImportPath, p.Dir, p.TestFiles())
	if err != nil {
		return nil, nil, err
	}
	out.Build = r.Build
	out.Tests, out.Other, err = r.Tests(ctx)
	return r, expects, err
}

// Start says how a campaign begins.
type Start struct {
	Folder *Folder // of its journal
	Resume bool    // go on with the journal that is there
	Shard  Shard   // zero: the whole campaign
	Past   Durations
}

// Begin gives the campaign the tests of packages, and begins its journal, or goes on with it.
// What the journal has of packages that have changed since is not taken.
func (c *Campaign) Begin(s Start, pkgs []Package) (j *Journal, changed []string, err error) {
	known := make(map[string]bool) // packages that the journal has as they are now
	if s.Resume {
		j, err = c.open(s, pkgs, known)
	} else {
		h := Header{Spec: c.Spec, Shard: s.Shard}
		if s.Shard.Of > 0 {
			h.Past = s.Past
			h.Plan = c.take(s.Shard, pkgs, s.Past)
		}
		for _, p := range pkgs {
			c.Add(p)
		}
		j, err = s.Folder.Create(h)
	}
	if err != nil {
		return nil, nil, err
	}
	for _, p := range pkgs {
		if same, ok := known[p.Path]; same {
			continue
		} else if ok && p.Error == "" {
			changed = append(changed, p.Path)
		}
		if err := j.Append(Entry{Package: &p}); err != nil {
			return nil, nil, errors.Join(err, j.Close())
		}
	}
	return j, changed, nil
}

// take takes a shard of the campaign, and returns the ID of the plan of all.
func (c *Campaign) take(s Shard, pkgs []Package, past Durations) string {
	p := c.Plan(pkgs, past, s.Of)
	if c.mine = p.shards[s.Number-1]; c.mine == nil {
		c.mine = make(map[place][]span)
	}
	return p.ID
}

// open goes on with a journal. known says of each package that the journal has whether it is
// as it is now.
func (c *Campaign) open(s Start, pkgs []Package, known map[string]bool) (*Journal, error) {
	now := make(map[string]Package)
	for _, p := range pkgs {
		now[p.Path] = p
	}
	return s.Folder.Open(func(e Entry) error {
		switch {
		case e.Header != nil:
			if d := e.Header.Spec.Differs(&c.Spec); d != "" {
				return fmt.Errorf("the campaign was begun with other settings (%s): give the same ones", d)
			}
			if e.Header.Shard != s.Shard {
				return fmt.Errorf("it is the journal of shard %s, and this is %s", e.Header.Shard, s.Shard)
			}
			if s.Shard.Of > 0 && c.take(s.Shard, pkgs, e.Header.Past) != e.Header.Plan {
				return errors.New("the tests have changed since the campaign was cut into shards, or -schedules has")
			}
			for _, p := range pkgs {
				c.Add(p)
			}
		case e.Package != nil && e.Package.Error == "":
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
