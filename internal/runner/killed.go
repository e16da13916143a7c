package runner

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
)

// How often a job is done again because its worker was killed from outside.
const (
	maxKilled = 2  // in a run: a test that kills itself does so every time
	maxLost   = 10 // outside of runs. On a busy machine it takes a process long to begin, and whoever kills hits it then
)

// worker starts the test binary with a job and waits until it ends. events, if not
// nil, receives the recording. If something outside kills the process, the job is done again, unless
// somebody who debugs it did.
func (r *Runner) worker(ctx context.Context, j *job, events *os.File) *ended {
	for again := 0; ; again++ {
		e := r.attempt(ctx, j, events)
		if !e.killed || e.reported() || again >= maxKilled && e.inRun || again >= maxLost || j.session != nil {
			return e
		}
		if events != nil {
			if err := errors.Join(events.Truncate(0), rewind(events)); err != nil {
				e.err = err
				return e
			}
		}
	}
}

// reported reports whether the process has said what its runs have shown.
func (e *ended) reported() bool {
	return slices.ContainsFunc(e.lines, func(l string) bool { return strings.HasPrefix(l, "end ") })
}

func rewind(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return err
}
