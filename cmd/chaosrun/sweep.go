package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/sweep"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// sweepFlags are the flags of sweep.
type sweepFlags struct {
	o      runner.Options
	c      toolchain.Config
	spec   sweep.Spec
	asJSON bool
	resume bool
	flags  *pflag.FlagSet
}

func sweepCmd() *cobra.Command {
	var s sweepFlags
	cmd := &cobra.Command{
		Use:   "sweep [flags] [packages]",
		Short: "Explore the tests of many packages under many configurations, as one campaign",
		Long: `Sweep explores every test of the packages under every combination of the strategies, clock
policies, fault plans and seeds that it is given, within one budget for all of them. Tests
have equal parts of it, and more as long as they show new behaviour. What was done is kept
in the artifacts folder: after an interrupt, a crash or a full disk, the same command with
-resume goes on.

Exit status: 0 nothing found, 1 a failure found, 2 something could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.flags = cmd.Flags()
			s.spec.Packages = args
			if err := s.complete(); err != nil {
				return err
			}
			return s.run(cmd.Context())
		},
	}
	s.define(cmd.Flags())
	return cmd
}

func (s *sweepFlags) define(f *pflag.FlagSet) {
	f.StringVar(&s.spec.Run, "run", "", "run only tests that match `regexp`, as in go test")
	f.StringVar(&s.spec.Skip, "skip", "", "skip tests that match `regexp`, as in go test")
	f.BoolVar(&s.o.Verbose, "v", false, "show passing tests too")
	f.BoolVar(&s.asJSON, "json", false, "print one JSON object a line")
	f.BoolVar(&s.resume, "resume", false, "go on with the campaign of the artifacts folder")
	f.StringSliceVar(&s.spec.Strategies, "strategies", []string{"auto"}, "how schedules are chosen, separated by commas: "+strings.Join(engine.StrategyNames[:], ", "))
	f.StringSliceVar(&s.spec.Clocks, "clocks", []string{"own"}, "when virtual time passes by itself, separated by commas: own (as each test says), idle, racing, manual, jitter:DURATION")
	f.StringArrayVar(&s.spec.Faults, "faults", nil, "a `plan` of what may go wrong; may be given several times, and 'own' is as each test says")
	f.Var((*seedsValue)(&s.spec.Seeds), "seeds", "seeds that schedules are drawn from, separated by commas (default 1)")
	f.Uint64Var(&s.spec.Schedules, "schedules", 1000, "schedules of each test under each configuration; with -duration, no limit if not given")
	f.DurationVar(&s.spec.Duration, "duration", 0, "real `time` for the whole campaign, after building; 0: no limit")
	f.BoolVar(&s.c.Race, "race", false, "build with the race detector and look for data races")
	f.BoolVar(&s.c.Accesses, "accesses", false, "make plain reads and writes of the module's packages scheduling points, and look for data races without cgo")
	f.StringVar(&s.c.Tags, "tags", "", "build `tags`, separated by commas")
	f.DurationVar(&s.o.Patience, "timeout", 30*time.Second, "real `time` without a scheduling point after which a run hangs")
	f.BoolVar(&s.o.Short, "short", false, "tell tests to shorten their run time")
	f.IntVar(&s.o.Processes, "p", runtime.NumCPU(), "worker `processes`")
	f.StringVar(&s.o.Leaks, "leaks", "proved", "which goroutines that are left are failures: proved, all, report (none), off (not looked at)")
	f.StringVar(&s.o.Artifacts, "artifacts", ".chaosrun", "`folder` for recordings and the campaign's journal")
	f.StringVar(&s.c.Net, "net", "virtual", "virtual: an in-memory network under control; real: the machine's")
	f.DurationVar(&s.o.Shrink, "shrink", 5*time.Second, "real `time` to look for a simpler schedule of each failure; 0: keep the one that was found")
	f.BoolVar(&s.spec.KeepGoing, "keep-going", false, "go on with a test after its first failure")
	f.Uint64Var(&s.o.MaxSteps, "max-steps", engine.DefaultMaxSteps, "steps after which a run is finished under a fair schedule, and after as many again is a livelock")
	f.StringVar(&s.c.Version, "go", "", "Go `version` to build with, like go1.26.8")
}

// complete checks the flags and fills in what follows from them.
func (s *sweepFlags) complete() error {
	o, spec := &s.o, &s.spec
	o.Explicit = make(map[string]bool)
	s.flags.Visit(func(f *pflag.Flag) { o.Explicit[f.Name] = true })
	if len(spec.Packages) == 0 {
		spec.Packages = []string{"."}
	}
	if len(spec.Faults) == 0 {
		spec.Faults = []string{"own"}
	}
	if len(spec.Seeds) == 0 {
		spec.Seeds = []uint64{1}
	}
	o.Strategy, o.Seed = "auto", spec.Seeds[0]
	o.Run, o.Skip, o.Schedules = spec.Run, spec.Skip, spec.Schedules
	if err := s.check(); err != nil {
		return err
	}
	if spec.Duration > 0 && !o.Explicit["schedules"] {
		spec.Schedules, o.Schedules = sweep.Unlimited, sweep.Unlimited
	}
	// A campaign's budget is its own, and what it names wins over a test's own options.
	o.Explicit["duration"] = true
	o.Explicit["schedules"] = o.Explicit["schedules"] || spec.Duration > 0
	o.Explicit["strategy"] = o.Explicit["strategies"]
	o.Explicit["seed"] = o.Explicit["seeds"]
	o.Explicit["artifacts"] = true // its journal knows where recordings are
	for _, name := range []string{"race", "accesses", "tags", "net", "short", "leaks", "max-steps", "timeout", "go"} {
		if f := s.flags.Lookup(name); f.Changed {
			spec.Settings = append(spec.Settings, name+"="+f.Value.String())
		}
	}
	s.c.Log = os.Stderr
	return nil
}

// check reports what makes no sense.
func (s *sweepFlags) check() error {
	for _, name := range s.spec.Strategies {
		s.o.Strategy = name
		if err := checkTestFlags(&s.o, &s.c); err != nil {
			return err
		}
	}
	s.o.Strategy = "auto"
	for i, clock := range s.spec.Clocks {
		if clock == "own" {
			s.spec.Clocks[i] = ""
			continue
		}
		o := s.o
		o.Clock = clock
		if err := checkTestFlags(&o, &s.c); err != nil {
			return err
		}
	}
	for i, plan := range s.spec.Faults {
		if plan == "own" {
			s.spec.Faults[i] = ""
			continue
		}
		o := s.o
		o.Faults = plan
		if err := checkTestFlags(&o, &s.c); err != nil {
			return err
		}
	}
	if s.spec.Duration < 0 {
		return errors.New("-duration must not be negative")
	}
	return nil
}

// run makes the campaign.
func (s *sweepFlags) run(ctx context.Context) error {
	if err := sweep.Writable(s.o.Artifacts); err != nil {
		return err
	}
	tc, err := toolchain.Find(ctx, s.c)
	if err != nil {
		return err
	}
	s.o.Workers = make(chan struct{}, s.o.Processes)
	x := &sweep.Executor{Artifacts: s.o.Artifacts}
	pkgs, err := sweep.Prepare(ctx, tc, s.o, &s.spec, x)
	if err != nil {
		return err
	}
	c := sweep.NewCampaign(s.spec, s.o.Processes)
	j, changed, err := c.Begin(s.o.Artifacts, pkgs, s.resume)
	if err != nil {
		return err
	}
	defer j.Close()
	for _, p := range changed {
		fmt.Fprintf(os.Stderr, "chaosrun: %s has changed since: its tests are explored again\n", p)
	}
	x.Found = func(f sweep.Finding) error { return j.Append(sweep.Entry{Finding: &f}) }
	failed := c.Run(ctx, x.Do, j, nil)
	var sink counter = &report.Text{W: os.Stdout, Verbose: s.o.Verbose, Seed: s.o.Seed}
	if s.asJSON {
		sink = &report.JSON{W: os.Stdout, Seed: s.o.Seed}
	}
	return finish(ctx, c, pkgs, s.o.Artifacts, sink, failed)
}

// counter is a sink that counts.
type counter interface {
	runner.Sink
	Failed() (failed, errors int)
}

// finish reports the results of a campaign. Reports of other kinds take their place in sink.
func finish(ctx context.Context, c *sweep.Campaign, pkgs []sweep.Package, artifacts string, sink counter, err error) error {
	c.Results(pkgs, artifacts, sink)
	fmt.Fprintln(os.Stderr, c.Totals())
	found, errs := sink.Failed()
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "chaosrun: interrupted; what was found so far is above, and -resume goes on")
		if found > 0 {
			return exitStatus(exitFound)
		}
		return exitStatus(exitError)
	case errs > 0:
		return exitStatus(exitError)
	case found > 0:
		return exitStatus(exitFound)
	}
	return nil
}
