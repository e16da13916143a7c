package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

// manCmd writes the pages that releases and packages of distributions install.
func manCmd() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write the man pages of all commands to a folder",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return fmt.Errorf("cannot write the man pages: %w", err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true // the pages of one version are the same whenever they are written
			sameDefaults(root)
			header := &doc.GenManHeader{Section: "1", Source: "chaosrun " + version(), Manual: "chaosrun"}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fmt.Errorf("cannot write the man pages: %w", err)
			}
			return nil
		},
	}
}

// sameDefaults replaces what is the number of processors of this machine.
func sameDefaults(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "p" || cmd.Name() == "fuzz" && f.Name == "parallel" {
			f.DefValue = "number of processors"
		}
	})
	for _, sub := range cmd.Commands() {
		sameDefaults(sub)
	}
}
