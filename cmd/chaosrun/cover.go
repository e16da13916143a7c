package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// coverFlags are the flags of go test that count what runs cover.
type coverFlags struct {
	on                   bool
	mode, pkgs, filename string
}

func (cf *coverFlags) define(f *pflag.FlagSet) {
	f.BoolVar(&cf.on, "cover", false, "count which statements all runs of all schedules cover, together")
	f.StringVar(&cf.mode, "covermode", "", "what is counted: set (whether), count (how often) or atomic; it turns -cover on")
	f.StringVar(&cf.pkgs, "coverpkg", "", "count in the packages that match the `patterns`, separated by commas; it turns -cover on")
	f.StringVar(&cf.filename, "coverprofile", "", "write a profile for go tool cover to this `file`; it turns -cover on")
}

// begin lets the test binaries count, if that is asked for. done removes what they have written.
func (cf *coverFlags) begin(c *toolchain.Config, o *runner.Options) (done func(), err error) {
	done = func() {}
	cf.on = cf.on || cf.mode != "" || cf.pkgs != "" || cf.filename != ""
	switch {
	case !cf.on:
		return done, nil
	case cf.mode == "" && c.Race:
		cf.mode = "atomic"
	case cf.mode == "":
		cf.mode = "set"
	case !oneOf(cf.mode, "set", "count", "atomic"):
		return done, fmt.Errorf("-covermode is %q: want set, count or atomic", cf.mode)
	case c.Race && cf.mode != "atomic":
		return done, fmt.Errorf("-covermode is %q: with -race it must be atomic", cf.mode)
	}
	if cf.filename != "" { // it is said now, and not after all runs
		f, err := os.Create(cf.filename)
		if err != nil {
			return done, fmt.Errorf("-coverprofile: %w", err)
		}
		if err := f.Close(); err != nil {
			return done, fmt.Errorf("-coverprofile: %w", err)
		}
	}
	c.Cover, c.CoverPkg = cf.mode, cf.pkgs
	if o.CoverDir, err = os.MkdirTemp("", "chaosrun-cover-"); err != nil {
		return done, fmt.Errorf("cannot make a folder for what is covered: %w", err)
	}
	return func() { os.RemoveAll(o.CoverDir) }, nil
}

// end says what was covered.
func (cf *coverFlags) end(ctx context.Context, tc *toolchain.Toolchain, dir string, as form) error {
	if !cf.on || ctx.Err() != nil {
		return nil
	}
	text, err := tc.Covered(ctx, dir, cf.filename)
	if err != nil {
		return err
	}
	w := os.Stdout
	if as != asText {
		w = os.Stderr
	}
	_, err = fmt.Fprint(w, text)
	return err
}
