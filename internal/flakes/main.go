package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"time"

	"github.com/chaosrun/chaosrun/internal/measured"
)

func main() {
	run := flag.String("run", "", "hunt only flakes whose name matches this `regexp`")
	page := flag.Bool("page", false, "hunt nothing, and write the page again")
	verbose := flag.Bool("v", false, "show what chaosrun says")
	limit := flag.Duration("duration", 10*time.Minute, "of each hunt before the fix")
	silent := flag.Duration("silent", 3*time.Minute, "of each hunt with the fix")
	flakes := flag.String("flakes", "internal/flakes/testdata", "folder with the flakes")
	results := flag.String("results", "internal/flakes/results.json", "file with what was measured")
	to := flag.String("to", "docs/flakes.md", "the page")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := work(ctx, *run, *page, *flakes, *results, *to, hunter{limit: *limit, silent: *silent, log: logTo(*verbose)})
	if err != nil {
		fmt.Fprintln(os.Stderr, "flakes:", err)
		os.Exit(2)
	}
}

func logTo(verbose bool) io.Writer {
	if verbose {
		return os.Stderr
	}
	return io.Discard
}

func work(ctx context.Context, run string, page bool, flakes, results, to string, h hunter) error {
	only, err := regexp.Compile(run)
	if err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	all, err := load(flakes)
	if err != nil {
		return err
	}
	done, err := measured.Read[Results](results)
	if err != nil {
		return err
	}
	var failed error
	if !page {
		failed = h.measureAll(ctx, all, only, done, func() error { return measured.Write(results, done) })
	}
	text, err := render(all, done)
	if err != nil {
		return errors.Join(failed, err)
	}
	return errors.Join(failed, os.WriteFile(to, []byte(text), 0o644))
}

// Results are by the name of the flake.
type Results map[string]*Result

// measureAll hunts the flakes that are wanted, and saves after each. One that cannot be hunted does
// not stop the others.
func (h *hunter) measureAll(ctx context.Context, all []*Flake, only *regexp.Regexp, to Results, save func() error) error {
	var err error
	if h.cache, h.chaosrun, err = measured.Command(ctx, "chaosrun-flakes"); err != nil {
		return err
	}
	var failed []error
	for _, f := range all {
		if !only.MatchString(f.name) || ctx.Err() != nil {
			continue
		}
		r, err := h.measure(ctx, f)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", f.name, err))
			fmt.Fprintf(os.Stderr, "%s: %v\n", f.name, err)
			continue
		}
		fmt.Fprintf(os.Stderr, "%s: %s after %d schedules and %.0f s; with the fix: %s\n", f.name, r.Bad.Answer, r.Bad.Schedules, r.Bad.Seconds, r.Fixed.Answer)
		to[f.name] = r
		if err := save(); err != nil {
			return err
		}
	}
	return errors.Join(append(failed, ctx.Err())...)
}
