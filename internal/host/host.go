//go:build !chaosrun && linux

package host

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Built is the package under test with its controlled test binary.
type Built struct {
	Pkg     *toolchain.Package
	Options runner.Options // the defaults, and what go test was told
	Expects map[string]*runner.Expect

	tc  *toolchain.Toolchain
	bin string
}

// Runner is what makes runs of its tests with the options.
func (b *Built) Runner(o runner.Options) (*runner.Runner, error) {
	return runner.NewRunner(b.tc, o, b.Pkg, b.bin)
}

// startDir is the package's folder: go test starts its tests there.
var startDir, _ = os.Getwd()

// Package builds the package under test as this process was built, but under control: once.
var Package = sync.OnceValues(func() (*Built, error) {
	ctx := context.Background()
	set := buildSettings()
	tc, err := toolchain.Find(ctx, toolchain.Config{Dir: startDir, Race: raceEnabled, Tags: set["-tags"], Cover: testing.CoverMode(), Net: "virtual", Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	pkgs, err := tc.List(ctx, ".")
	if err != nil {
		return nil, fmt.Errorf("the source of the package under test is not in %s, where its schedules are explored: %w", startDir, err)
	}
	if len(pkgs) != 1 || pkgs[0].Error != nil || !pkgs[0].HasTests() || set["path"] != "" && set["path"] != pkgs[0].ImportPath+".test" {
		return nil, fmt.Errorf("the source of the package under test is not in %s, where its schedules are explored", startDir)
	}
	b := &Built{tc: tc, Pkg: pkgs[0], Expects: make(map[string]*runner.Expect)}
	if b.bin, err = tc.Build(ctx, b.Pkg); err != nil {
		return nil, err
	}
	expects, err := runner.Expectations(b.Pkg.ImportPath, b.Pkg.Dir, b.Pkg.TestFiles())
	if err != nil {
		return nil, err
	}
	for name, e := range expects {
		b.Expects[name] = &e
	}
	n := runtime.NumCPU()
	b.Options = runner.Options{Processes: n, Runner: runner.Runner{
		Skip: Flag("test.skip"), Short: testing.Short(), Verbose: testing.Verbose(), CoverDir: Flag("test.gocoverdir"), Args: userArgs(os.Args[1:]),
		Schedules: 1000, Duration: 10 * time.Second, Seed: 1, Strategy: "auto", Leaks: "proved",
		Patience: 30 * time.Second, Shrink: 5 * time.Second, HoldUp: time.Millisecond,
		Artifacts: ".chaosrun", Workers: make(chan struct{}, n), PerTest: n,
	}}
	if b.bin == "" {
		err = errors.New("the package under test has no tests under control: do its files exclude the build tag chaosrun?")
	}
	return b, err
})

// buildSettings are the flags that this binary was built with, and "path", the import path
// of its main package.
func buildSettings() map[string]string {
	m := make(map[string]string)
	if info, ok := debug.ReadBuildInfo(); ok {
		m["path"] = info.Path
		for _, s := range info.Settings {
			m[s.Key] = s.Value
		}
	}
	return m
}

// Flag is the value of a flag of go test.
func Flag(name string) string {
	if f := flag.Lookup(name); f != nil {
		return f.Value.String()
	}
	return ""
}

// userArgs are the arguments that are not go test's own.
func userArgs(args []string) []string {
	var out []string
	for _, a := range args {
		if !strings.HasPrefix(a, "-test.") && !strings.HasPrefix(a, "--test.") {
			out = append(out, a)
		}
	}
	return out
}
