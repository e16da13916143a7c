package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// causeBranches lets the search for a cause choose how many random continuations it makes.
const causeBranches = 0

func causeCmd() *cobra.Command {
	var branches int
	var flags toolchain.Flags
	cmd := &cobra.Command{
		Use:   "cause",
		Short: "Find the choice that made a recorded failure inevitable",
		Long: `Cause repeats a recorded run up to one of its choices, and continues from there in many
random ways. It reports the first choice after which every continuation fails, and how many
fail before that choice. If every schedule fails, cause says so. The search takes a few seconds;
more continuations (-branches) take longer and make the answer more certain.

Exit status: 0 the choice was found, 2 it could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			rec, r, err := openFailure(cmd, args[0], flags)
			if err != nil {
				return err
			}
			c, err := r.FindCause(cmd.Context(), rec, max(branches, 0))
			if err != nil {
				return err
			}
			report.Cause(os.Stdout, rec, c)
			return nil
		},
	}
	cmd.Flags().IntVar(&branches, "branches", causeBranches, "random continuations from each point (default 50, or as many as a few seconds are enough for)")
	goFlags(cmd.Flags(), &flags)
	return ofRecording(cmd)
}
