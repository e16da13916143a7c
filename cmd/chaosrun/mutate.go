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

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/mutate"
	"github.com/chaosrun/chaosrun/internal/changes"
	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

func mutateCmd() *cobra.Command {
	var (
		o         mutate.Options
		c         toolchain.Config
		events    bool
		operators string
		least     float64
		ref       string
	)
	cmd := &cobra.Command{
		Use:   "mutate [flags] [packages]",
		Short: "Check whether the tests notice when synchronization is left out",
		Long: `Mutate makes small changes to the synchronization of the packages' code, one at a time: a
Lock left out, a channel without its buffer, an if instead of the for around a Wait. It explores the
packages' own tests with each of these mutants, and reports those that no test notices. It
never changes the files.

A mutant is killed if a test fails, and survives if all tests that reach it pass. It is a
suspect if no run reaches it, or if the same seeds give the same interleavings as without it.
The score of a package is killed / (killed + survived). Tests that fail without mutants are
left out.

Operators:
` + operatorList() + `
Exit status: 0 it ran, 1 a score is less than -min, 2 something could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			// Races are what most mutants are noticed by.
			if c.Race && !cmd.Flags().Changed("accesses") {
				c.Accesses = false
			}
			if err := checkTestFlags(&o.Options, &c); err != nil {
				return err
			}
			var err error
			if o.Operators, err = chosenOperators(operators); err != nil {
				return err
			}
			switch {
			case o.Max < 0:
				return errors.New("-max must not be negative")
			case least < 0 || least > 100:
				return fmt.Errorf("-min is %g: want a percentage, 0 to 100", least)
			}
			c.Log = os.Stderr
			o.Explicit = make(map[string]bool)
			cmd.Flags().Visit(func(f *pflag.Flag) { o.Explicit[f.Name] = true })
			for _, name := range []string{"schedules", "count", "duration", "artifacts"} {
				o.Explicit[name] = true // the budget is that of mutants, whatever a test asks for
			}
			tc, err := toolchain.Find(cmd.Context(), c)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = []string{"."}
			}
			if ref != "" {
				if o.Changed, err = changes.Of(cmd.Context(), tc.Dir, ref); err != nil {
					return fmt.Errorf("-since: %w", err)
				}
			}
			text := &mutate.Text{W: os.Stdout, Verbose: o.Verbose}
			var sink mutate.Sink = text
			scores := &text.Scores
			if events {
				j := &mutate.JSON{W: os.Stdout}
				sink, scores = j, &j.Scores
			}
			o.Tied = true     // no worker outlives us
			o.Verbose = false // the tests' own output is not shown
			err = mutate.Packages(cmd.Context(), tc, o, args, sink)
			switch {
			case cmd.Context().Err() != nil:
				fmt.Fprintln(os.Stderr, "chaosrun: interrupted; what was tried so far is above")
				return exitStatus(exitError)
			case err != nil:
				return err
			case scores.Errors() > 0:
				return exitStatus(exitError)
			}
			if below := scores.Below(least); len(below) > 0 {
				for _, s := range below {
					p, _ := s.Percent()
					fmt.Fprintf(os.Stderr, "chaosrun: the score of %s is %.1f %%, less than -min %g\n", s.Package, p, least)
				}
				return exitStatus(exitFound)
			}
			return nil
		},
	}
	f := cmd.Flags()
	buildFlags(f, &c)
	parallelFlag(f, &o.Options)
	runFlags(f, &o.Options, 5*time.Second, 1<<20)
	eventsFlag(f, &events)
	f.StringVar(&operators, "operators", "", "`names` of the operators to use, separated by commas (default all); names that begin with a minus are excluded")
	f.IntVar(&o.Max, "max", 0, "try at most `n` mutants of each package, chosen by the seed; 0: all")
	f.StringVar(&ref, "since", "", "only mutants of lines that have changed since the merge base with the commit `ref`, like origin/main; uncommitted changes count")
	f.Float64Var(&least, "min", 0, "least `score` of every package, in per cent")
	f.StringVar(&o.Run, "run", "", "use only tests that match `regexp`, as in go test")
	f.StringVar(&o.Skip, "skip", "", "leave out tests that match `regexp`, as in go test")
	f.BoolVar(&o.Verbose, "v", false, "show the diffs of killed mutants too")
	f.BoolVar(&c.Race, "race", false, "look for data races with the race detector, in place of -accesses")
	f.BoolVar(&c.Accesses, "accesses", true, "make plain reads and writes of the module's packages scheduling points, and look for data races")
	f.Uint64Var(&o.Schedules, "schedules", 200, "schedules of each test with each mutant")
	f.DurationVar(&o.Duration, "duration", 10*time.Second, "real `time` for each mutant; 0: no limit")
	f.Uint64Var(&o.Seed, "seed", 1, "seed that all schedules are drawn from")
	f.StringVar(&o.Strategy, "strategy", "auto", "how schedules are chosen: "+strings.Join(engine.StrategyNames[:], ", "))
	f.StringVar(&o.Faults, "faults", "", "fault `plan`, as in chaosrun test")
	f.StringVar(&o.Clock, "clock", "", "clock policy, as in chaosrun test")
	f.BoolVar(&o.Isolate, "isolate", false, "one process for every run")
	return cmd
}

func operatorList() string {
	var b strings.Builder
	for _, op := range mutate.Operators {
		fmt.Fprintf(&b, "  %-10s%s\n", op.Name, op.What)
	}
	return b.String()
}

// chosenOperators are those that -operators names.
func chosenOperators(list string) ([]mutate.Operator, error) {
	if list == "" {
		return mutate.Operators, nil
	}
	without := strings.HasPrefix(list, "-")
	var names []string
	for _, name := range strings.Split(list, ",") {
		bare := strings.TrimLeft(strings.TrimSpace(name), "-")
		if strings.HasPrefix(strings.TrimSpace(name), "-") != without {
			return nil, errors.New("-operators: either all names begin with a minus or none")
		}
		known := func(op mutate.Operator) bool { return op.Name == bare }
		if !slices.ContainsFunc(mutate.Operators, known) {
			return nil, fmt.Errorf("-operators: there is no operator %q; chaosrun mutate -help lists them", bare)
		}
		names = append(names, bare)
	}
	var chosen []mutate.Operator
	for _, op := range mutate.Operators {
		if slices.Contains(names, op.Name) != without {
			chosen = append(chosen, op)
		}
	}
	return chosen, nil
}
