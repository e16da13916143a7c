package hunt

import (
	"context"
	"fmt"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Prepare builds the package that has the test, and returns a runner for it and the test's
// name. The pattern of o.Run must mean one test of the packages.
func Prepare(ctx context.Context, tc *toolchain.Toolchain, o runner.Options, patterns []string) (*runner.Runner, string, error) {
	pkgs, err := tc.List(ctx, patterns...)
	if err != nil {
		return nil, "", err
	}
	if err := runner.CheckFaults(o.Faults, tc, pkgs); err != nil {
		return nil, "", err
	}
	if err := runner.MakeArtifacts(o.Artifacts); err != nil {
		return nil, "", fmt.Errorf("cannot use the artifacts folder: %w", err)
	}
	o.Workers = make(chan struct{}, o.Processes)
	var found []candidate
	for _, p := range pkgs {
		if err := p.LoadError(); err != nil {
			return nil, "", err
		}
		if !p.HasTests() {
			continue
		}
		r, tests, err := buildPackage(ctx, tc, o, p)
		if err != nil {
			return nil, "", err
		}
		for _, t := range tests {
			found = append(found, candidate{r, t})
		}
	}
	c, err := choose(found, o.Run)
	if err != nil {
		return nil, "", err
	}
	return c.r, c.test, nil
}

// buildPackage builds a package, and returns a runner for it and the tests that o.Run selects.
func buildPackage(ctx context.Context, tc *toolchain.Toolchain, o runner.Options, p *toolchain.Package) (*runner.Runner, []string, error) {
	r, err := runner.Build(ctx, tc, o, p)
	if err != nil {
		return nil, nil, err
	}
	r.PerTest = o.Processes
	tests, _, err := r.Tests(ctx)
	return r, tests, err
}

// candidate is a test that the pattern may mean.
type candidate struct {
	r    *runner.Runner
	test string
}

// choose takes the only candidate, or the only one that has the very name.
func choose(found []candidate, pattern string) (candidate, error) {
	var exact []candidate
	for _, c := range found {
		if c.test == top(pattern) {
			exact = append(exact, c)
		}
	}
	if len(exact) == 1 {
		return exact[0], nil
	}
	switch len(found) {
	case 0:
		return candidate{}, fmt.Errorf("no test matches -run %s", pattern)
	case 1:
		return found[0], nil
	}
	var names []string
	for i, c := range found {
		if i == 5 {
			names = append(names, fmt.Sprintf("%d more", len(found)-i))
			break
		}
		names = append(names, c.r.Package+"."+c.test)
	}
	return candidate{}, fmt.Errorf("hunt is for one test, and -run %s matches %s", pattern, strings.Join(names, ", "))
}
