package runner

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A run of more than maxRecorded steps is recorded from lastRecorded steps before its
// end on.
const (
	maxRecorded  = 200_000
	lastRecorded = 2000
)

// mostPerStep is how long a step of a run that is recorded may take, on average, on a busy machine.
const mostPerStep = 200 * time.Microsecond

// recordJob is a job that makes a failing run again as it was made.
func (c *campaign) recordJob(f found) *job {
	j := c.job("record")
	j.run, j.strategy, j.alone, j.hold, j.maxSteps = f.run, f.strategy, f.alone, f.hold, f.max
	if f.steps > maxRecorded {
		j.from = f.steps - lastRecorded
	}
	if !j.limit.IsZero() {
		j.limit = j.limit.Add(time.Duration(f.steps) * mostPerStep)
	}
	return j
}

// confirmed is what has become of a failing run that was made again.
type confirmed struct {
	fail *Failure
	err  error
}

// confirm makes a failing run again, in a fresh process, and records it. It returns nil if it does
// not fail again, and errOnce if it fails only after other runs of its process.
func (c *campaign) confirm(ctx context.Context, f found) (*Failure, error) {
	if known, ok := c.confirmed[f.run]; ok {
		return known.fail, known.err
	}
	fail, err := c.confirmNow(ctx, f)
	if c.confirmed == nil {
		c.confirmed = make(map[uint64]confirmed)
	}
	c.confirmed[f.run] = confirmed{fail, err}
	return fail, err
}

func (c *campaign) confirmNow(ctx context.Context, f found) (*Failure, error) {
	var rec *recorded
	var err error
	if f.kind == "hang" && f.run > 0 && !f.alone && !systematic(f.strategy) {
		rec, err = c.alone(ctx, f, nil) // to see it hang takes long: if it does, once is enough
	}
	switch {
	case err != nil || rec != nil:
	case f.alone || f.run == 0:
		rec, err = c.repeat(ctx, f)
	default:
		rec, err = c.confirmShared(ctx, f)
	}
	switch {
	case err != nil:
		return nil, err
	case rec == nil || rec.kind == "":
		return c.unrepeated(f), nil
	}
	if rec.kind == "livelock" {
		if rec, err = c.shortLivelock(ctx, f, rec); err != nil {
			return nil, err
		}
	}
	return &Failure{Kind: rec.kind, Message: rec.trace.Message, Run: f.run, Steps: rec.trace.Steps, Trace: rec.trace, After: f.run + 1, Times: 1}, nil
}

// confirmShared confirms a run whose process made others before it. The recording that it
// returns begins with the warm-up run, as the processes do that make it simple, unless it fails
// only without.
func (c *campaign) confirmShared(ctx context.Context, f found) (*recorded, error) {
	rec, err := c.repeat(ctx, f)
	if err != nil || rec.kind != "" && !mayNeedEarlier(rec.trace) {
		return rec, err
	}
	if rec.kind == "" {
		alone, err := c.alone(ctx, f, nil)
		if err != nil || alone != nil {
			return alone, err
		}
		again, err := c.repeatAll(ctx, f)
		if err != nil || again.kind == "" {
			return nil, err
		}
		if once, err := c.failsPlainly(ctx, f); once || err != nil {
			return nil, cmp.Or(err, errOnce)
		}
		again.trace.Notes = append(again.trace.Notes, fmt.Sprintf("needs the runs from %d on before it in the same process", f.first))
		again.trace.First = f.first
		return again, nil
	}
	alone, err := c.alone(ctx, f, rec)
	if err != nil {
		return nil, err
	}
	if alone != nil && alone.kind != rec.kind {
		return alone, nil
	}
	if alone != nil && alone.trace.Group() == rec.trace.Group() {
		return rec, nil
	}
	once, err := c.failsPlainly(ctx, f)
	switch {
	case once:
		return rec, errOnce
	case alone != nil:
		return alone, err
	}
	return rec, err
}

