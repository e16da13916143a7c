package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// steadiness is what -determinism of doctor asks for.
type steadiness struct {
	o         runner.Options
	c         toolchain.Config
	schedules uint64
	times     int
	w         io.Writer
}

// check repeats schedules of the tests of the packages, and reports those that differ.
func (d *steadiness) check(ctx context.Context, patterns []string) error {
	if err := checkTestFlags(&d.o, &d.c); err != nil {
		return err
	}
	if d.schedules < 1 || d.times < 2 {
		return fmt.Errorf("-schedules is %d and -times is %d: want at least 1 and 2", d.schedules, d.times)
	}
	tc, err := toolchain.Find(ctx, d.c)
	if err != nil {
		return err
	}
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	pkgs, err := tc.List(ctx, patterns...)
	if err != nil {
		return err
	}
	d.o.Tied = true // no worker outlives us
	d.o.Workers = make(chan struct{}, d.o.Processes)
	different, broken := 0, 0
	for _, p := range pkgs {
		steady, err := d.checkPackage(ctx, tc, p)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			fmt.Fprintf(d.w, "%s: %s\n", p.Label(), strings.TrimSpace(err.Error()))
			broken++
		}
		different += steady
	}
	switch {
	case broken > 0:
		return exitStatus(exitError)
	case different > 0:
		return exitStatus(exitFound)
	}
	return nil
}

// checkPackage returns how many tests are not the same every time.
func (d *steadiness) checkPackage(ctx context.Context, tc *toolchain.Toolchain, p *toolchain.Package) (different int, err error) {
	if err := p.LoadError(); err != nil || !p.HasTests() {
		return 0, err
	}
	r, err := runner.Build(ctx, tc, d.o, p)
	if err != nil {
		return 0, err
	}
	tests := 0
	err = r.SteadyPackage(ctx, d.schedules, d.times, func(s *runner.Steady) {
		switch tests++; {
		case s.Err != nil:
			different++
			fmt.Fprintf(d.w, "no  %s.%s could not be run: %v\n", p.Label(), s.Test, s.Err)
		case s.Run > 0:
			different++
			d.tell(p.Label(), s)
		}
	})
	if err == nil && different == 0 {
		fmt.Fprintf(d.w, "ok  %s: %s of each of %s, the same each of %d times\n", p.Label(), runner.Plural(d.schedules, "schedule"), runner.Plural(uint64(tests), "test"), d.times)
	}
	return different, err
}

// tell says how a test differs.
func (d *steadiness) tell(pkg string, s *runner.Steady) {
	fmt.Fprintf(d.w, "no  %s.%s: schedule %d differs from the first time in %d of %d repetitions\n", pkg, s.Test, s.Run, s.Different, s.Times-1)
	once, another, likely := s.Cause()
	if once != "" {
		fmt.Fprintf(d.w, "    the first difference is event %d\n", s.At+1)
		fmt.Fprint(d.w, report.Wrapped(once, "    once:    ", "             "), report.Wrapped(another, "    another: ", "             "))
	}
	fmt.Fprint(d.w, report.Wrapped(likely, "    likely:  ", "             "))
}
