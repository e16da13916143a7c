package runner

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A run of more than maxRecorded steps is recorded from lastRecorded steps before its
// end on.
const (
	maxRecorded  = 200_000
	lastRecorded = 2000
)

// recorded is a run with everything about it.
type recorded struct {
	kind  string // "" if it passed
	trace *trace.Trace
	early bool // it is the warm-up run, which failed before the run that was to be recorded began: without events
}

// record makes one run with recording on.
func (r *Runner) record(ctx context.Context, j *job) (*recorded, error) {
	events, err := tempFile("chaosrun-events-")
	if err != nil {
		return nil, err
	}
	defer events.Close()
	e := r.do(ctx, j, events)
	if e.err != nil {
		return nil, e.err
	}
	if e.late {
		return &recorded{trace: r.header(j)}, nil // it does not end, and so does not fail
	}
	last := e.last()
	if last == nil {
		return nil, e.noRun()
	}
	early := j.run != last.number // the warm-up run failed already
	j.run = last.number
	t := r.header(j)
	t.Kind, t.Hash, t.Output, t.Cut = last.report["kind"], last.report["hash"], r.programOutput(string(e.out)), last.died
	t.Wall, t.Rate, t.Limit, t.Held, t.MaxSteps = j.wall, e.hold.rate, e.hold.limit, e.held, e.max
	if err := r.readEvents(ctx, t, events, e.lines); err != nil {
		return nil, err
	}
	if t.Race {
		t.Races, t.Output = trace.FindRaces(t.Output, r.shorten)
	}
	describe(t, e)
	for _, l := range e.lines {
		if rest, ok := strings.CutPrefix(l, "attach "); ok {
			name, data, _ := strings.Cut(rest, " ")
			if b, err := base64.StdEncoding.DecodeString(data); err == nil {
				t.Attached = append(t.Attached, trace.Attachment{Name: name, Data: b})
			}
		}
	}
	if j.of != nil && !early {
		t.Seed, t.Run, t.Strategy = j.of.Seed, j.of.Run, j.of.Strategy
	}
	return &recorded{t.Kind, t, early}, nil
}

// header is a recording of the run of a job, without what became of it.
func (r *Runner) header(j *job) *trace.Trace {
	return &trace.Trace{Module: r.Root, Header: trace.Header{
		Notes:   besides(j.tests),
		Package: r.Package, Program: r.Program, Dir: r.programDir(), Test: j.test, Together: j.tests, Seed: j.seed, Run: j.run, Alone: j.alone,
		Strategy: j.strategy, From: j.from, Leaks: j.leaks, MaxSteps: j.maxSteps,
		Go: r.Go, Build: r.Build, Race: r.Race, Accesses: r.Accesses, Tags: r.Tags, Flags: r.Flags, Files: r.Files, Net: r.Net, Short: r.Short, Verbose: r.Verbose,
		Same: j.same, Expected: j.expected,
		TestRun: r.Run, TestSkip: r.Skip, Parallel: r.Parallel, Args: r.Args, Calls: j.calls, Faults: j.faults, Clock: j.clock, Ignore: j.ignore,
	}}
}

// readEvents reads what the process recorded into t, and what it reported of the places in the code.
func (r *Runner) readEvents(ctx context.Context, t *trace.Trace, events *os.File, lines []string) error {
	if _, err := events.Seek(0, io.SeekStart); err != nil {
		return err
	}
	raw, err := trace.ReadRaw(events)
	if err != nil {
		return err
	}
	frames := make(map[string]trace.Frame)
	for _, l := range lines {
		if place, ok := strings.CutPrefix(l, "place "); ok {
			r.place(frames, place)
		}
	}
	unknown := slices.DeleteFunc(raw.PCs(), func(pc string) bool { _, ok := frames[pc]; return ok })
	if len(unknown) > 0 { // of a process that died
		if err := r.symbolize(ctx, frames, unknown); err != nil {
			return err
		}
	}
	t.Events, t.Goroutine, err = raw.Events(frames)
	if err != nil {
		return err
	}
	races, err := raw.Races(frames, t.From)
	if err != nil {
		return err
	}
	t.Races = append(t.Races, races...)
	t.Steps = t.From
	for _, ev := range t.Events {
		if ev.IsStep() {
			t.Steps++
		}
	}
	return nil
}

// symbolize asks the test binary what its program counters mean.
func (r *Runner) symbolize(ctx context.Context, frames map[string]trace.Frame, pcs []string) error {
	for _, pc := range pcs {
		if _, err := strconv.ParseUint(pc, 16, 64); err != nil {
			return fmt.Errorf("what the worker has recorded of the run is damaged: %q is no place in the code", pc)
		}
	}
	cmd := exec.CommandContext(ctx, r.Bin)
	cmd.Dir = r.Dir
	cmd.Env = append(r.env(), "CHAOSRUN_SYMBOLIZE=1")
	cmd.Stdin = strings.NewReader(strings.Join(pcs, "\n"))
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("cannot find the source lines of the run: %w", err)
	}
	for line := range strings.Lines(string(out)) {
		r.place(frames, line)
	}
	return nil
}

// place takes in what a test binary says of a program counter.
func (r *Runner) place(frames map[string]trace.Frame, line string) {
	var pc string
	var f trace.Frame
	if n, _ := fmt.Sscanf(line, "%s %q %q %d", &pc, &f.Func, &f.File, &f.Line); n == 4 {
		f.File, f.Func = r.shorten(f.File), r.inProgram(f.Func)
		frames[pc] = f
	}
}

// shorten makes file names the same on every machine: below the module's root, below
// $GOROOT, or from the last two folders on.
func (r *Runner) shorten(file string) string {
	if !filepath.IsAbs(file) && strings.Contains(file, "/") {
		return r.trimmed(file)
	}
	if rel, ok := strings.CutPrefix(file, filepath.Join(r.GOROOT, "src")+"/"); ok {
		return r.standard(rel)
	}
	if i := strings.Index(file, "/src/"); i >= 0 && strings.Contains(file[:i], "/chaosrun/std-") {
		return r.standard(file[i+len("/src/"):])
	}
	if rel, ok := strings.CutPrefix(file, r.Root+"/"); ok {
		return rel
	}
	if i := strings.Index(file, "/pkg/mod/"); i >= 0 {
		return file[i+len("/pkg/mod/"):]
	}
	return file
}

// standard names a file of the standard library. The package whose tests run is its developers' own code.
func (r *Runner) standard(rel string) string {
	if filepath.Join(r.GOROOT, "src", path.Dir(rel)) == r.PackageDir && !strings.HasPrefix(path.Base(rel), "chaosrun") {
		return rel
	}
	return "$GOROOT/" + rel
}

// Std reports whether a file, as the test binary names it, is the standard library's.
func (r *Runner) Std(file string) bool { return strings.HasPrefix(r.shorten(file), "$GOROOT/") }

// trimmed is shorten for a file of a test binary that was built with -trimpath, in which names
// begin with the path of a module or of a package.
func (r *Runner) trimmed(file string) string {
	if rel, ok := strings.CutPrefix(file, r.ModulePath+"/"); ok && r.ModulePath != "" {
		return path.Join(r.ModuleDir, rel)
	}
	if name, ok := strings.CutPrefix(file, "./"); ok { // it was named in place of its package
		return r.shorten(filepath.Join(r.PackageDir, name))
	}
	dir := path.Dir(file)
	if info, err := os.Stat(filepath.Join(r.GOROOT, "src", dir)); err == nil && info.IsDir() || strings.HasPrefix(file, "chaosrun/") {
		return "$GOROOT/" + file
	}
	return file
}
