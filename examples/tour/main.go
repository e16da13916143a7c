// Tour walks through five examples: the wrong code, a stress test that finds nothing,
// chaosrun that finds it, the schedule that does it, and the right code.
//
//	go run ./examples/tour         # Enter goes on
//	go run ./examples/tour -yes    # without asking
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	yes := flag.Bool("yes", false, "go on without asking")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := run(ctx, *yes, flag.Args()); err != nil {
		if ctx.Err() != nil {
			err = errors.New("interrupted")
		}
		fmt.Fprintln(os.Stderr, "tour:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, yes bool, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("it takes no arguments, and does not know what to do with %q", args[0])
	}
	wd, err := os.Getwd()
	if err != nil {
		return err
	}
	root, err := findRoot(wd)
	if err != nil {
		return err
	}
	t := tour{root: root, out: os.Stdout, pause: func() {}}
	if !yes && isTerminal(os.Stdin) {
		t.pause = func() { ask(ctx, os.Stdout, os.Stdin) }
	}
	return t.walk(ctx, stops)
}

// isTerminal says whether somebody may sit there: it is a character device that is not
// the null device.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// ask waits for Enter, the end of the input, or the end of ctx.
func ask(ctx context.Context, out io.Writer, in io.Reader) {
	fmt.Fprint(out, "\n[Enter] ")
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		// A line at a time, as a terminal gives it: nothing is left in the buffer.
		_, _ = bufio.NewReader(in).ReadString('\n')
	}()
	select {
	case <-answered:
	case <-ctx.Done(): // the program ends
	}
}
