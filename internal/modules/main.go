package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "modules:", err)
		os.Exit(2)
	}
}

var releaseForm = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)

func run(ctx context.Context, args []string) error {
	wd, err := os.Getwd()
	if err != nil {
		return err
	}
	w, err := open(ctx, wd)
	if err != nil {
		return err
	}
	switch {
	case len(args) == 1 && args[0] == "tidy":
		return w.tidy(ctx)
	case len(args) == 2 && args[0] == "release" && releaseForm.MatchString(args[1]):
		tags, err := w.release(ctx, args[1])
		for _, t := range tags {
			fmt.Println("git tag", t)
		}
		return err
	}
	return errors.New("usage: modules tidy, or modules release VERSION with a version like v0.3.0")
}
