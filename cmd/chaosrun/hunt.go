package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/hunt"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// huntFlags are the flags of hunt.
type huntFlags struct {
	o                  runner.Options
	c                  toolchain.Config
	strategies, clocks []string
	from, commit       string
	events             bool
	out                *outputs
}

func huntCmd() *cobra.Command {
	var h huntFlags
	cmd := &cobra.Command{
		Use:   "hunt [-run TestFlaky | -from LOG] [flags] [packages]",
		Short: "Spend a whole budget on one test that fails now and then, and say what was tried",
		Long: `Hunt explores one test in many ways: with every strategy and every clock policy, and, if
-faults gives a plan, with and without faults. It repeats them in rounds until the first
failure, until nothing is left to try, or until the time is up, and lists what it has tried.

With -from it reads a log of CI: what go test prints, with -v or -json or without, what
gotestsum prints, or JUnit XML. It hunts the failures of the log, one after the other. For each
it reports that the failure is reproduced, that the test fails in another way, or that
scheduling alone does not make it fail, with what was tried and what was not.

Exit status: 0 nothing found, 1 a failure found, 2 it could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			h.o.Explicit = make(map[string]bool)
			cmd.Flags().Visit(func(f *pflag.Flag) { h.o.Explicit[f.Name] = true })
			h.o.Given = given(cmd.Flags(), runner.GivenFlags...)
			if err := h.check(); err != nil {
				return err
			}
			h.c.Log = os.Stderr
			h.o.OnlySteady = h.out.unsteady == "warn"
			if h.from != "" {
				return h.runFrom(cmd.Context(), args)
			}
			if len(args) == 0 {
				args = []string{"."}
			}
			return h.run(cmd.Context(), args)
		},
	}
	f := cmd.Flags()
	h.out = addOutputs(f)
	parallelFlag(f, &h.o)
	exploreFlags(f, &h.o, &h.c, &h.events)
	f.Lookup("holdup").Usage = "longest `time` for which a goroutine may be held up on any machine; hunt also reports failures that need a longer hold-up, of up to 100ms or, if more, this time"
	f.StringVar(&h.o.Run, "run", "", "the test: its name, or a `regexp` that matches no other; with -from, which of the log's tests to hunt")
	f.StringVar(&h.from, "from", "", "hunt the failures in this `log` of a CI job; - is standard input")
	f.StringVar(&h.commit, "commit", "", "with -from: the `commit` of the log, to find its lines in the present source (default: the commit that the log names)")
	f.DurationVar(&h.o.Duration, "duration", 5*time.Minute, "real `time` for all of it, after building")
	f.StringSliceVar(&h.strategies, "strategies", hunt.Strategies, "strategies to try, separated by commas: "+strings.Join(engine.StrategyNames[:], ", "))
	f.StringSliceVar(&h.clocks, "clocks", []string{"own", "racing", "jitter:10ms"}, "clock policies to try, separated by commas: own (as the test says), idle, racing, manual, jitter:DURATION")
	f.StringVar(&h.o.Faults, "faults", "", "fault `plan`; each way is tried with and without it")
	f.Uint64Var(&h.o.Seed, "seed", 1, "seed of the first round; each round has the next one")
	f.BoolVar(&h.o.KeepGoing, "keep-going", false, "continue after the first failure, for as long as there is time")
	f.BoolVar(&h.o.Verbose, "v", false, "show passing ways too")
	f.StringVar(&h.o.Artifacts, "artifacts", artifactsFolder, "`folder` for recordings")
	return cmd
}

// check checks the flags, each strategy and clock as chaosrun test does.
func (h *huntFlags) check() error {
	switch {
	case h.o.Run == "" && h.from == "":
		return errors.New("say with -run which test to hunt, like -run TestFlaky, or with -from which log tells of it")
	case h.commit != "" && h.from == "":
		return errors.New("-commit says of which commit a log is: give the log with -from")
	case h.o.Duration <= 0:
		return errors.New("-duration must be positive")
	case len(h.strategies) == 0:
		return errors.New("-strategies names none")
	case len(h.clocks) == 0:
		return errors.New("-clocks names none")
	}
	for i, c := range h.clocks {
		if c == "own" {
			h.clocks[i] = ""
		}
	}
	for _, s := range h.strategies {
		for _, c := range h.clocks {
			o := h.o
			o.Schedules, o.Strategy, o.Clock = 1, s, c
			if err := checkTestFlags(&o, &h.c); err != nil {
				return err
			}
		}
	}
	return h.out.open(h.o.Artifacts)
}

func (h *huntFlags) run(ctx context.Context, patterns []string) error {
	tc, err := toolchain.Find(ctx, h.c)
	if err != nil {
		return err
	}
	r, test, err := hunt.Prepare(ctx, tc, h.o, patterns)
	if err != nil {
		return err
	}
	ways := h.ways(r)
	start := time.Now()
	huntErr := hunt.Run(ctx, r, test, ways, h.o.Duration, func(w *hunt.Way, last *runner.Result) bool {
		found := "nothing"
		if len(last.Failures) > 0 {
			found = last.Failures[0].Kind
		}
		sliceDone(w, last, found)
		return len(last.Failures) > 0 && !r.KeepGoing
	})
	to := newSink(h.events, h.o.Verbose, h.o.Seed)
	sink := h.out.sink(to)
	for _, w := range ways {
		if w.Result != nil {
			sink.Result(r.Package, w.Result)
		}
	}
	to.Proved(1) // or its tests could not have been listed
	to.Close()
	say := func() error { return hunt.Text(os.Stdout, test, ways, time.Since(start)) }
	if h.events {
		say = func() error { return hunt.JSON(os.Stdout, r.Package, test, ways) }
	}
	if err := errors.Join(huntErr, say(), h.out.write(tc.Root(), formOf(h.events))); err != nil {
		return err
	}
	failed, _ := to.Failed()
	return huntStatus(ctx, h.out.failed(failed))
}

// sliceDone says what a slice of a way has found.
func sliceDone(w *hunt.Way, last *runner.Result, found string) {
	fmt.Fprintf(os.Stderr, "chaosrun: %s round %d: %s: %s\n", w, w.Rounds, report.Runs(last), found)
}

// huntStatus is the exit status of a hunt that has found so many failures.
func huntStatus(ctx context.Context, failed int) error {
	switch {
	case failed > 0:
		return exitStatus(exitFound)
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "chaosrun: interrupted; what was tried so far is above")
		return exitStatus(exitError)
	}
	return nil
}

// ways are what is tried: without faults, and before that with them, if there is a plan; then
// with each of its faults in a run of its own, too.
func (h *huntFlags) ways(r *runner.Runner) []*hunt.Way {
	var ways []*hunt.Way
	if r.Faults != "" && r.Faults != "none" {
		strategies := h.strategies
		if !h.o.Explicit["strategies"] {
			strategies = slices.Concat(strategies[:1], []string{"faults"}, strategies[1:])
		}
		ways = hunt.Ways(strategies, h.clocks, []string{r.Faults})
	}
	plain := slices.DeleteFunc(slices.Clone(h.strategies), func(s string) bool { return s == "faults" && len(ways) > 0 })
	return append(ways, hunt.Ways(plain, h.clocks, []string{""})...)
}
