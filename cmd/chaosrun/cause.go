package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// causeBranches is how many random continuations from each point are usual.
const causeBranches = 50

func causeCmd() *cobra.Command {
	var branches int
	var flags toolchain.Flags
	cmd := &cobra.Command{
		Use:   "cause",
		Short: "Find the choice that made a recorded failure inevitable",
		Long: `Cause goes back to points of a recorded run and lets it go on from there in many random
ways. It reports the first choice after which every one of them fails, and how many failed
before it.

Exit status: 0 the choice was found, 2 it could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			rec, r, err := openRecording(cmd, args[0], flags)
			if err != nil {
				return err
			}
			c, err := r.FindCause(cmd.Context(), rec, max(branches, 1))
			if err != nil {
				return err
			}
			report.Cause(os.Stdout, rec, c)
			return nil
		},
	}
	cmd.Flags().IntVar(&branches, "branches", causeBranches, "random continuations from each point")
	goFlags(cmd.Flags(), &flags)
	return ofRecording(cmd)
}
