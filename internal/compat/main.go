package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/measured"
	"github.com/chaosrun/chaosrun/internal/modcopy"
)

func main() {
	only := flag.String("module", "", "measure only modules whose path begins with this")
	fast := flag.Bool("fast", false, "measure only ten modules that are quick")
	checks := flag.Bool("check", false, "write nothing, and fail if a module shows what is not in the results or not judged")
	found := flag.Bool("found", false, "check that the tests of docs/found.md fail, each in some schedule")
	page := flag.Bool("page", false, "measure nothing, and write the page again")
	schedules := flag.Uint64("schedules", usual.Schedules, "of each test")
	duration := flag.Duration("duration", usual.Duration, "of each test")
	results := flag.String("results", "internal/compat/results.json", "file with what was measured")
	to := flag.String("to", "docs/compat.md", "the page")
	logs := flag.String("logs", "", "folder for what chaosrun says of each module")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	wanted := func(m Module) bool { return strings.HasPrefix(m.Path, *only) && (m.Fast || !*fast) }
	all, err := measured.Read[Results](*results)
	switch {
	case err != nil:
	case *found:
		err = checkFound(ctx, "docs/found.md", *only)
	case *checks:
		err = checkAll(ctx, all, Budget{*schedules, *duration}, *logs, wanted)
	case !*page:
		err = measureAll(ctx, all, Budget{*schedules, *duration}, *logs, wanted, func() error { return measured.Write(*results, all) })
	}
	if err == nil && !*checks && !*found {
		var text string
		if text, err = render(all); err == nil {
			err = os.WriteFile(*to, []byte(text), 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compat:", err)
		os.Exit(2)
	}
}

// Results are by module.
type Results map[string]*Result

// measureAll measures the modules that are wanted, and saves after each.
func measureAll(ctx context.Context, all Results, b Budget, logs string, wanted func(Module) bool, save func() error) error {
	return each(ctx, logs, wanted, func(m Module, chaosrun, dir, cache string, log io.Writer) (*Result, error) {
		res := &Result{Path: m.Path, Version: m.Version, Budget: b}
		if err := res.native(ctx, m, dir); err != nil {
			return nil, err
		}
		if err := res.measure(ctx, chaosrun, m, dir, cache, log); err != nil {
			return nil, err
		}
		all[m.Path] = res
		return res, save()
	})
}

// each calls what measures a module, in a folder that has a copy of it, for all that are wanted. One that
// cannot be measured does not stop the others.
func each(ctx context.Context, logs string, wanted func(Module) bool, measure func(m Module, chaosrun, dir, cache string, log io.Writer) (*Result, error)) error {
	cache, chaosrun, err := measured.Command(ctx, "chaosrun-compat")
	if err != nil {
		return err
	}
	var failed []error
	for _, m := range modules {
		if !wanted(m) || m.Needs != "" || ctx.Err() != nil {
			continue
		}
		log, err := logFile(logs, m)
		if err != nil {
			return err
		}
		start := time.Now()
		var res *Result
		dir, err := m.get(ctx, cache)
		if err == nil {
			res, err = measure(m, chaosrun, dir, cache, log)
		}
		log.Close()
		if err != nil {
			failed = append(failed, err)
			fmt.Fprintf(os.Stderr, "%s: %v\n", m.Path, err)
			continue
		}
		fmt.Fprintf(os.Stderr, "%s: %d tests, %d findings, %s\n", m.Path, res.Tests, len(res.Findings), time.Since(start).Round(time.Second))
	}
	return errors.Join(append(failed, ctx.Err())...)
}

func logFile(dir string, m Module) (*os.File, error) {
	if dir == "" {
		return os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return os.Create(filepath.Join(dir, modcopy.FileName(m.Path)+".txt"))
}

// ordered are the modules' paths in the order of their names.
func (all Results) ordered() []string {
	var paths []string
	for p := range all {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}
