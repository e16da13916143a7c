package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/verify"
	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// verifyFlags are the flags of verify.
type verifyFlags struct {
	o        runner.Options
	goFlags  toolchain.Flags
	events   bool
	findings string
	mutants  bool
	since    string
	mayRun   func(*runner.Runner) error // asked before anything of the test runs; nil: it may
}

func verifyCmd() *cobra.Command {
	var v verifyFlags
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check whether a recorded failure is fixed",
		Long: `Verify builds the test of a recording from its present source and tries three kinds of
schedules until one fails: the recorded schedule, as far as it fits the changed program;
schedules near it; and those of a new search, as chaosrun test makes it. The answer is one
sentence:

  still fails: …              the recorded failure came again
  another failure: …          something else fails
  not fixed for certain, …    the schedules that were tried pass; others may fail
  complete: …                 every schedule passes: the search has made them all
  not known: …                no run could be made or judged

With -mutants, Verify then leaves out parts of the synchronization in the lines that have changed
since -since, one at a time, and reports which of them the test does not notice: a repair that the test
does not need may repair something else.

Verify updates the findings file, as chaosrun test does.

Exit status: 0 all that was tried passes, 1 a failure, 2 it could not run or is not known.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			rec, err := readFailure(args[0])
			if err != nil {
				return err
			}
			sink := newSink(v.events, v.o.Verbose, v.o.Seed)
			if text, ok := sink.(*report.Text); ok {
				text.Program = rec.Program != ""
			}
			a, state, err := v.run(cmd, rec, args[0], os.Stderr, sink)
			if cmd.Context().Err() != nil {
				return errors.New("interrupted: nothing is known yet")
			}
			if err != nil {
				return err
			}
			if v.events {
				a.JSON(os.Stdout, state)
			} else {
				v.tell(os.Stdout, a, state)
			}
			switch {
			case a.Verdict.Failed():
				return exitStatus(exitFound)
			case a.Verdict == verify.Unknown:
				return exitStatus(exitError)
			}
			return nil
		},
	}
	v.define(cmd.Flags())
	return ofRecording(cmd)
}

func (v *verifyFlags) define(f *pflag.FlagSet) {
	eventsFlag(f, &v.events)
	goFlags(f, &v.goFlags)
	f.BoolVar(&v.o.Verbose, "v", false, "show how much was explored, too")
	f.Uint64Var(&v.o.Schedules, "schedules", 1000, "schedules of the search; if not given, as many as the failure took to find, if that is more")
	f.DurationVar(&v.o.Duration, "duration", 10*time.Second, "real `time` for the search, and half of it for the schedules near the recorded one; 0: no limit")
	f.Uint64Var(&v.o.Seed, "seed", 1, "seed that the schedules of the search are drawn from")
	f.StringVar(&v.o.Strategy, "strategy", "auto", "how the schedules of the search are chosen, as in chaosrun test; dpor can prove that none fails")
	f.DurationVar(&v.o.Patience, "timeout", 30*time.Second, "real `time` without a scheduling point after which a run hangs")
	f.DurationVar(&v.o.Shrink, "shrink", 5*time.Second, "real `time` to look for a simpler schedule of a failure; 0: keep the one that was found")
	f.DurationVar(&v.o.HoldUp, "holdup", time.Millisecond, "how long any machine may hold a goroutine up, as in chaosrun test")
	f.IntVar(&v.o.Processes, "p", runtime.NumCPU(), "worker `processes`")
	f.StringVar(&v.o.Artifacts, "artifacts", artifactsFolder, "`folder` for recordings")
	f.BoolVar(&v.mutants, "mutants", false, "if all schedules pass, explore the test with parts of the changed synchronization left out")
	f.StringVar(&v.since, "since", "HEAD", "the commit `ref` since which lines have changed, for -mutants; uncommitted changes count")
	f.StringVar(&v.findings, "findings", "", "`file` in which findings are kept from run to run (default findings.json in the artifacts folder)")
}

func (v *verifyFlags) check() error {
	switch {
	case strings.HasPrefix(v.o.Strategy, "custom:") || engine.NewStrategy(v.o.Strategy, 1) == nil:
		return fmt.Errorf("unknown strategy %q: want one of %s", v.o.Strategy, strings.Join(engine.StrategyNames[:], ", "))
	case v.o.Schedules < 1:
		return errors.New("-schedules must be at least 1")
	case v.o.Duration < 0:
		return errors.New("-duration must not be negative")
	case v.o.Shrink < 0:
		return errors.New("-shrink must not be negative")
	case v.o.HoldUp < 0 || v.o.HoldUp > time.Hour:
		return fmt.Errorf("-holdup is %v: want an hour at most, and nothing negative", v.o.HoldUp)
	case v.o.Patience <= 0:
		return errors.New("-timeout must be positive")
	case v.o.Processes < 1:
		return errors.New("-p must be at least 1")
	}
	return nil
}

// run answers whether the failure of a recording, which was read from that file, is fixed. It shows what was
// found on the sink, and takes it into the findings file; state is that of the finding now.
func (v *verifyFlags) run(cmd *cobra.Command, rec *trace.Trace, name string, log io.Writer, sink prover) (a *verify.Answer, state findings.State, err error) {
	if err := v.check(); err != nil {
		return nil, "", err
	}
	name = filepath.Clean(name) // as the findings file has it
	q := &verify.Question{Recording: rec, Name: name, Progress: func(what string) { fmt.Fprintf(log, "chaosrun: %s\n", what) }}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if goFlagNames[f.Name] {
			q.Rebuilt = true
		}
	})
	file := cmp.Or(v.findings, filepath.Join(v.o.Artifacts, "findings.json"))
	switch known, err := findings.Read(file); {
	case err == nil:
		q.Sighting = verify.SightingOf(known, findings.ID(rec), rec.Package, rec.Test, name)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, "", err
	}
	o := v.o
	o.Tied = true // no worker outlives us
	o.Explicit = make(map[string]bool)
	cmd.Flags().Visit(func(f *pflag.Flag) { o.Explicit[f.Name] = true })
	o.Given = given(cmd.Flags(), runner.GivenFlags...)
	if s := q.Sighting; s != nil && !o.Explicit["schedules"] {
		o.Schedules = max(o.Schedules, s.Budget.Schedules)
	}
	c, err := configOfRecording(cmd, rec, name, v.goFlags, log)
	if err != nil {
		return nil, "", err
	}
	if q.Runner, err = buildConfigured(cmd, rec, c, o); err != nil {
		return nil, "", err
	}
	if v.mayRun != nil {
		if err := v.mayRun(q.Runner); err != nil {
			return nil, "", err
		}
	}
	q.Runner.PerTest = o.Processes
	if a, err = q.Answer(cmd.Context()); err != nil {
		return nil, "", err
	}
	sink.Result(rec.Package, a.Result())
	sink.Proved(1)
	sink.Close()
	if v.mutants && !a.Verdict.Failed() && a.Verdict != verify.Unknown {
		q.Progress("exploring the test with parts of the change left out")
		if a.Mutants, err = v.mutate(cmd.Context(), c, o, rec); err != nil {
			return nil, "", err
		}
	}
	if rec.Program != "" {
		return a, "", nil // no findings are kept of programs
	}
	state, err = note(cmd.Context(), a, v.o.Artifacts, file)
	return a, state, err
}

// mutate tries mutants of what has changed since the commit that was named.
func (v *verifyFlags) mutate(ctx context.Context, c toolchain.Config, o runner.Options, rec *trace.Trace) (*verify.Mutants, error) {
	c.Accesses = !c.Race // races are what most mutants are noticed by
	tc, err := toolchain.Find(ctx, c)
	if err != nil {
		return nil, err
	}
	return verify.Mutate(ctx, tc, o, rec, v.since)
}

// note brings the findings file up to date.
func note(ctx context.Context, a *verify.Answer, artifacts, file string) (state findings.State, err error) {
	if err := runner.MakeArtifacts(artifacts); err != nil {
		return "", fmt.Errorf("cannot use the artifacts folder: %w", err)
	}
	now, _ := findings.Here(context.WithoutCancel(ctx), a.Of.Runner.Root)
	err = findings.Update(file, func(f *findings.File) error {
		state = a.Note(f, now)
		return nil
	})
	return state, err
}

// tell says the answer to a person.
func (v *verifyFlags) tell(w io.Writer, a *verify.Answer, state findings.State) {
	fmt.Fprintln(w, a.Sentence())
	if a.Mutants != nil {
		fmt.Fprintln(w, a.Mutants.Sentence())
	}
	switch {
	case state == "":
	case state.Open() && !a.Verdict.Failed():
		fmt.Fprintf(w, "the finding %s stays %s: it is resolved when each test that had it was searched as far as it took to find it\n", findings.ID(a.Of.Recording), state)
	default:
		fmt.Fprintf(w, "the finding %s is %s\n", findings.ID(a.Of.Recording), state)
	}
}
