package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// deviation is a choice by hand in a recorded run.
type deviation struct {
	step int
	g    string
	id   int // of g
	out  string
}

func (d *deviation) check() error {
	switch {
	case d.g == "" && d.step == 0 && d.out == "":
		return nil
	case d.g == "":
		return errors.New("-step and -o are for -next, the goroutine to choose: add -next, like -next g3")
	case d.step < 1:
		return errors.New("-next needs the step before which the goroutine is chosen: add -step, like -step 17")
	}
	var err error
	if d.id, err = strconv.Atoi(strings.TrimPrefix(d.g, "g")); err != nil || d.id < 1 {
		return fmt.Errorf("-next is %q: want a goroutine like g3", d.g)
	}
	return nil
}

// make makes the run with that choice, and writes its recording beside that of the run.
func (d *deviation) make(ctx context.Context, r *runner.Runner, rec *trace.Trace, name string) error {
	t, err := r.Deviate(ctx, rec, d.step, d.id)
	if err != nil {
		return err
	}
	out := d.out
	if out == "" {
		out = strings.TrimSuffix(name, ".chaos") + ".next.chaos"
	}
	if err := writeFile(out, func(w io.Writer) error { return t.Write(w) }); err != nil {
		return err
	}
	if t.Kind == "" {
		fmt.Printf("--- PASS: %s: with g%d chosen before step %d, the run passes\n    recorded in %s\n", rec.Test, d.id, d.step, out)
		return nil
	}
	fmt.Printf("--- FAIL: %s: with g%d chosen before step %d, the run fails\n", rec.Test, d.id, d.step)
	report.Failure(os.Stdout, t, out)
	return exitStatus(exitFound)
}
