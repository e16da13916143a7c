package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/faults"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/settings"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// testFlags are the flags of test.
type testFlags struct {
	o      runner.Options
	c      toolchain.Config
	events bool
	goJSON bool
	until  string
	ref    string
	match  string
	cover  coverFlags
	out    *outputs
	flags  *pflag.FlagSet
}

func testCmd() *cobra.Command {
	var t testFlags
	cmd := &cobra.Command{
		Use:   "test [flags] [packages]",
		Short: "Explore each test of the packages under many schedules",
		Long: `Test builds each package's tests, unchanged, against a standard library under
chaosrun's control, and runs every test many times, each time under another schedule.
It reports deadlocks, leaked goroutines, panics, failed tests, data races (with -race),
livelocks and hangs, and saves each failing run as a recording to replay.

Exit status: 0 nothing found, 1 a failure found, 2 something could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			as := formOf(t.events)
			switch {
			case t.events && t.goJSON:
				return errors.New("-events and -json print the results in two formats: leave one of them out")
			case t.goJSON:
				as = asGoTest
			}
			if err := t.complete(); err != nil {
				return err
			}
			if t.ref != "" && toolchain.AreFiles(args) {
				return errors.New("-since chooses among packages, and these are files: leave it out, or name their packages")
			}
			t.c.Log = os.Stderr
			if t.match != "" {
				return listTests(cmd.Context(), t.c, t.o, args, t.match, as)
			}
			done, err := t.cover.begin(&t.c, &t.o)
			if err != nil {
				return err
			}
			defer done()
			if err := t.out.open(t.o.Artifacts); err != nil {
				return err
			}
			tc, err := toolchain.Find(cmd.Context(), t.c)
			if err != nil {
				return err
			}
			if t.ref != "" {
				if args, err = since(cmd.Context(), tc, t.ref, args); err != nil {
					return err
				}
			} else if len(args) == 0 {
				args = []string{"."}
			}
			var sink counter = newSink(t.events, t.o.Verbose, t.o.Seed)
			if t.goJSON {
				sink = &report.GoTest{W: os.Stdout, Ending: t.out.tellOf}
			}
			if len(args) > 0 {
				err = runner.Packages(cmd.Context(), tc, t.o, args, t.out.sink(sink))
				sink.Close()
			}
			if cerr := t.cover.end(cmd.Context(), tc, t.o.CoverDir, as); err == nil {
				err = cerr
			}
			if werr := t.out.write(tc.Root(), as); err == nil {
				err = werr
			}
			return outcome(cmd.Context(), t.out.failures(sink), err)
		},
	}
	t.define(cmd.Flags())
	return cmd
}

func (t *testFlags) define(f *pflag.FlagSet) {
	t.flags = f
	t.out = addOutputs(f)
	o := &t.o
	selectFlags(f, &o.Run, &o.Skip)
	parallelFlag(f, o)
	exploreFlags(f, o, &t.c, &t.events)
	keepGoingFlag(f, &o.KeepGoing)
	failFastFlag(f, o)
	f.StringVar(&t.match, "list", "", "list the tests, benchmarks, fuzz targets and examples that match `regexp`, as in go test, and explore nothing")
	f.BoolVar(&t.goJSON, "json", false, "print the results as go test -json does, for the programs that read those")
	t.cover.define(f)
	f.StringVar(&t.ref, "since", "", sinceUsage)
	f.BoolVar(&o.Verbose, "v", false, "show passing tests too")
	f.Uint64Var(&o.Schedules, "schedules", 1000, "schedules of each test")
	f.Uint64Var(&o.Schedules, "count", 1000, "the same as -schedules")
	f.DurationVar(&o.Duration, "duration", 10*time.Second, "real `time` for each test; 0: no limit")
	f.Uint64Var(&o.Seed, "seed", 1, "seed that all schedules are drawn from")
	f.StringVar(&t.until, "until", "schedules", "when to stop: schedules (after -schedules runs) or saturated (also when runs have shown nothing new for long)")
	f.StringVar(&o.Strategy, "strategy", "auto", "how schedules are chosen: "+strings.Join(engine.StrategyNames[:], ", "))
	f.StringVar(&o.Artifacts, "artifacts", artifactsFolder, "`folder` for recordings")
	f.BoolVar(&o.Warn, "warn", false, "report what another schedule may do to a passing test, even if no such schedule was found")
	f.StringVar(&o.Faults, "faults", "", "fault `plan`, like 'db/commit=error(\"disk full\")#2%10'; none: only list the failpoints")
	f.StringVar(&o.Clock, "clock", "", "clock policy of tests that do not set their own: idle, racing (timers may fire while goroutines are runnable), manual, jitter:DURATION (timers are late)")
	f.BoolVar(&o.AndTogether, "together", false, "explore the tests of a package that call t.Parallel in one run as well, where they can interfere")
	f.BoolVar(&o.Isolate, "isolate", false, "one process for every run")
}

// complete checks the flags and fills in what follows.
func (t *testFlags) complete() error {
	if err := checkTestFlags(&t.o, &t.c); err != nil {
		return err
	}
	if !oneOf(t.until, "schedules", "saturated") {
		return fmt.Errorf("-until is %q: want schedules or saturated", t.until)
	}
	t.o.OnlySteady = t.out.unsteady == "warn"
	t.o.Saturate = t.until == "saturated"
	t.o.Explicit = make(map[string]bool)
	t.flags.Visit(func(f *pflag.Flag) { t.o.Explicit[f.Name] = true })
	t.o.Given = given(t.flags, runner.GivenFlags...)
	return nil
}

func checkTestFlags(o *runner.Options, c *toolchain.Config) error {
	_, faultsErr := faults.Parse(o.Faults)
	flagsErr := c.Flags.Check()
	_, clockErr := settings.ParseClock(o.Clock)
	switch {
	case strings.HasPrefix(o.Strategy, "custom:"):
		return fmt.Errorf("the strategy %q is the test's own, and sched.Test in the test chooses it: leave -strategy out", o.Strategy)
	case engine.NewStrategy(o.Strategy, 1) == nil:
		return fmt.Errorf("unknown strategy %q: want one of %s", o.Strategy, strings.Join(engine.StrategyNames[:], ", "))
	case flagsErr != nil:
		return flagsErr
	case faultsErr != nil:
		return fmt.Errorf("-faults: %w", faultsErr)
	case o.Clock != "" && clockErr != nil:
		return fmt.Errorf("-clock: %w", clockErr)
	case !oneOf(o.Leaks, "proved", "all", "report", "off"):
		return fmt.Errorf("-leaks is %q: want proved, all, report or off", o.Leaks)
	case !oneOf(c.Net, "virtual", "real"):
		return fmt.Errorf("-net is %q: want virtual or real", c.Net)
	case slices.ContainsFunc(o.Args, runner.OwnArgument):
		return errors.New("-args has a flag that begins with -test.: those are chaosrun's to give; before -args they are typed without test")
	case o.Parallel < 0:
		return errors.New("-parallel must not be negative")
	case o.Processes < 1:
		return errors.New("-p must be at least 1")
	case o.Schedules < 1:
		return errors.New("-schedules must be at least 1")
	case o.Shrink < 0:
		return errors.New("-shrink must not be negative")
	case o.HoldUp < 0:
		return errors.New("-holdup must not be negative")
	case o.HoldUp > time.Hour:
		return fmt.Errorf("-holdup is %v: want an hour at most; -clock racing holds goroutines up without a limit", o.HoldUp)
	case o.Patience <= 0:
		return errors.New("-timeout must be positive")
	}
	return nil
}

func oneOf(s string, options ...string) bool {
	for _, o := range options {
		if s == o {
			return true
		}
	}
	return false
}
