package main

import (
	"fmt"
	"os/exec"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

func doctorCmd() *cobra.Command {
	var c toolchain.Config
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Report what is installed and what chaosrun can control",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			tc, err := toolchain.Find(cmd.Context(), c)
			if err != nil {
				return err
			}
			fmt.Printf("ok  %s %s/%s, controlled by %d edits\n", tc.Env.GOVERSION, tc.Env.GOOS, tc.Env.GOARCH, tc.Edits())
			if cc, err := exec.LookPath("gcc"); tc.Env.CGO_ENABLED == "1" && err == nil {
				fmt.Printf("ok  -race works (C compiler %s)\n", cc)
			} else {
				fmt.Println("no  -race: it needs cgo and a C compiler")
			}
			if tc.Proves() {
				fmt.Println("ok  leaks are proved by the runtime's goroutine-leak collection")
			} else {
				fmt.Println("no  leaks cannot be proved before Go 1.26: every goroutine that is left counts as a leak")
			}
			if cache, err := toolchain.CacheDir(); err == nil {
				fmt.Printf("ok  the cache is %s (chaosrun clean removes it)\n", cache)
			}
			fmt.Println(`not controlled: real sockets (-net real), child processes, pipes and signals, threads
    of C code, system calls that take longer than 100 ms, goroutines started by init
    or TestMain. A run that they take part in says so.`)
			return nil
		},
	}
	cmd.Flags().StringVar(&c.Version, "go", "", "Go `version` to look at, like go1.26.8")
	return cmd
}
