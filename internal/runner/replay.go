package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"

	"github.com/chaosrun/chaosrun/internal/settings"
	"github.com/chaosrun/chaosrun/internal/view"
)

// Replayed is what a replay did.
type Replayed struct {
	Trace      *trace.Trace // of the replay
	SameBuild  bool         // the test binary is the one that was recorded
	Divergence int          // index of the first event that differs; -1: none
	// Outside says that the replay failed as its recording did, though not by the same steps: some came from
	// outside the run.
	Outside bool
}

// Same reports whether the replay failed as its recording did.
func (r *Replayed) Same(rec *trace.Trace) bool {
	return r.Outside || r.Divergence < 0 && r.Trace.Kind == rec.Kind
}

// ForRecording builds the test of a recording and returns the runner that can make its run
// again.
func ForRecording(ctx context.Context, tc *toolchain.Toolchain, o Options, rec *trace.Trace) (*Runner, error) {
	patterns := []string{rec.Package}
	if len(rec.Files) > 0 {
		patterns = nil
		for _, name := range rec.Files {
			if !filepath.IsLocal(name) || !toolchain.AreFiles(rec.Files) {
				return nil, fmt.Errorf("the recording is of the file %s, which is in no folder of the module: record it again in that folder's module", name)
			}
			at := filepath.Join(tc.Root(), name)
			if _, err := os.Stat(at); rec.Program != "" && errors.Is(err, os.ErrNotExist) {
				return nil, fmt.Errorf("the recording is of the program %s, and %s is not here: replay it in the folder in which it was recorded", rec.Program, at)
			}
			patterns = append(patterns, at)
		}
	}
	for _, arg := range rec.Args {
		if OwnArgument(arg) && rec.Program == "" {
			return nil, fmt.Errorf("the recording makes no sense: it gives the test binary %s", arg)
		}
	}
	if rec.Dir != "" && !filepath.IsLocal(rec.Dir) {
		return nil, fmt.Errorf("the recording makes no sense: the program ran in the folder %s, which is not in the module", rec.Dir)
	}
	pkgs, err := tc.List(ctx, patterns...)
	if err != nil {
		return nil, err
	}
	if rec.Program != "" && (len(pkgs) != 1 || pkgs[0].Error != nil) {
		return nil, fmt.Errorf("the recording is of the program %s in package %s, which is not here: replay it in the folder in which it was recorded", rec.Program, rec.Package)
	}
	if len(pkgs) != 1 || pkgs[0].Error != nil || !pkgs[0].HasTests() {
		return nil, fmt.Errorf("the recording is of package %s, which has no tests here: run it in the module that it was recorded in", rec.Package)
	}
	bin, err := tc.Build(ctx, pkgs[0])
	if err != nil {
		return nil, err
	}
	o.Calls = rec.Calls
	o.Faults = "" // the recording has them
	o.Run, o.Skip, o.Args, o.Parallel, o.Together = rec.TestRun, rec.TestSkip, rec.Args, rec.Parallel, rec.Together
	o.Short, o.Verbose = rec.Short, rec.Verbose
	o.Workers = make(chan struct{}, max(1, o.Processes))
	r, err := NewRunner(tc, o, pkgs[0], bin)
	if err == nil && rec.Program != "" {
		r.Dir = filepath.Join(r.Root, filepath.FromSlash(rec.Dir))
	}
	return r, err
}

// OwnArgument reports whether an argument of the test binary is a flag of package testing: those
// are for chaosrun to give, and some of them name files to write to.
func OwnArgument(arg string) bool {
	return strings.HasPrefix(arg, "-test.") || strings.HasPrefix(arg, "--test.")
}

// Replay makes a recorded run again and compares every step with the recording. What comes from outside the run
// comes at other times in a replay, so if the recorded run depends on that, it is made a few times, and has to
// fail in the same way.
func (r *Runner) Replay(ctx context.Context, rec *trace.Trace) (*Replayed, error) {
	got, err := r.replay(ctx, rec, nil)
	if err != nil {
		return nil, err
	}
	did := &Replayed{
		Trace:      got.trace,
		SameBuild:  r.Build == rec.Build,
		Divergence: trace.Diff(rec.Events, got.trace.Events),
	}
	if did.Divergence < 0 || rec.Kind == "" || !outsideBefore(rec, len(rec.Events)) {
		return did, nil
	}
	for try := 0; ; try++ {
		if got.kind == rec.Kind && got.trace.Group() == rec.Group() {
			did.Trace, did.Outside = got.trace, true
			return did, nil
		}
		if try == outsideTries || ctx.Err() != nil {
			return did, ctx.Err()
		}
		if try%2 == 0 && rec.From == 0 {
			got, err = r.follow(ctx, r.again(rec, "record", "directed"), rec.Plan())
		} else {
			got, err = r.replay(ctx, rec, nil)
		}
		if err != nil {
			return nil, err
		}
	}
}

// outsideTries is how often a run that depends on what comes from outside is made again.
const outsideTries = 10

// replay makes a recorded run again, for somebody to debug if s is not nil.
func (r *Runner) replay(ctx context.Context, rec *trace.Trace, s *session) (*recorded, error) {
	tape := ""
	if rec.From == 0 {
		var err error
		if tape, err = writeTape(rec.Tape()); err != nil {
			return nil, err
		}
		defer os.Remove(tape)
	} // else the tape is not whole, and the seed makes the same choices
	if _, err := settings.ParseClock(rec.Clock); rec.Clock != "" && err != nil {
		return nil, fmt.Errorf("the recording makes no sense: %w", err)
	}
	for _, name := range rec.Ignore {
		if strings.ContainsAny(name, " \t\n") {
			return nil, fmt.Errorf("the recording makes no sense: %q is no function", name)
		}
	}
	j := r.like(rec, "record", rec.Strategy)
	j.first, j.from, j.tape, j.race = rec.First, rec.From, tape, rec.Race
	if rec.Alone && tape == "" {
		var err error
		if j.profile, err = r.makeProfile(ctx, j); err != nil {
			return nil, err
		}
		defer os.Remove(j.profile)
	}
	if s != nil {
		var err error
		if j.debug, err = tempText("chaosrun-steps-", text(trace.Taken(rec.Events))); err != nil {
			return nil, err
		}
		defer os.Remove(j.debug)
		j.session = s
	}
	return r.record(ctx, j)
}

func writeTape(tape []uint32) (string, error) { return tempText("chaosrun-tape-", text(tape)) }

// text is a list of numbers as a worker reads it.
func text(words []uint32) string {
	var b strings.Builder
	for _, w := range words {
		fmt.Fprintf(&b, "%d\n", w)
	}
	return b.String()
}

// tempText writes a temporary file, which the caller removes.
func tempText(prefix, text string) (string, error) {
	return view.TempFile(prefix, text)
}
