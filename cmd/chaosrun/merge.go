package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
	"github.com/chaosrun/chaosrun/internal/runner"
)

func mergeCmd() *cobra.Command {
	var artifacts string
	var events, verbose bool
	var out *outputs
	cmd := &cobra.Command{
		Use:   "merge [flags] folder...",
		Short: "Join the shards of a campaign",
		Long: `Merge reads the artifacts folders of all shards of a campaign (chaosrun sweep -shard i/n),
reports what the shards together have found, as sweep does, and copies the recordings and
how long tests took into one artifacts folder.

Exit status: 0 nothing found, 1 a failure found, 2 a shard is missing or could not run.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, dirs []string) error {
			if err := runner.Writable(artifacts); err != nil {
				return err
			}
			if err := out.open(artifacts); err != nil {
				return err
			}
			m, err := sweep.Merge(dirs, artifacts)
			if err != nil {
				return err
			}
			var missing []error
			for _, what := range m.Missing {
				missing = append(missing, errors.New(what))
			}
			if len(missing) == 0 {
				err = m.Campaign.WriteDurations(artifacts)
			} else {
				err = fmt.Errorf("the campaign is incomplete: %w", errors.Join(missing...))
			}
			r := campaignReport{out, ".", artifacts, events, verbose}
			return r.finish(cmd.Context(), m.Campaign, m.Packages, err)
		},
	}
	f := cmd.Flags()
	out = addOutputs(f)
	f.StringVar(&artifacts, "artifacts", artifactsFolder, "`folder` for the recordings of all shards")
	f.BoolVar(&verbose, "v", false, "show passing tests too")
	eventsFlag(f, &events)
	return cmd
}
