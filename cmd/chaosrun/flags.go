package main

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/spf13/pflag"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Flags that several commands have, with the same words for the same thing.

// exploreFlags are those of all commands that explore tests as they are.
func exploreFlags(f *pflag.FlagSet, o *runner.Options, c *toolchain.Config, events *bool) {
	buildFlags(f, c)
	raceFlags(f, c)
	runFlags(f, o, 30*time.Second, 0)
	searchFlags(f, o)
	eventsFlag(f, events)
}

// raceFlags say how data races are looked for.
func raceFlags(f *pflag.FlagSet, c *toolchain.Config) {
	f.BoolVar(&c.Race, "race", false, "build with the race detector and look for data races")
	f.BoolVar(&c.Accesses, "accesses", false, "make plain reads and writes of the module's packages scheduling points, and look for data races without cgo")
}

// searchFlags say what failures are worth, and how simple they are made.
func searchFlags(f *pflag.FlagSet, o *runner.Options) {
	f.DurationVar(&o.HoldUp, "holdup", time.Millisecond, "longest `time` for which a goroutine may be held up: a failure that needs a longer hold-up is a timing warning, and hold-ups of more than a hundred times that are not tried; 0: goroutines are not held up")
	f.Var((*wallTime)(&o.Wall), "walltime", "`date` at which runs begin, like 2026-11-28 or 2026-11-28T15:04:05Z, instead of today")
	f.DurationVar(&o.Shrink, "shrink", 5*time.Second, "real `time` to look for a simpler schedule of each failure; 0: keep the one that was found")
}

// buildFlags say how test binaries are built.
func buildFlags(f *pflag.FlagSet, c *toolchain.Config) {
	f.StringVar(&c.Tags, "tags", "", "build `tags`, separated by commas")
	f.StringVar(&c.Net, "net", "virtual", "virtual: an in-memory network under control; real: the machine's")
	f.StringVar(&c.Version, "go", "", "Go `version` to build with, like go1.26.8")
	f.Var(offOnly("chaosrun does not vet: leave it out, and use go vet beside it"), "vet", "only off: chaosrun does not vet")
	goFlags(f, &c.Flags)
}

// goFlagNames are the names of goFlags.
var goFlagNames = map[string]bool{"mod": true, "modfile": true, "overlay": true, "ldflags": true, "gcflags": true, "trimpath": true}

// goFlags are those that the go command gets as they are.
func goFlags(f *pflag.FlagSet, flags *toolchain.Flags) {
	f.StringVar(&flags.Mod, "mod", "", "how modules are resolved: readonly, vendor or mod, as in go build")
	f.StringVar(&flags.ModFile, "modfile", "", "use this `file` instead of go.mod, as in go build")
	f.StringVar(&flags.Overlay, "overlay", "", "JSON `file` that replaces files in the build, as in go build")
	f.StringArrayVar(&flags.Ldflags, "ldflags", nil, "`flags` for the linker, as in go build; may be given several times")
	f.StringArrayVar(&flags.Gcflags, "gcflags", nil, "`flags` for the compiler, as in go build; may be given several times")
	f.BoolVar(&flags.Trimpath, "trimpath", false, "leave names of folders out of the test binary, as in go build")
}

// runFlags say how runs are made, and what ends them.
func runFlags(f *pflag.FlagSet, o *runner.Options, patience time.Duration, steps uint64) {
	processFlags(f, o, patience, steps, "proved")
	f.BoolVar(&o.Short, "short", false, "tell tests to shorten their run time")
	f.Var(offOnly("each test is explored separately, and no order can be shuffled: leave it out; -seed makes other schedules"), "shuffle", "only off: each test is explored separately, and there is no order to shuffle")
	f.StringArrayVar(&o.Args, argsFlag, nil, "pass the `arguments` that follow to the test binary, as in go test")
}

// processFlags are those of runFlags that programs have too.
func processFlags(f *pflag.FlagSet, o *runner.Options, patience time.Duration, steps uint64, leaks string) {
	f.DurationVar(&o.Patience, "timeout", patience, "real `time` without a scheduling point after which a run hangs")
	f.Uint64Var(&o.MaxSteps, "max-steps", steps, "`steps` after which a run continues under a fair schedule; a run that does not end soon after that is a livelock; 0: many times what the first run needs")
	f.StringVar(&o.Leaks, "leaks", leaks, "which goroutines that are left are failures: proved, all, report (none), off (not looked at)")
	f.IntVar(&o.Processes, "p", runtime.NumCPU(), "worker `processes`")
}

// programFlags are those of exploreFlags, less those of tests, for a program.
func programFlags(f *pflag.FlagSet, o *runner.Options) {
	processFlags(f, o, 30*time.Second, 0, "off")
	searchFlags(f, o)
}

// parallelFlag is for all but fuzz, where the flag of that name means processes, as in go test -fuzz.
func parallelFlag(f *pflag.FlagSet, o *runner.Options) {
	f.IntVar(&o.Parallel, "parallel", 0, "run at most `n` tests that call t.Parallel at once, as in go test; 0: 4")
}

// selectFlags say which tests are meant.
func selectFlags(f *pflag.FlagSet, run, skip *string) {
	f.StringVar(run, "run", "", "run only tests that match `regexp`, as in go test")
	f.StringVar(skip, "skip", "", "skip tests that match `regexp`, as in go test")
}

// eventsFlag is for those who read the results by program.
func eventsFlag(f *pflag.FlagSet, events *bool) {
	f.BoolVar(events, "events", false, "print chaosrun's own events, one JSON object a line")
}

// keepGoingFlag is for those who want more than the first failure.
func keepGoingFlag(f *pflag.FlagSet, keep *bool) {
	f.BoolVar(keep, "keep-going", false, "continue with a test after its first failure")
}

// failFastFlag is for those who want no more than the first failing test.
func failFastFlag(f *pflag.FlagSet, o *runner.Options) {
	f.BoolVar(&o.FailFast, "failfast", false, "explore no more tests after the first one that fails, as in go test")
}

// wallTime is the flag -walltime.
type wallTime time.Time

// String implements [pflag.Value].
func (w *wallTime) String() string {
	if t := time.Time(*w); !t.IsZero() {
		return t.Format(time.RFC3339)
	}
	return ""
}

// Type implements [pflag.Value].
func (w *wallTime) Type() string { return "date" }

// Set implements [pflag.Value].
func (w *wallTime) Set(text string) error {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t, err = time.Parse(time.RFC3339, text)
	}
	switch {
	case err != nil:
		return errors.New("want a date like 2026-11-28, or a time like 2026-11-28T15:04:05Z")
	case t.Year() < 1970 || t.Year() > 2200:
		return fmt.Errorf("the year is %d: want 1970 to 2200", t.Year())
	}
	*w = wallTime(t)
	return nil
}

// given are the flags that were given, as name=value.
func given(f *pflag.FlagSet, names ...string) []string {
	var flags []string
	for _, name := range names {
		if flag := f.Lookup(name); flag != nil && flag.Changed {
			flags = append(flags, name+"="+flag.Value.String())
		}
	}
	return flags
}

// offOnly is a flag that cannot be on; it holds why, and what to do.
type offOnly string

// String implements [pflag.Value].
func (o offOnly) String() string { return "" }

// Type implements [pflag.Value].
func (o offOnly) Type() string { return "off" }

// Set implements [pflag.Value].
func (o offOnly) Set(text string) error {
	if text != "off" {
		return errors.New(string(o))
	}
	return nil
}