// repeat makes a run again as it was made: alone, or after a warm-up run.
func (c *campaign) repeat(ctx context.Context, f found) (*recorded, error) {
	j := c.recordJob(f)
	if f.alone && learns(f.strategy) {
		var err error
		if j.profile, err = c.makeProfile(ctx, j); err != nil {
			return nil, err
		}
		defer os.Remove(j.profile)
	}
	if f.alone && systematic(f.strategy) || divides(f.strategy) && f.run > firstChunk {
		j.from = 0 // without its whole tape it could not be replayed: no search that begins anew comes to it
	}
	if systematic(f.strategy) {
		// Which schedule the run had follows from the runs before it in its process.
		if f.run > f.first {
			j.first = f.first
		}
		if f.state != "" && (f.run > 0 || f.alone) { // the warm-up run is none of the search
			name, err := tempText("chaosrun-state-", f.state)
			if err != nil {
				return nil, err
			}
			defer os.Remove(name)
			j.state = name
		}
	}
	rec, err := c.record(ctx, j)
	if err == nil && j.from > 0 && systematic(f.strategy) && f.run > 1 {
		rec.trace.First = 1 // its tape is not whole: to replay it is to search up to it again
	}
	return rec, err
}

// repeatAll makes a run again with those that came before it in its process.
func (c *campaign) repeatAll(ctx context.Context, f found) (*recorded, error) {
	if f.run <= f.first || systematic(f.strategy) {
		return &recorded{}, nil // that was tried
	}
	j := c.recordJob(f)
	j.first = f.first
	return c.record(ctx, j)
}

// unrepeated takes in a failing run that does not fail again. A race that the detector has seen
// is one whether or not it comes again; a process that is killed from outside says nothing of
// the test.
func (c *campaign) unrepeated(f found) *Failure {
	if f.died != nil && f.kind == "fatal" && f.died.dying == 0 {
		c.mu.Lock()
		c.killed = fmt.Sprintf("a worker process was killed from outside in run %d, which passes when it is repeated", max(1, f.run))
		c.res.note("%s", c.killed)
		c.mu.Unlock()
		return nil
	}
	t := c.header(c.recordJob(f))
	t.Kind, t.Hash, t.Steps, t.Output, t.Cut = f.kind, f.hash, f.steps, f.output, f.died != nil
	if f.kind == "race" {
		if t.Races, t.Output = trace.FindRaces(t.Output, c.shorten); len(t.Races) > 0 {
			t.Message = message(t, &ended{})
			t.Notes = append(t.Notes, "the detector reported the race once; the run did not have it again when it was repeated, because it depends on something outside our control")
			return &Failure{Kind: f.kind, Message: t.Message, Run: f.run, Steps: f.steps, Trace: t, After: f.run + 1, Times: 1, Seen: true}
		}
	}
	died := f.died
	if died == nil {
		died = &ended{}
	}
	c.addUnsteady(f.look(), Unsteady{Kind: f.kind, Run: max(1, f.run), Message: message(t, died), Output: f.output})
	return nil
}

// mostConfirmed bounds how many failing runs of a test are made again with -keep-going.
const mostConfirmed = 100

// confirmAll makes failing runs again and keeps one of each kind and place. It leaves out runs
// whose very execution was recorded already.
func (c *campaign) confirmAll(ctx context.Context, fs []found) error {
	type execution struct{ kind, hash string }
	known := make(map[execution]*Failure)
	kept := make(map[string]*Failure)  // by fingerprint
	alike := make(map[string]*Failure) // by look: the last one
	for _, f := range c.res.Failures {
		kept[f.Trace.Fingerprint()] = f
	}
	confirming, left := c.confirming(), 0
	for _, f := range fs {
		x := execution{f.kind, f.hash}
		if old := known[x]; old != nil && f.hash != "" {
			old.again()
			continue
		}
		look := f.look()
		if !confirming.due(f.kind, look) || confirming.runs > 1 && ctx.Err() != nil {
			c.blind = min(c.blind, f.run)
			if old := alike[look]; old != nil && printsPlace(look) {
				old.again()
			} else if f.kind != "leak" { // how many runs leak is said
				left++
			}
			continue
		}
		fail, err := c.confirm(ctx, f)
		if err != nil {
			return err
		}
		if fail == nil {
			continue
		}
		mark := fail.Trace.Fingerprint()
		if old := kept[mark]; old != nil {
			old.again()
			fail = old
			confirming.Known(look)
		} else {
			kept[mark] = fail
			confirming.New(look)
			c.res.Failures = append(c.res.Failures, fail)
		}
		known[x], alike[look] = fail, fail
	}
	c.unlooked += left
	c.judgeUnsteady()
	return nil
}

