package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/ci"
)

func initCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write configuration files for a project",
	}
	cmd.AddCommand(initCICmd())
	return cmd
}

func initCICmd() *cobra.Command {
	var gitlab, force bool
	cmd := &cobra.Command{
		Use:   "ci [flags] [packages]",
		Short: "Write a workflow for GitHub Actions, or with -gitlab for GitLab CI",
		Long: `Ci writes a configuration of continuous integration for the module of the current folder.
For every pull request it explores the packages that have changed and the packages that
import them, for at most 20,000 schedules of each test and five minutes. Every night it
sweeps and fuzzes all packages, or the named ones. Fuzz corpora and findings are kept from
night to night, and only new findings fail.

An existing file is replaced only with -force.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := ci.Find(".", version(), args)
			if err != nil {
				return err
			}
			system := ci.GitHub
			if gitlab {
				system = ci.GitLab
			}
			name, err := p.Write(system, force)
			if err != nil {
				return err
			}
			fmt.Printf("wrote %s\n", relative(name))
			if gitlab {
				return includeIt(p)
			}
			fmt.Println("It runs for pull requests as soon as it is on the default branch, and every night.")
			return nil
		},
	}
	cmd.Flags().BoolVar(&gitlab, "gitlab", false, "for GitLab CI")
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}

// includeIt tells how GitLab comes to read the file, if it does not yet.
func includeIt(p *ci.Project) error {
	main := filepath.Join(p.Root, ".gitlab-ci.yml")
	text, err := os.ReadFile(main)
	switch {
	case err == nil && strings.Contains(string(text), ci.GitLab.File):
		fmt.Printf("%s includes it already.\n", relative(main))
	case err == nil:
		fmt.Printf("Add it to %s:\n\ninclude:\n  - local: %s\n", relative(main), ci.GitLab.File)
	case os.IsNotExist(err):
		fmt.Printf("GitLab reads it when %s has:\n\ninclude:\n  - local: %s\n", relative(main), ci.GitLab.File)
	default:
		return err
	}
	return nil
}

// relative is a file's name from the current folder on, if that is shorter.
func relative(name string) string {
	dir, err := os.Getwd()
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(dir, name); err == nil && len(rel) < len(name) {
		return rel
	}
	return name
}
