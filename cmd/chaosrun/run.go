package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// runName is the command whose arguments, from the first that is no flag on, are the program's.
const runName = "run"

func runCmd() *cobra.Command {
	var (
		o      runner.Options
		c      toolchain.Config
		events bool
	)
	cmd := &cobra.Command{
		Use:   runName + " [flags] package|file.go... [arguments...]",
		Short: "Explore a program under many schedules",
		Long: `Run builds a main package, or the Go files that are named in place of one, as go run
does, and runs the program many times, each time under another schedule. It reports
deadlocks, panics, exit statuses other than 0, data races (with -race or -accesses),
livelocks and hangs, and saves each failing run as a recording to replay.

Arguments after the package or the files go to the program. Its standard input is empty.
The program ends when main returns, even if other goroutines still run. With -leaks proved,
goroutines that are blocked forever are reported.

Exit status: 0 nothing found, 1 a failure found, 2 something could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkTestFlags(&o, &c); err != nil {
				return err
			}
			program, args, err := programOf(args)
			if err != nil {
				return err
			}
			c.Log, c.Program, o.Args = os.Stderr, true, args
			tc, err := toolchain.Find(cmd.Context(), c)
			if err != nil {
				return err
			}
			sink := newSink(events, o.Verbose, o.Seed)
			if text, ok := sink.(*report.Text); ok {
				text.Program = true
			}
			err = runner.Packages(cmd.Context(), tc, o, program, sink)
			sink.Close()
			return outcome(cmd.Context(), sink, err)
		},
	}
	f := cmd.Flags()
	buildFlags(f, &c)
	raceFlags(f, &c)
	programFlags(f, &o)
	f.BoolVar(&o.KeepGoing, "keep-going", false, "continue after the first failure")
	eventsFlag(f, &events)
	f.BoolVar(&o.Verbose, "v", false, "also report how much was explored of a program that passes")
	f.Uint64Var(&o.Schedules, "schedules", 1000, "schedules of the program")
	f.DurationVar(&o.Duration, "duration", 10*time.Second, "real `time` for the program; 0: no limit")
	f.Uint64Var(&o.Seed, "seed", 1, "seed that all schedules are drawn from")
	f.StringVar(&o.Strategy, "strategy", "auto", "how schedules are chosen: "+strings.Join(engine.StrategyNames[:], ", "))
	f.StringVar(&o.Artifacts, "artifacts", ".chaosrun", "`folder` for recordings")
	f.BoolVar(&o.SameOutput, "same-output", false, "fail a run whose output differs from that under the plain schedule")
	f.StringVar(&o.Faults, "faults", "", "fault `plan`, as in chaosrun test")
	f.StringVar(&o.Clock, "clock", "", "clock policy: idle, racing, manual, jitter:DURATION")
	return cmd
}

// programOf divides what was typed into the program, as go run does, and its arguments.
func programOf(typed []string) (program, args []string, err error) {
	n := 0
	for n < len(typed) && strings.HasSuffix(typed[n], ".go") {
		if strings.HasSuffix(typed[n], "_test.go") {
			return nil, nil, fmt.Errorf("%s is a file of tests and no part of a program: use chaosrun test", typed[n])
		}
		n++
	}
	if n = max(n, 1); n > len(typed) {
		return nil, nil, errors.New("chaosrun run wants a main package or its Go files, like chaosrun run . or chaosrun run main.go")
	}
	return typed[:n], typed[n:], nil
}
