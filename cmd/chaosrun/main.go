// Command chaosrun runs the tests of Go packages, unchanged, under a scheduler that
// explores their interleavings, and replays what it finds.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// exitStatus is an error that only sets the exit status: what there is to say has
// been said.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// The exit statuses.
const (
	exitFound    = 1 // a failure was found
	exitError    = 2 // something could not run
	exitDiverged = 3 // a replay did something else than its recording
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// rootCmd is the command with all its subcommands.
func rootCmd() *cobra.Command {
	root := &cobra.Command{
		Use:           "chaosrun",
		Short:         "Explore the goroutine schedules of unmodified Go tests",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(testCmd(), sweepCmd(), mergeCmd(), workerCmd(), fuzzCmd(), replayCmd(), minimizeCmd(), showCmd(), causeCmd(), huntCmd(), mutateCmd(), findingsCmd(), initCmd(), doctorCmd(), versionCmd())
	return root
}

func run(ctx context.Context, args []string) int {
	root := rootCmd()
	root.SetArgs(natsURL(longFlags(args)))
	err := root.ExecuteContext(ctx)
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintf(os.Stderr, "chaosrun: %v\n", err)
	return exitError
}

// longFlags lets every flag be written with one dash, as those of go test are.
func longFlags(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if a == "--" {
			copy(out[i:], args[i:])
			break
		}
		if len(a) > 1 && a[0] == '-' && a[1] != '-' && a != "-h" {
			a = "-" + a
		}
		out[i] = a
	}
	return out
}
