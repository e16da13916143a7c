// Command chaosrun runs the unmodified tests of Go packages under a scheduler that it controls. It
// explores their interleavings, and records, replays and shrinks the failures that it finds.
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
		Use:   "chaosrun",
		Short: "Explore the goroutine schedules of unmodified Go tests",
		Example: `  chaosrun test ./...                          every test, under 1000 schedules
  chaosrun test -race -run TestCache ./cache   one test, with the race detector
  chaosrun show                                explain the failure that was found last
  chaosrun hunt -from ci.log                   look for the failure that CI has seen`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().String(dirFlag, "", "run in this `folder`; it must be the first flag, as in go test")
	root.PersistentFlags().Var(&colors, "color", "colors in what is printed: auto (on a terminal, unless $NO_COLOR is set), always or never")
	addGroup(root, "explore", "Explore schedules:", testCmd(), runCmd(), fuzzCmd(), huntCmd(), mutateCmd())
	addGroup(root, "explain", "Look at a failure:", replayCmd(), debugCmd(), showCmd(), causeCmd(), minimizeCmd(), verifyCmd())
	addGroup(root, "campaigns", "Campaigns over many packages and machines:", sweepCmd(), mergeCmd(), workerCmd(), findingsCmd())
	addGroup(root, "machine", "Set up and look after a machine:", initCmd(), mcpCmd(), doctorCmd(), cleanCmd(), versionCmd(), manCmd())
	root.SetHelpCommandGroupID("machine")
	return root
}

// addGroup adds commands that the help shows together.
func addGroup(root *cobra.Command, id, title string, cmds ...*cobra.Command) {
	root.AddGroup(&cobra.Group{ID: id, Title: title})
	for _, c := range cmds {
		c.GroupID = id
	}
	root.AddCommand(cmds...)
}

func run(ctx context.Context, args []string) int {
	root := rootCmd()
	args, err := commandLine(root, args)
	if err == nil {
		root.SetArgs(natsURL(args))
		err = root.ExecuteContext(ctx)
	}
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		if dir := root.PersistentFlags().Lookup(dirFlag); status == exitFound && dir.Changed {
			fmt.Fprintf(os.Stderr, "chaosrun: these names are from %[1]s; from here, type chaosrun replay -C %[1]s and the rest\n", dir.Value)
		}
		return int(status)
	}
	fmt.Fprintf(os.Stderr, "chaosrun: %v\n", err)
	return exitError
}
