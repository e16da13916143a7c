package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

func cleanCmd() *cobra.Command {
	var only bool
	cmd := &cobra.Command{
		Use:   "clean",
		Short: "Remove chaosrun's cache",
		Long: `Clean removes chaosrun's cache: edited standard libraries, and test binaries. chaosrun
builds them again when it needs them. Clean leaves the go command's own cache (go clean -cache), and
the recordings, findings and corpora in the folder .chaosrun of each module.

Do not run it while another chaosrun runs.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := toolchain.CacheDir()
			if err != nil {
				return err
			}
			bytes, err := sizeOf(dir)
			if errors.Is(err, fs.ErrNotExist) {
				fmt.Printf("%s is not there: there is nothing to remove\n", dir)
				return nil
			}
			if err != nil {
				return err
			}
			if only {
				fmt.Printf("%s: %d MB\n", dir, bytes>>20)
				return nil
			}
			if err := os.RemoveAll(dir); err != nil {
				return fmt.Errorf("cannot remove the cache: %w", err)
			}
			fmt.Printf("removed %s: %d MB\n", dir, bytes>>20)
			return nil
		},
	}
	cmd.Flags().BoolVar(&only, "n", false, "print what would be removed, and remove nothing")
	return cmd
}

// sizeOf is how many bytes the files below a folder have.
func sizeOf(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it is gone meanwhile
		}
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
