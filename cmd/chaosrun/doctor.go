package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

func doctorCmd() *cobra.Command {
	var steady bool
	d := steadiness{w: os.Stdout}
	cmd := &cobra.Command{
		Use:   "doctor [-determinism [flags] [packages]]",
		Short: "Report what is installed and what chaosrun can control",
		Long: `Doctor reports what is installed and what chaosrun can control on this machine.

With -determinism it looks at tests: it repeats the same few schedules of each test, each time in a
new process, and reports the tests whose steps are not the same every time, with the first step that
differs and the likely reason. Failures of such a test may not replay.

Exit status: 0 all is well, 1 a test differs, 2 something could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if steady {
				d.c.Log = os.Stderr
				d.o.Schedules, d.o.Strategy, d.o.Duration = d.schedules, "random", 0
				return d.check(cmd.Context(), args)
			}
			if len(args) > 0 {
				return errors.New("doctor looks at the machine, and with -determinism at packages: add -determinism, or leave the packages out")
			}
			tc, err := toolchain.Find(cmd.Context(), toolchain.Config{Version: d.c.Version})
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
	f := cmd.Flags()
	f.BoolVar(&steady, "determinism", false, "repeat schedules of tests, and report those that are not the same every time")
	buildFlags(f, &d.c)
	raceFlags(f, &d.c)
	selectFlags(f, &d.o.Run, &d.o.Skip)
	runFlags(f, &d.o, 30*time.Second, 0)
	f.DurationVar(&d.o.HoldUp, "holdup", time.Millisecond, "as in chaosrun test")
	f.Uint64Var(&d.schedules, "schedules", 3, "schedules of each test")
	f.IntVar(&d.times, "times", 10, "how often each schedule is made")
	f.Uint64Var(&d.o.Seed, "seed", 1, "seed that the schedules are drawn from")
	return cmd
}
