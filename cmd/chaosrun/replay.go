package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

func replayCmd() *cobra.Command {
	var verbose bool
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Make a recorded run again and check every step of it",
		Long: `Replay makes the run of a recording again, in a fresh process, and compares every
step with the recording.

Exit status: 1 the same failure came back, 0 the run passed, 3 the run went another way
than the recording, 2 it could not run.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			rec, r, err := openRecording(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			got, err := r.Replay(cmd.Context(), rec)
			if err != nil {
				return err
			}
			return showReplay(rec, got, verbose)
		},
	}
	cmd.Flags().BoolVar(&verbose, "v", false, "print every step")
	return cmd
}

// openRecording reads a recording and builds its test.
func openRecording(ctx context.Context, name string) (*trace.Trace, *runner.Runner, error) {
	rec, err := readRecording(name)
	if err != nil {
		return nil, nil, err
	}
	tc, err := toolchain.Find(ctx, toolchain.Config{
		Version: rec.Go, Race: rec.Race, Accesses: rec.Accesses, Tags: rec.Tags, Net: rec.Net, Log: os.Stderr,
	})
	if err != nil {
		return nil, nil, err
	}
	o := runner.Options{Runner: runner.Runner{Patience: 30 * time.Second}, Processes: runtime.NumCPU()}
	r, err := runner.ForRecording(ctx, tc, o, rec)
	return rec, r, err
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

func showReplay(rec *trace.Trace, got *runner.Replayed, verbose bool) error {
	if verbose {
		report.Steps(os.Stdout, got.Trace)
	}
	if !got.SameBuild {
		fmt.Println("note: the test binary is not the one that was recorded: the code, the Go version or the flags have changed")
	}
	switch {
	case got.Same(rec):
		fmt.Printf("--- FAIL: %s: replayed, all %d events as recorded\n", rec.Test, len(rec.Events))
		report.Failure(os.Stdout, got.Trace, "")
		return exitStatus(exitFound)
	case got.Divergence >= 0:
		report.Divergence(os.Stdout, rec, got.Trace, got.Divergence)
		return exitStatus(exitDiverged)
	}
	if got.Trace.Kind == "" {
		fmt.Printf("--- PASS: %s: the recorded run passes now\n", rec.Test)
		return nil
	}
	fmt.Printf("--- FAIL: %s: the recording says %s, and now it is %s\n", rec.Test, rec.Kind, got.Trace.Kind)
	report.Failure(os.Stdout, got.Trace, "")
	return exitStatus(exitDiverged)
}
