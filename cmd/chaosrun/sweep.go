package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// sweepFlags are the flags of sweep.
type sweepFlags struct {
	o      runner.Options
	c      toolchain.Config
	spec   sweep.Spec
	events bool
	resume bool
	since  string
	config string
	out    *outputs
	shard  string
	past   string
	nats   natsFlags
	flags  *pflag.FlagSet
}

func sweepCmd() *cobra.Command {
	var s sweepFlags
	cmd := &cobra.Command{
		Use:   "sweep [flags] [packages]",
		Short: "Explore the tests of many packages under many configurations, as one campaign",
		Long: `Sweep explores every test of the packages under every combination of the strategies, clock
policies, fault plans and seeds that it is given, within one budget. All tests get equal
shares of the time, and more while they show new behavior. The artifacts folder keeps the
progress: after an interrupt, a crash or a full disk, the same command with -resume
continues.

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
	s.out = addOutputs(f)
	selectFlags(f, &s.spec.Run, &s.spec.Skip)
	parallelFlag(f, &s.o)
	exploreFlags(f, &s.o, &s.c, &s.events)
	keepGoingFlag(f, &s.spec.KeepGoing)
	f.BoolVar(&s.o.Verbose, "v", false, "show passing tests too")
	f.StringVar(&s.config, "config", "", "configuration `file`, instead of chaosrun.yaml in the current folder if it is there; flags win over it")
	f.StringVar(&s.shard, "shard", "", "make only the `i/n`-th part of the campaign, like 2/5; chaosrun merge joins the parts")
	f.StringVar(&s.past, "durations", "", "`file` of past test durations, by which shards are made equal (default durations.json in the artifacts folder); all shards must use the same")
	s.nats.define(f, "let workers (chaosrun worker) explore, over the NATS server with JetStream at `URL`; without a URL, or 'embedded', NATS_URL in the environment, or a server of its own for this machine")
	f.StringVar(&s.since, "since", "", sinceUsage)
	f.BoolVar(&s.resume, "resume", false, "continue the campaign of the artifacts folder")
	f.StringSliceVar(&s.spec.Strategies, "strategies", []string{"auto"}, "how schedules are chosen, separated by commas: "+strings.Join(engine.StrategyNames[:], ", "))
	f.StringSliceVar(&s.spec.Clocks, "clocks", []string{"own"}, "clock policies, separated by commas: own (as each test says, or idle), idle, racing, manual, jitter:DURATION")
	f.StringArrayVar(&s.spec.Faults, "faults", nil, "fault `plan`; may be repeated; own is the plan of each test")
	f.Var((*seedsValue)(&s.spec.Seeds), "seeds", "seeds that schedules are drawn from, separated by commas (default 1)")
	f.Uint64Var(&s.spec.Schedules, "schedules", 1000, "schedules of each test under each configuration; with -duration, no limit if not given")
	f.DurationVar(&s.spec.Duration, "duration", 0, "real `time` for the whole campaign, after building; 0: no limit")
	f.StringVar(&s.o.Artifacts, "artifacts", artifactsFolder, "`folder` for recordings and the campaign's journal")
}

// complete takes in the configuration file, checks the flags and fills in what follows.
func (s *sweepFlags) complete() error {
	if err := s.readConfig(); err != nil {
		return err
	}
	o, spec := &s.o, &s.spec
	o.Explicit = make(map[string]bool)
	s.flags.VisitAll(func(f *pflag.Flag) { o.Explicit[f.Name] = f.Changed })
	if len(spec.Packages) == 0 && s.since == "" {
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
	own := func(names []string) []string {
		for i, n := range names {
			if n == "own" {
				names[i] = "" // as the test says
			}
		}
		return distinct(names)
	}
	spec.Strategies, spec.Clocks, spec.Faults, spec.Seeds = distinct(spec.Strategies), own(spec.Clocks), own(spec.Faults), distinct(spec.Seeds)
	if err := spec.Check(); err != nil {
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
	names := []string{"race", "accesses", "tags", "trimpath", "max-steps", "timeout", "go"}
	spec.Settings = given(s.flags, append(names, runner.GivenFlags...)...)
	s.c.Log = os.Stderr
	return nil
}

// distinct leaves out what comes again.
func distinct[T comparable](all []T) []T {
	var out []T
	for _, v := range all {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// check reports what makes no sense.
func (s *sweepFlags) check() error {
	for flag, values := range map[string][]string{"strategies": s.spec.Strategies, "clocks": s.spec.Clocks, "faults": s.spec.Faults} {
		for _, v := range values {
			if err := s.checkValue(flag, v); err != nil {
				return err
			}
		}
	}
	if s.spec.Duration < 0 {
		return errors.New("-duration must not be negative")
	}
	if err := s.nats.check(); err != nil {
		return err
	}
	o := s.base()
	return checkTestFlags(&o, &s.c)
}

// base are options with nothing of the axes, to check others with.
func (s *sweepFlags) base() runner.Options {
	o := s.o
	o.Strategy, o.Faults, o.Clock, o.Schedules = "auto", "", "", s.spec.Schedules
	return o
}

// checkValue reports what makes no sense of one value of an axis.
func (s *sweepFlags) checkValue(flag, value string) error {
	o := s.base()
	switch {
	case flag == "strategies":
		o.Strategy = value
	case value == "own":
	case flag == "clocks" && value == "":
		return errors.New("-clocks: a clock is empty: want own, idle, racing, manual, or jitter: and a duration")
	case flag == "clocks":
		o.Clock = value
	case flag == "faults":
		o.Faults = value
	}
	return checkTestFlags(&o, &s.c)
}

// readConfig gives the flags that were not given the values of the configuration file.
func (s *sweepFlags) readConfig() error {
	name := s.config
	if name == "" {
		name = sweep.ConfigName
	}
	file, err := sweep.ReadFile(name)
	if s.config == "" && errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(s.spec.Packages) == 0 {
		s.spec.Packages = file.Packages
	}
	s.spec.Skips, s.spec.Budgets, s.spec.Ignore = file.Skip, file.Budget, file.Ignore
	given := make(map[string]bool) // on the command line
	s.flags.Visit(func(f *pflag.Flag) { given[f.Name] = true })
	for _, v := range file.Settings() {
		if given[v.Flag] {
			continue
		}
		if err := s.set(v); err != nil {
			return file.ErrorAt(v.Path, err)
		}
	}
	return nil
}

// set gives a flag a value of the configuration file.
func (s *sweepFlags) set(v sweep.Setting) error {
	f := s.flags.Lookup(v.Flag)
	list, many := f.Value.(pflag.SliceValue)
	var err error
	switch {
	case many && f.Changed:
		err = list.Append(v.Value)
	case many:
		err = list.Replace([]string{v.Value})
	default:
		err = f.Value.Set(v.Value)
	}
	f.Changed = true
	if err != nil {
		return err
	}
	if many {
		return s.checkValue(v.Flag, v.Value)
	}
	o := s.base()
	return checkTestFlags(&o, &s.c)
}

// run makes the campaign.
func (s *sweepFlags) run(ctx context.Context) error {
	folder, err := sweep.OpenFolder(s.o.Artifacts)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := s.out.open(s.o.Artifacts); err != nil {
		return err
	}
	start, err := s.start(folder)
	if err != nil {
		return err
	}
	tc, err := toolchain.Find(ctx, s.c)
	if err != nil {
		return err
	}
	if s.since != "" {
		if s.spec.Packages, err = since(ctx, tc, s.since, s.spec.Packages); err != nil {
			return err
		}
		if len(s.spec.Packages) == 0 {
			return s.out.write(tc.Root(), formOf(s.events))
		}
	}
	s.o.Tied, s.o.Ignore = true, s.spec.Ignore
	s.o.Workers = make(chan struct{}, s.o.Processes)
	show := newProgress(os.Stderr)
	defer show.done()
	x := &sweep.Executor{Artifacts: s.o.Artifacts}
	pkgs, err := sweep.Prepare(ctx, tc, s.o, &s.spec, x, show.built)
	if err != nil {
		return err
	}
	c := sweep.NewCampaign(s.spec, s.o.Processes)
	j, changed, err := c.Begin(start, pkgs)
	if err != nil {
		return err
	}
	defer j.Close()
	for _, p := range changed {
		fmt.Fprintf(os.Stderr, "chaosrun: %s has changed since: its tests are explored again\n", p)
	}
	for _, rule := range c.Unused() {
		fmt.Fprintf(os.Stderr, "chaosrun: the %s matches no test of this campaign\n", rule)
	}
	x.Found = func(f sweep.Finding) error {
		err := j.Append(sweep.Entry{Finding: &f})
		show.found(f)
		return err
	}
	do, done, err := s.hands(ctx, c, pkgs, x, show.log)
	if err != nil {
		return err
	}
	failed := c.Run(ctx, do, j, func() { show.explored(c) })
	show.done()
	if err := done(); failed == nil {
		failed = err
	}
	if failed == nil && ctx.Err() == nil {
		failed = errors.Join(j.End(), c.WriteDurations(s.o.Artifacts))
	}
	r := campaignReport{s.out, tc.Root(), s.o.Artifacts, s.events, s.o.Verbose}
	return r.finish(ctx, c, pkgs, failed)
}

// start is how the campaign begins.
func (s *sweepFlags) start(folder *sweep.Folder) (start sweep.Start, err error) {
	start = sweep.Start{Folder: folder, Resume: s.resume}
	if s.shard == "" {
		return start, nil
	}
	if start.Shard, err = sweep.ParseShard(s.shard); err != nil {
		return start, fmt.Errorf("-shard: %w", err)
	}
	start.Past, err = sweep.ReadDurations(s.past, s.o.Artifacts)
	return start, err
}

// campaignReport says how the results of a campaign are told.
type campaignReport struct {
	out             *outputs
	module          string // folder of the module
	artifacts       string
	events, verbose bool
}

// finish tells the results, and how the command ends; err is why the campaign is not whole.
func (r campaignReport) finish(ctx context.Context, c *sweep.Campaign, pkgs []sweep.Package, err error) error {
	sink := newSink(r.events, r.verbose, c.Spec.Seeds[0])
	c.Results(pkgs, r.artifacts, r.out.sink(sink))
	sink.Close()
	fmt.Fprintln(os.Stderr, c.Totals())
	if werr := r.out.write(r.module, formOf(r.events)); err == nil {
		err = werr
	}
	found, errs := sink.Failed()
	found = r.out.failed(found)
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "chaosrun: interrupted; what was found so far is above, and -resume continues")
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
