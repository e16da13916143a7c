package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/fuzz"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

func fuzzCmd() *cobra.Command {
	var (
		o      runner.Options
		c      toolchain.Config
		events bool
		out    *outputs
		job    = fuzzing{bins: make(map[string]string)}
	)
	cmd := &cobra.Command{
		Use:   "fuzz [flags] [packages]",
		Short: "Look for deep failures by mutating the tapes of each test, led by coverage",
		Long: `Fuzz runs each test of the packages many times under control, as test does. It keeps the
runs that did something new and mutates their tapes: schedule, drawn inputs and faults
together. The tapes are kept below the artifacts folder, and the next fuzz continues from
them.

Exit status: 0 nothing found, 1 a failure found, 2 something could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Schedules == 0 {
				o.Schedules = 1 << 62
			}
			o.Strategy = runner.FuzzStrategy
			if err := checkTestFlags(&o, &c); err != nil {
				return err
			}
			if o.Duration < 0 {
				return errors.New("-duration must not be negative")
			}
			for _, dir := range job.merge {
				if err := fuzz.CheckMerge(dir); err != nil {
					return err
				}
			}
			o.Given = given(cmd.Flags(), "mod", "modfile", "overlay", "ldflags", "gcflags", argsFlag)
			if err := out.open(o.Artifacts); err != nil {
				return err
			}
			c.Log = os.Stderr
			// A test's own options say how much of test is enough, and how.
			o.Explicit = map[string]bool{"schedules": true, "duration": true, "strategy": true}
			for _, name := range []string{"seed", "leaks", "max-steps", "shrink", "artifacts", "faults"} {
				o.Explicit[name] = cmd.Flags().Changed(name)
			}
			tc, err := toolchain.Find(cmd.Context(), c)
			if err != nil {
				return err
			}
			c.Counters = true
			if job.tc, err = toolchain.Find(cmd.Context(), c); err != nil {
				return err
			}
			if !events {
				job.progress = showProgress
			}
			o.Search = job.search
			if len(args) == 0 {
				args = []string{"."}
			}
			sink := newSink(events, true, o.Seed)
			err = runner.Packages(cmd.Context(), tc, o, args, out.sink(sink))
			sink.Close()
			if werr := out.write(tc.Root(), formOf(events)); err == nil {
				err = werr
			}
			return outcome(cmd.Context(), out.failures(sink), err)
		},
	}
	f := cmd.Flags()
	out = addOutputs(f)
	selectFlags(f, &o.Run, &o.Skip)
	exploreFlags(f, &o, &c, &events)
	keepGoingFlag(f, &o.KeepGoing)
	failFastFlag(f, &o)
	f.BoolVar(&o.Verbose, "v", false, "run the tests with -test.v")
	f.StringArrayVar(&job.merge, "merge", nil, "add the tapes of another artifacts `folder` to the corpus, reduce the corpus, and exit; may be repeated")
	f.BoolVar(&job.minimize, "minimize", false, "run the tapes of the corpus, keep the fewest that show the same behavior, and exit")
	f.IntVar(&o.Processes, "parallel", runtime.NumCPU(), "worker `processes`; with 1, -schedules and -seed, the same is found every time")
	f.Uint64Var(&o.Schedules, "schedules", 0, "runs of each test; 0: as many as there is time for")
	f.DurationVar(&o.Duration, "duration", time.Minute, "real `time` for each test; 0: no limit")
	f.Uint64Var(&o.Seed, "seed", 1, "seed that all choices are drawn from")
	f.StringVar(&o.Artifacts, "artifacts", artifactsFolder, "`folder` for recordings and tapes")
	f.StringVar(&o.Faults, "faults", "", "fault `plan`, as in chaosrun test")
	f.StringVar(&o.Clock, "clock", "", "clock policy, as in chaosrun test: idle, racing, manual, jitter:DURATION")
	return cmd
}

// outcome is the exit status of a command that has explored.
func outcome(ctx context.Context, sink interface{ Failed() (failed, errors int) }, err error) error {
	failed, errs := sink.Failed()
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "chaosrun: interrupted; what was found so far is above")
		if failed > 0 {
			return exitStatus(exitFound)
		}
		return exitStatus(exitError)
	case err != nil:
		return err
	case errs > 0:
		return exitStatus(exitError)
	case failed > 0:
		return exitStatus(exitFound)
	}
	return nil
}

// fuzzing fuzzes the tests of all packages. The mutations run in test binaries of their own,
// which count edges of the code.
type fuzzing struct {
	tc   *toolchain.Toolchain
	mu   sync.Mutex
	bins map[string]string // import path -> binary that counts

	merge    []string
	minimize bool
	progress func(fuzz.Progress)
}

// showProgress tells how far fuzzing a test is.
func showProgress(p fuzz.Progress) {
	fmt.Fprintf(os.Stderr, "fuzz: %s: %v, %d runs (%.0f/s), %d interleavings, %d tapes, %d features, %d failures\n",
		p.Test, p.Elapsed.Round(time.Second), p.Runs, float64(p.Runs)/p.Elapsed.Seconds(), p.Interleavings, p.Tapes, p.Features, p.Failures)
}

func (f *fuzzing) search(r *runner.Runner, ctx context.Context, test string) *runner.Result {
	fed := *r
	var err error
	if fed.Bin, err = f.binary(ctx, r); err != nil {
		return &runner.Result{Test: test, Verdict: "error", Err: err}
	}
	c := &fuzz.Campaign{
		Runner: r, Fed: &fed, Test: test, Limits: fuzz.DefaultLimits,
		Merge: f.merge, Tidy: f.minimize || len(f.merge) > 0, Progress: f.progress,
	}
	return c.Run(ctx)
}

func (f *fuzzing) binary(ctx context.Context, r *runner.Runner) (string, error) {
	path, patterns := r.Package, []string{r.Package}
	if len(r.Files) > 0 {
		patterns = nil
		for _, name := range r.Files {
			patterns = append(patterns, filepath.Join(r.Root, name))
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if bin := f.bins[path]; bin != "" {
		return bin, nil
	}
	pkgs, err := f.tc.List(ctx, patterns...)
	if err != nil {
		return "", err
	}
	if len(pkgs) != 1 {
		return "", fmt.Errorf("%s is not one package any more: its files have changed meanwhile", path)
	}
	f.bins[path], err = f.tc.Build(ctx, pkgs[0])
	return f.bins[path], err
}
