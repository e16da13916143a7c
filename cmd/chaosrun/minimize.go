package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

func minimizeCmd() *cobra.Command {
	var out string
	var budget time.Duration
	var flags toolchain.Flags
	cmd := &cobra.Command{
		Use:   "minimize",
		Short: "Look for a simpler schedule that fails in the same way as a recording",
		Long: `Minimize varies a recorded run. It keeps a variation that fails in the same way with fewer
preemptions, then with fewer choices that differ from the plain schedule, then with fewer
steps. If it is interrupted, it writes the simplest run found so far.

Exit status: 0 a recording was written or there is nothing simpler, 2 it could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			rec, r, err := openFailure(cmd, args[0], flags)
			if err != nil {
				return err
			}
			if rec.From > 0 || rec.First > 0 || rec.Kind == "hang" {
				return fmt.Errorf("%s cannot be minimized: %s", args[0], whyNotSimpler(rec))
			}
			fmt.Printf("%s: %s, %s\n", rec.Test, rec.Kind, rec.Cost())
			best, err := r.Simplify(cmd.Context(), rec, budget, true, func(c trace.Cost) {
				fmt.Printf("    %s\n", c)
			})
			if err != nil {
				return err
			}
			if best == rec {
				fmt.Println("there is nothing simpler")
				return nil
			}
			if out == "" {
				out = strings.TrimSuffix(args[0], ".chaos") + ".min.chaos"
			}
			if err := writeFile(out, func(w io.Writer) error { return best.Write(w) }); err != nil {
				return err
			}
			report.Failure(os.Stdout, best, out)
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "o", "", "write the recording to this `file` (default: FILE with .min.chaos at its end)")
	cmd.Flags().DurationVar(&budget, "duration", time.Minute, "real `time` to look; 0: no limit")
	goFlags(cmd.Flags(), &flags)
	return ofRecording(cmd)
}

// whyNotSimpler says why no simpler schedule of a recording can be looked for.
func whyNotSimpler(rec *trace.Trace) string {
	switch {
	case rec.Kind == "hang":
		return "the run hangs"
	case rec.From > 0:
		return "the recording has only the last steps of its run"
	}
	return "the run fails only after other runs in its process"
}
