package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

func replayCmd() *cobra.Command {
	var verbose bool
	var flags toolchain.Flags
	var other deviation
	cmd := &cobra.Command{
		Use:   "replay",
		Short: "Make a recorded run again and check every step of it",
		Long: `Replay repeats the run of a recording in a new process and compares every step.

With -step N -next gK, it repeats the run up to the last choice of a goroutine before step N, chooses
goroutine gK there, continues under the plain schedule, and writes a new recording.

Exit status: 1 the failure recurred, or with -next the new run fails, 0 the run passed, 3 the run
diverged from the recording, 2 it could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := other.check(); err != nil {
				return err
			}
			rec, r, err := openRecording(cmd, args[0], flags)
			if err != nil {
				return err
			}
			if other.g != "" {
				return other.make(cmd.Context(), r, rec, args[0])
			}
			got, err := r.Replay(cmd.Context(), rec)
			if err != nil {
				return err
			}
			return showReplay(os.Stdout, rec, got, verbose)
		},
	}
	cmd.Flags().BoolVar(&verbose, "v", false, "print every step")
	cmd.Flags().IntVar(&other.step, "step", 0, "with -next: the `step` before which another goroutine is chosen, numbered as in chaosrun show")
	cmd.Flags().StringVar(&other.g, "next", "", "the `goroutine` to choose there, like g3")
	cmd.Flags().StringVar(&other.out, "o", "", "with -next: write the new recording to this `file` (default: FILE with .next.chaos at its end)")
	goFlags(cmd.Flags(), &flags)
	return ofRecording(cmd)
}

// openRecording reads a recording and builds its test.
func openRecording(cmd *cobra.Command, name string, given toolchain.Flags) (*trace.Trace, *runner.Runner, error) {
	rec, err := readRecording(name)
	if err != nil {
		return nil, nil, err
	}
	return buildOf(cmd, rec, name, given)
}

// openFailure reads the recording of a run that fails and builds its test.
func openFailure(cmd *cobra.Command, name string, given toolchain.Flags) (*trace.Trace, *runner.Runner, error) {
	rec, err := readFailure(name)
	if err != nil {
		return nil, nil, err
	}
	return buildOf(cmd, rec, name, given)
}

func buildOf(cmd *cobra.Command, rec *trace.Trace, name string, given toolchain.Flags) (*trace.Trace, *runner.Runner, error) {
	o := runner.Options{Runner: runner.Runner{Patience: 30 * time.Second}, Processes: runtime.NumCPU()}
	r, err := buildRecorded(cmd, rec, name, given, o, os.Stderr)
	return rec, r, err
}

// buildRecorded builds the test of a recording, which was read from that file. What there is to say
// meanwhile goes to log.
func buildRecorded(cmd *cobra.Command, rec *trace.Trace, name string, given toolchain.Flags, o runner.Options, log io.Writer) (*runner.Runner, error) {
	c, err := configOfRecording(cmd, rec, name, given, log)
	if err != nil {
		return nil, err
	}
	return buildConfigured(cmd, rec, c, o)
}

// configOfRecording says what the test of a recording is built with.
func configOfRecording(cmd *cobra.Command, rec *trace.Trace, name string, given toolchain.Flags, log io.Writer) (toolchain.Config, error) {
	c := toolchain.Config{
		Version: rec.Go, Race: rec.Race, Accesses: rec.Accesses, Tags: rec.Tags, Net: rec.Net, Program: rec.Program != "", Log: log,
	}
	err := flagsOfRecording(cmd, &c, rec, name, given)
	return c, err
}

// buildConfigured builds the test of a recording like that.
func buildConfigured(cmd *cobra.Command, rec *trace.Trace, c toolchain.Config, o runner.Options) (*runner.Runner, error) {
	tc, err := toolchain.Find(cmd.Context(), c)
	if err != nil {
		return nil, err
	}
	return runner.ForRecording(cmd.Context(), tc, o, rec)
}

// flagsOfRecording takes in the flags that the test binary of a recording was built with. Those
// that are given win over them.
func flagsOfRecording(cmd *cobra.Command, c *toolchain.Config, rec *trace.Trace, name string, given toolchain.Flags) error {
	refused, err := c.FromRecording(rec.Flags)
	if err != nil {
		return err
	}
	set := cmd.Flags().Changed
	flagName := func(flag string) string {
		name, _, _ := strings.Cut(strings.TrimPrefix(flag, "-"), "=")
		return name
	}
	var missing []string
	for _, flag := range rec.Flags {
		same := func(other string) bool { return flagName(other) == flagName(flag) }
		if slices.ContainsFunc(refused, same) && !set(flagName(flag)) {
			missing = append(missing, shellQuoted(flag))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("the test binary was built with flags that a replay does not take from a recording, because they may name programs and files of this machine; if you know them, type: chaosrun %s %s %s", cmd.Name(), strings.Join(missing, " "), name)
	}
	file := func(to *string, name string) func() {
		return func() {
			if *to, err = name, nil; name != "" {
				*to, err = filepath.Abs(name)
			}
		}
	}
	for _, v := range []struct {
		name string
		take func()
	}{
		{"mod", func() { c.Flags.Mod = given.Mod }},
		{"modfile", file(&c.Flags.ModFile, given.ModFile)},
		{"overlay", func() { file(&c.Flags.Overlay, given.Overlay)(); c.Dir = "" }},
		{"ldflags", func() { c.Flags.Ldflags = given.Ldflags }},
		{"gcflags", func() { c.Flags.Gcflags = given.Gcflags }},
		{"trimpath", func() { c.Flags.Trimpath = given.Trimpath }},
	} {
		if set(v.name) && err == nil {
			v.take()
		}
	}
	return err
}

// shellQuoted is an argument as a shell reads it.
func shellQuoted(arg string) string {
	if !strings.ContainsAny(arg, " \t\n'\"\\$`*?[]{}()<>|&;#~!") {
		return arg
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}

// readFailure reads the recording of a run that fails. Those of runs that pass are made by hand.
func readFailure(name string) (*trace.Trace, error) {
	t, err := readRecording(name)
	if err == nil && t.Kind == "" {
		return nil, fmt.Errorf("the run of %s passes: name the recording of a failure", name)
	}
	return t, err
}

func readRecording(name string) (*trace.Trace, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := trace.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// showReplay says what a replay did. It returns the exit status that says it.
func showReplay(w io.Writer, rec *trace.Trace, got *runner.Replayed, verbose bool) error {
	if verbose {
		report.Steps(w, got.Trace)
	}
	if !got.SameBuild {
		fmt.Fprintln(w, "note: the test binary is not the one that was recorded: the code, the Go version or the flags have changed")
	}
	if got.Same(rec) { // what was found out about the recorded run holds for this one
		got.Trace.Swap, got.Trace.Notes = rec.Swap, rec.Notes
		if rec.Kind == "livelock" {
			got.Trace.Message = rec.Message // the recorded run was longer than its recording
		}
	}
	return endOfReplay(w, rec, got, "replayed", func() { report.Failure(w, got.Trace, "") })
}

// endOfReplay says how a recorded run that was made again has ended, and whether it is the recorded one. did
// is what is said of one that is; show shows a failure.
func endOfReplay(w io.Writer, rec *trace.Trace, got *runner.Replayed, did string, show func()) error {
	switch {
	case got.Outside:
		fmt.Fprintf(w, "--- FAIL: %s: %s, but not step by step: the run depends on what comes from outside\n", rec.Test, did)
		show()
		return exitStatus(exitFound)
	case got.Same(rec) && rec.Kind == "":
		fmt.Fprintf(w, "--- PASS: %s: %s, all %d events as recorded\n", rec.Test, did, len(rec.Events))
		return nil
	case got.Same(rec):
		fmt.Fprintf(w, "--- FAIL: %s: %s, all %d events as recorded\n", rec.Test, did, len(rec.Events))
		show()
		return exitStatus(exitFound)
	case got.Divergence >= 0:
		report.Divergence(w, rec, got.Trace, got.Divergence)
		return exitStatus(exitDiverged)
	case got.Trace.Kind == "":
		fmt.Fprintf(w, "--- PASS: %s: the recorded run passes now\n", rec.Test)
		return nil
	}
	fmt.Fprintf(w, "--- FAIL: %s: the recording says %s, and now it is %s\n", rec.Test, rec.Kind, got.Trace.Kind)
	show()
	return exitStatus(exitDiverged)
}
