package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/measured"
)

func main() {
	seeds := flag.Int("seeds", 20, "seeds of each strategy that draws: 1, 2, and so on")
	schedules := flag.Uint64("schedules", usualSchedules, "schedules of each program and seed, of SafeStack a hundred times as many")
	names := flag.String("strategies", strings.Join(strategies, ","), "strategies to measure, separated by commas")
	pattern := flag.String("programs", "", "measure only programs whose names match this regular expression")
	page := flag.Bool("page", false, "measure nothing, and write the page again")
	results := flag.String("results", "internal/corpus/table/results.json", "file with what was measured")
	to := flag.String("to", "docs/table.md", "the page")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *seeds, *schedules, strings.Split(*names, ","), *pattern, *page, *results, *to); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, seeds int, schedules uint64, names []string, pattern string, onlyPage bool, results, to string) error {
	all, err := programs()
	if err != nil {
		return err
	}
	cells, err := measured.Read[Results](results)
	if err != nil {
		return err
	}
	if !onlyPage {
		wanted, err := regexp.Compile(pattern)
		if err != nil {
			return err
		}
		var chosen []program
		for _, p := range all {
			if wanted.MatchString(p.Name) {
				chosen = append(chosen, p)
			}
		}
		if len(chosen) == 0 {
			return fmt.Errorf("no program matches %q", pattern)
		}
		for _, name := range names {
			if !slices.Contains(strategies, name) {
				return fmt.Errorf("the page has no column for the strategy %q, only for %s", name, strings.Join(strategies, ", "))
			}
		}
		if seeds < 1 || schedules < 1 {
			return errors.New("-seeds and -schedules must be at least 1")
		}
		if err := measureAll(ctx, cells, chosen, names, seeds, schedules, results); err != nil {
			return err
		}
	}
	return os.WriteFile(to, []byte(render(all, cells)), 0o644)
}

// measureAll measures the strategies one after the other, and saves after each.
func measureAll(ctx context.Context, cells Results, chosen []program, names []string, seeds int, schedules uint64, results string) error {
	temp, err := os.MkdirTemp("", "table")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	e := explorer{Command: filepath.Join(temp, "chaosrun"), Dir: "internal/corpus/testdata/table", Artifacts: filepath.Join(temp, "artifacts")}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", e.Command, "./cmd/chaosrun").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	for _, name := range names {
		if err := e.measure(ctx, cells, chosen, name, seeds, schedules); err != nil {
			return err
		}
		// Another process may have measured something else meanwhile.
		saved, err := measured.Read[Results](results)
		if err != nil {
			return err
		}
		saved.add(cells, chosen, name)
		if err := write(results, saved); err != nil {
			return err
		}
	}
	saved, err := measured.Read[Results](results)
	if err != nil {
		return err
	}
	clear(cells)
	maps.Copy(cells, saved)
	return nil
}
