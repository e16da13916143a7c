package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/queue"
)

func workerCmd() *cobra.Command {
	var n natsFlags
	w := queue.Worker{Log: natsLog}
	cmd := &cobra.Command{
		Use:   "worker -nats URL [flags]",
		Short: "Make shares of campaigns for chaosrun sweep -nats",
		Long: `Worker runs shares of the campaigns on a NATS server until it is interrupted. It needs no
Go, because test binaries come from the server. It needs the same chaosrun as the sweep and a
checkout of the same commit, in which the tests run.

A worker runs the programs that it finds on the server: give only people you trust access to it.

Exit status: 0 interrupted, 2 refused by a campaign, or something is wrong with this machine.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := n.check(); err != nil {
				return err
			}
			switch {
			case n.URL == "":
				n.URL = os.Getenv("NATS_URL")
			case n.URL == embedded:
				n.URL = ""
			}
			if n.URL == "" {
				return errors.New("say where the campaigns are: -nats URL, or NATS_URL in the environment")
			}
			if w.Slots < 1 {
				return errors.New("-p must be at least 1")
			}
			if err := w.Check(); err != nil {
				return err
			}
			var err error
			if w.Identity, err = queue.Own(version()); err != nil {
				return err
			}
			cache, err := os.UserCacheDir()
			if err != nil {
				return fmt.Errorf("there is no folder for test binaries: %w", err)
			}
			w.Cache = filepath.Join(cache, "chaosrun", "binaries")
			if err := w.Clean(); err != nil {
				return fmt.Errorf("cannot clean the folder for test binaries: %w", err)
			}
			host, err := os.Hostname()
			if err != nil {
				host = "unknown"
			}
			w.Name = fmt.Sprintf("%s/%d", host, os.Getpid())
			nc, err := n.Connect("chaosrun worker "+w.Name, natsLog)
			if err != nil {
				return err
			}
			defer nc.Close()
			return w.Run(cmd.Context(), nc)
		},
	}
	f := cmd.Flags()
	n.define(f, "`URL` of a NATS server with JetStream, on which campaigns are (default: NATS_URL in the environment)")
	f.StringVar(&w.Dir, "dir", ".", "`folder` of the module under test, in a checkout of the same commit as the sweep's")
	f.IntVar(&w.Slots, "p", runtime.NumCPU(), "worker `processes`, each of which makes one share at a time")
	return cmd
}
