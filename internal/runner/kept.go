package runner

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/chaosrun/chaosrun/internal/settings"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// keptDir is where recordings are kept below the package's folder, in a folder for each
// test: they are replayed before anything else.
const keptDir = "testdata/chaos"

// KeptDir is where recordings of a test are kept.
func (r *Runner) KeptDir(test string) string {
	return filepath.Join(r.Dir, filepath.FromSlash(keptDir), SafeName(test))
}

// replayKept replays the recordings that are kept for the test. What fails is a failure like
// any other.
func (c *campaign) replayKept(ctx context.Context) error {
	if c.Program != "" {
		return nil // programs that run in the same folder have nothing else in common
	}
	names, err := filepath.Glob(filepath.Join(c.KeptDir(c.test), "*.chaos"))
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		if ctx.Err() != nil || len(c.res.Failures) > 0 && !c.KeepGoing {
			return nil
		}
		if err := c.replayOne(ctx, name); err != nil {
			return fmt.Errorf("the kept recording %s: %w", name, err)
		}
	}
	return nil
}

// ReplayKept replays the recordings that are kept for the test into res, and returns them.
func (r *Runner) ReplayKept(ctx context.Context, test string, res *Result) ([]*trace.Trace, error) {
	c := &campaign{Runner: r, test: test, res: res}
	err := c.replayKept(ctx)
	return c.kept, err
}

func (c *campaign) replayOne(ctx context.Context, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	rec, err := trace.Read(f)
	f.Close()
	if err != nil {
		return err
	}
	if rec.Test != c.test || !sameCall(rec.Calls, c.Calls) {
		return nil
	}
	c.kept = append(c.kept, rec)
	short := filepath.ToSlash(filepath.Join(keptDir, SafeName(c.test), filepath.Base(name)))
	rec.Calls = c.Calls
	got, err := c.Replay(ctx, rec)
	if err != nil {
		return err
	}
	c.res.Runs++
	t := got.Trace
	switch {
	case t.Kind != "":
		t.Notes = append(t.Notes, "found by replaying "+short)
		c.res.Failures = append(c.res.Failures, &Failure{Kind: t.Kind, Message: t.Message, Run: rec.Run, Steps: t.Steps, Trace: t, After: 1, Times: 1})
	case got.Divergence >= 0:
		c.res.note("%s passes, but the test no longer does what was recorded: it goes another way from step %d on", short, got.Divergence+1)
	}
	return nil
}

// sameCall reports whether two recordings are of the same call of package sched. One of all
// calls will do for any.
func sameCall(a, b string) bool {
	if a == "" || b == "" {
		return true
	}
	x, err := settings.ParseCalls(a)
	if err != nil {
		return false
	}
	y, err := settings.ParseCalls(b)
	return err == nil && x.Call == y.Call
}