// again counts one more run that fails like this. Of the runs that leak only some are
// looked at: how many there are is a note.
func (f *Failure) again() {
	if f.Kind != "leak" {
		f.Times++
	}
}

// recorded is a run with everything about it.
type recorded struct {
	kind  string // "" if it passed
	trace *trace.Trace
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
	if err := r.readEvents(ctx, t, events); err != nil {
		return nil, err
	}
	if t.Race {
		t.Races, t.Output = trace.FindRaces(t.Output, r.shorten)
	}
	t.Message = message(t, e)
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
	return &recorded{kind: t.Kind, trace: t}, nil
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

// readEvents reads what the process recorded into t.
func (r *Runner) readEvents(ctx context.Context, t *trace.Trace, events *os.File) error {
	if _, err := events.Seek(0, io.SeekStart); err != nil {
		return err
	}
	raw, err := trace.ReadRaw(events)
	if err != nil {
		return err
	}
	frames, err := r.symbolize(ctx, raw.PCs())
	if err != nil {
		return err
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
func (r *Runner) symbolize(ctx context.Context, pcs []string) (map[string]trace.Frame, error) {
	cmd := exec.CommandContext(ctx, r.Bin)
	cmd.Dir = r.Dir
	cmd.Env = append(r.env(), "CHAOSRUN_SYMBOLIZE=1")
	cmd.Stdin = strings.NewReader(strings.Join(pcs, "\n"))
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("cannot find the source lines of the run: %w", err)
	}
	frames := make(map[string]trace.Frame, len(pcs))
	for _, line := range bytes.Split(out, []byte("\n")) {
		var pc string
		var f trace.Frame
		if n, _ := fmt.Sscanf(string(line), "%s %q %q %d", &pc, &f.Func, &f.File, &f.Line); n == 4 {
			f.File, f.Func = r.shorten(f.File), r.inProgram(f.Func)
			frames[pc] = f
		}
	}
	return frames, nil
}

// shorten makes file names the same on every machine: below the module's root, below
// $GOROOT, or from the last two folders on.
func (r *Runner) shorten(file string) string {
	if !filepath.IsAbs(file) && strings.Contains(file, "/") {
		return r.trimmed(file)
	}
	if rel, ok := strings.CutPrefix(file, filepath.Join(r.GOROOT, "src")+"/"); ok {
		return "$GOROOT/" + rel
	}
	if i := strings.Index(file, "/src/"); i >= 0 && strings.Contains(file[:i], "/chaosrun/std-") {
		return "$GOROOT/" + file[i+len("/src/"):]
	}
	if rel, ok := strings.CutPrefix(file, r.Root+"/"); ok {
		return rel
	}
	if i := strings.Index(file, "/pkg/mod/"); i >= 0 {
		return file[i+len("/pkg/mod/"):]
	}
	return file
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

// message is the one sentence that says what broke.
func message(t *trace.Trace, e *ended) string {
	output, who := Visible(t.Output), t.Subject()
	switch t.Kind {
	case "deadlock":
		if t.Program != "" && !slices.ContainsFunc(t.Goroutine, func(g trace.Stuck) bool { return g.ID == 1 }) {
			return goexitMessage(waiting(t.Goroutine))
		}
		return blockedMessage(waiting(t.Goroutine), othersEnded(t), who)
	case "leak":
		return leakMessage(t.Root(), t.Goroutine, output)
	case differs:
		return differsMessage(t)
	case "livelock":
		return fmt.Sprintf("%s has not ended after %d steps, though every goroutine that can run gets its turn", who, t.Steps)
	case "hang":
		if e.wait {
			return who + " waits for something outside the run that does not come"
		}
		return "a goroutine keeps running and uses no channel, lock, atomic variable or timer, so that no other goroutine can run"
	case "exit":
		if t.Program != "" && strings.HasPrefix(e.status, "exit status ") {
			return "the program ended with " + e.status
		}
		if at := t.Where(); at.File != "" {
			return who + " ended the process at " + at.Pos()
		}
		return who + " ended the process"
	case "race":
		return raceMessage(t.Races)
	case "panic", "fatal":
		for _, line := range strings.Split(output, "\n") {
			for _, p := range []string{"panic: ", "fatal error: "} {
				if rest, ok := strings.CutPrefix(line, p); ok {
					return strings.TrimSuffix(strings.TrimSpace(rest), " [recovered, repanicked]")
				}
			}
		}
		return "the process died"
	case "assert":
		if m := assertion.FindStringSubmatch(output); m != nil {
			return m[1]
		}
		var texts []string
		for _, l := range e.lines {
			if text, ok := strings.CutPrefix(l, "fails "); ok {
				texts = append(texts, Visible(unquoted(text)))
			}
		}
		if m := errorMessage(texts, output); m != "" {
			return m
		}
		return who + " failed"
	}
	return ""
}

// assertion is what packages sched and proptest print of an assertion that fails.
var assertion = regexp.MustCompile(`(?m)^ +[^\s:]+\.go:\d+: ((?:Always|Unreachable|proptest): .*)$`)

func raceMessage(races []trace.Race) string {
	if len(races) == 0 {
		return "the race detector reported a data race"
	}
	r := races[0]
	return fmt.Sprintf("%s at %s and %s at %s of the same memory, and nothing orders them",
		r.First.What(), trace.UserFrame(r.First.Stack).Pos(), r.Second.What(), trace.UserFrame(r.Second.Stack).Pos())
}

// blockedMessage says that the n goroutines that the test or the program has are blocked; others have ended before.
func blockedMessage(n int, others bool, who string) string {
	switch {
	case n <= 1 && others:
		return "the last goroutine of " + who + " is blocked"
	case n <= 1:
		return "the only goroutine of " + who + " is blocked"
	case others:
		return fmt.Sprintf("the last %d goroutines of %s are blocked", n, who)
	case n == 2:
		return "both goroutines of " + who + " are blocked"
	}
	return fmt.Sprintf("all %d goroutines of %s are blocked", n, who)
}

// othersEnded reports whether goroutines of the run have ended, or may have, before the recording begins.
func othersEnded(t *trace.Trace) bool {
	return t.From > 0 || slices.ContainsFunc(t.Events, func(e trace.Event) bool { return e.Kind == trace.EvEnd && e.G != 0 })
}

// waiting counts the goroutines of the test; g0 is the harness, which waits for it.
func waiting(left []trace.Stuck) int {
	n := 0
	for _, s := range left {
		if s.ID != 0 {
			n++
		}
	}
	return n
}

// goleakSays is what package sched prints of goroutines that goleak has found.
var goleakSays = regexp.MustCompile(`(?m)^ *goleak: `)

func leakMessage(root string, left []trace.Stuck, output string) string {
	n := make(map[string]int)
	for _, s := range left {
		n[s.Status]++
	}
	var parts []string
	for _, p := range []struct{ status, one, more string }{
		{"stuck", "is blocked forever", "are blocked forever"},
		{"ticking", "ticks forever", "tick forever"},
		{"running", "still runs", "still run"},
		{"behind", "has not ended", "have not ended"},
	} {
		what := ""
		if len(parts) == 0 {
			what = "goroutine "
		}
		switch c := n[p.status]; {
		case c == 1:
			parts = append(parts, "1 "+what+p.one)
		case c > 1:
			parts = append(parts, strconv.Itoa(c)+" "+strings.Replace(what, " ", "s ", 1)+p.more)
		}
	}
	switch {
	case len(parts) == 0 && goleakSays.MatchString(output):
		return "goleak found goroutines that " + root + " has left"
	case len(parts) == 0: // of a run that was not recorded nobody knows which
		return root + " has returned and left goroutines"
	}
	return root + " has returned, and " + strings.Join(parts, ", ")
}
