package runner

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/chaosrun/chaosrun/internal/view"
)

// How a process ended, as the runtime noted it in the shared page.
const (
	dyingPanic = 1 + iota
	dyingFatal
	dyingExit
)

// page is the memory that a worker shares with us; its layout is the runtime's
// chaosPage.
type page struct {
	run     uint64 // number of the run in progress plus one; 0: none
	steps   uint64
	dying   uint64
	wait    uint64
	rate    uint64 // of the run in progress, or the last one: see hold
	limit   uint64
	held    uint64 // nanoseconds: the longest that a goroutine was held up
	max     uint64 // steps after which the last run was finished under a fair schedule, or would have been
	moves   uint64 // of virtual time while nothing could run, in the run in progress
	lines   uint64 // bytes of events that are not yet in the file
	reaches uint64 // beyond the process, and how: see engine.StartsProcess
	event   [pageSize - 11*8]byte
}

// ended is how one worker process ended.
type ended struct {
	lines []string // what it reported
	// dying, run and hung say how it died; run is valid only if inRun.
	dying   uint64
	inRun   bool
	run     uint64
	steps   uint64 // made in that run
	hung    bool
	wait    bool   // hung while it waited for something outside the run
	stopped bool   // hung because a signal has stopped it
	ran     bool   // it has made steps of a run
	late    bool   // it was ended because its time was over
	hold    hold   // how the last run was made
	held    int64  // and the longest that it held a goroutine up, in nanoseconds
	max     uint64 // and after how many steps it was finished under a fair schedule, or would have been
	reaches uint64 // how the process reached beyond itself
	// killed: something outside ended it with SIGKILL.
	killed bool
	status string        // how the process ended, like "exit status 1"
	cpu    time.Duration // processor time that it used
	err    error
	out    []byte // standard output and error, the last part of it
	cut    int64  // bytes of it before that part
}

// outputLimit bounds what is kept of a worker's output, in bytes.
const outputLimit = 1 << 20

// maxReport bounds a line of a report, in bytes: the state of a systematic strategy is one.
const maxReport = 64 << 20

// process is a worker that runs.
type process struct {
	*exec.Cmd
	shared  *page
	tmp     string   // its folder for temporary files
	leave   func()   // gives up its view of the file system
	out     *os.File // what it prints
	reports *os.File
}

// start starts the test binary with a job. events, if not nil, receives the recording, and
// stdin, likewise, is its standard input.
func (r *Runner) start(j *job, events, stdin *os.File) (p *process, err error) {
	p = new(process)
	defer func() {
		if err != nil {
			p.free()
		}
	}()
	var pageFile, reportsW *os.File
	if pageFile, p.shared, err = newPage(); err != nil {
		return p, err
	}
	defer pageFile.Close()
	if p.out, err = tempFile("chaosrun-out-"); err != nil {
		return p, err
	}
	// A run that is ended cannot remove its temporary files. In a folder of its own they also
	// have the names that they have in every other process.
	if p.tmp, err = view.TempFolder("chaosrun-"); err != nil {
		return p, err
	}
	if p.reports, reportsW, err = os.Pipe(); err != nil {
		return p, err
	}
	defer reportsW.Close()
	if events == nil {
		if events, err = os.OpenFile(os.DevNull, os.O_WRONLY, 0); err != nil {
			return p, err
		}
		defer events.Close()
	}
	p.Cmd = exec.Command(r.Bin, r.args()...)
	if r.Program != "" {
		p.Args[0] = r.Program
	}
	p.Dir = r.Dir
	p.Env = append(r.env(), "CHAOSRUN_JOB="+j.String(), "CHAOSRUN_WALL="+strconv.FormatInt(j.wall, 10), "TMPDIR="+p.tmp, antithesisOutput+filepath.Join(p.tmp, "antithesis.jsonl"))
	if r.CoverDir != "" {
		p.Env = append(p.Env, "CHAOSRUN_COVER="+r.CoverDir)
	}
	p.Stdout, p.Stderr = p.out, p.out
	if stdin != nil {
		p.Stdin = stdin
	}
	p.ExtraFiles = []*os.File{pageFile, reportsW, events}
	p.SysProcAttr = ownGroup()
	if r.Tied {
		tie(p.SysProcAttr)
	}
	if p.leave, err = r.view().Enter(p.Cmd, p.tmp); err != nil {
		return p, err
	}
	if err := p.Start(); err != nil {
		return p, fmt.Errorf("cannot start the test binary: %w", err)
	}
	tellOfGroup("begin", p.Process.Pid)
	return p, nil
}

// view says how a worker sees the file system.
func (r *Runner) view() *view.View { return view.For(r.Bin, r.Root, r.Dir, r.CoverDir) }

// lines calls f with each line that the process reports, until it ends.
func (p *process) lines(f func(line string)) {
	s := bufio.NewScanner(p.reports)
	s.Buffer(nil, maxReport)
	for s.Scan() {
		f(s.Text())
	}
	_, _ = io.Copy(io.Discard, p.reports) // so that the worker can end
}

// free gives up what a process has used.
func (p *process) free() {
	if p.Cmd != nil && p.Process != nil {
		tellOfGroup("end", p.Process.Pid)
	}
	if p.shared != nil {
		p.shared.unmap()
	}
	for _, f := range []*os.File{p.out, p.reports} {
		if f != nil {
			f.Close()
		}
	}
	if p.leave != nil {
		p.leave()
	}
	if p.tmp != "" {
		_ = os.RemoveAll(p.tmp) // what cannot be removed is litter, and no reason to fail
	}
}

// attempt is worker, once.
func (r *Runner) attempt(ctx context.Context, j *job, events *os.File) *ended {
	e := new(ended)
	defer r.view().Alone()()
	p, err := r.start(j, events, nil)
	if err != nil {
		e.err = err
		return e
	}
	defer p.free()
	lines := make(chan []string, 1)
	running, end := j.session.begin(ctx, p)
	go func() {
		var ls []string
		p.lines(func(line string) {
			if held, ok := strings.CutPrefix(line, "tried held="); ok && j.tried != nil {
				j.tried(int64(atoi(held)))
			}
			ls = append(ls, line)
			j.session.line(line)
		})
		lines <- ls
	}()
	done := make(chan error, 1)
	go func() { done <- p.Wait() }()
	r.watch(running, p, done, j, e)
	end()
	// A process that the test started may still hold the pipe: end the group.
	killGroup(p.Process.Pid)
	select {
	case e.lines = <-lines:
	case <-time.After(5 * time.Second):
		e.err = errors.New("a process that the test started holds on to the worker's files")
	}
	if s := p.ProcessState; s != nil {
		e.status = s.String()
		e.cpu = s.UserTime() + s.SystemTime()
		e.killed = wasKilled(s) && !e.hung && !e.late && ctx.Err() == nil
	}
	e.dying = atomic.LoadUint64(&p.shared.dying)
	if n := atomic.LoadUint64(&p.shared.run); n > 0 {
		e.inRun, e.run, e.steps = true, n-1, atomic.LoadUint64(&p.shared.steps)
	}
	e.hold = hold{fixed: true, rate: int(atomic.LoadUint64(&p.shared.rate)), limit: int64(atomic.LoadUint64(&p.shared.limit))}
	e.max = atomic.LoadUint64(&p.shared.max)
	e.reaches = atomic.LoadUint64(&p.shared.reaches)
	e.ran = atomic.LoadUint64(&p.shared.steps) > 0
	e.held = int64(atomic.LoadUint64(&p.shared.held))
	e.out, e.cut = readTail(p.out)
	if events != nil && e.err == nil {
		e.err = p.shared.writeEvents(events)
	}
	for _, l := range e.lines {
		if rest, ok := strings.CutPrefix(l, "error "); ok && e.err == nil {
			e.err = errors.New(unquoted(rest))
		}
	}
	if ctx.Err() != nil {
		e.err = ctx.Err()
	}
	r.compare(j, e)
	return e
}

// do is worker for callers that do not hold one of the tokens of Workers: it waits for one.
func (r *Runner) do(ctx context.Context, j *job, events *os.File) *ended {
	defer r.token()()
	return r.worker(ctx, j, events)
}

// lastRun is the run that a worker reported last, or died in.
type lastRun struct {
	number uint64
	report map[string]string // kind, hash and so on; only the kind if the worker died
	died   bool
}

// last returns how the worker's last run ended, or nil if it reported none and was in none.
func (e *ended) last() *lastRun {
	var l *lastRun
	for _, line := range e.lines {
		if rest, ok := strings.CutPrefix(line, "run "); ok {
			n, f, _ := strings.Cut(rest, " ")
			l = &lastRun{number: atoi(n), report: fields(f)}
		}
	}
	if l == nil && e.inRun {
		l = &lastRun{number: e.run, report: map[string]string{"kind": diedKind(e)}, died: true}
	}
	return l
}

// noRun is the error of a worker that ended before the run that it was asked for.
func (e *ended) noRun() error {
	return fmt.Errorf("the test binary ended before the run began; it printed:\n%s", strings.TrimSpace(string(e.out)))
}

func unquoted(s string) string {
	if u, err := strconv.Unquote(s); err == nil {
		return u
	}
	return s
}

// watch waits for the process to end, and ends it if it hangs, if its time is over, or if ctx
// is done. Who debugs it has all the time.
func (r *Runner) watch(ctx context.Context, proc *process, done chan error, j *job, e *ended) {
	pid, p, limit := proc.Process.Pid, proc.shared, j.limit
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	seen := watched(proc)
	for {
		select {
		case err := <-done:
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				e.err = err
			}
			return
		case <-ctx.Done():
			killGroup(pid)
			<-done
			return
		case <-tick.C:
		}
		if !limit.IsZero() && time.Now().After(limit) {
			e.late = true
			killGroup(pid)
			<-done
			return
		}
		if j.session != nil || !seen.stalled(r.Patience) {
			continue
		}
		e.hung = true
		e.wait = atomic.LoadUint64(&p.wait) != 0
		e.stopped = isStopped(pid)
		printStacks(pid)
		select {
		case <-done:
		case <-time.After(3 * time.Second):
			killGroup(pid)
			<-done
		}
		return
	}
}

const pageSize = 1 << 16

// writeEvents adds the events to the file that the process has not written itself.
func (p *page) writeEvents(events *os.File) error {
	if _, err := events.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	_, err := events.Write(p.event[:min(p.lines, uint64(len(p.event)))])
	return err
}

func newPage() (*os.File, *page, error) {
	f, err := tempFile("chaosrun-page-")
	if err != nil {
		return nil, nil, err
	}
	if err := f.Truncate(pageSize); err != nil {
		f.Close()
		return nil, nil, err
	}
	p, err := mapPage(f)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, p, nil
}

// tempFile makes a file without a name.
func tempFile(prefix string) (*os.File, error) {
	f, err := os.CreateTemp("", prefix)
	if err != nil {
		return nil, fmt.Errorf("cannot make a temporary file: %w", err)
	}
	return f, os.Remove(f.Name())
}

// since is what the process printed after the first n bytes.
func (e *ended) since(n int64) string {
	return string(e.out[min(max(0, n-e.cut), int64(len(e.out))):])
}

// readTail reads the last part of a file that another process wrote, and returns how much comes
// before it.
func readTail(f *os.File) (tail []byte, before int64) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, 0
	}
	at := max(0, size-outputLimit)
	b := make([]byte, size-at)
	n, _ := f.ReadAt(b, at)
	return bytes.TrimRight(b[:n], "\x00"), at
}

// args are the arguments of the test binary: flags, but for a program.
func (r *Runner) args() []string {
	if r.Program != "" {
		return r.Args
	}
	args := []string{"-test.paniconexit0", "-test.run=" + r.Run, "-test.skip=" + r.Skip}
	if r.Short {
		args = append(args, "-test.short")
	}
	if r.Verbose {
		args = append(args, "-test.v")
	}
	if r.Parallel > 0 {
		args = append(args, "-test.parallel="+strconv.Itoa(r.Parallel))
	}
	return append(args, r.Args...)
}

// antithesisOutput names the file to which Antithesis' SDK writes its assertions. In a worker
// package os takes them instead.
const antithesisOutput = "ANTITHESIS_SDK_LOCAL_OUTPUT="

// env is the environment of a worker: the user's, as go test would change it, with the settings that
// control depends on.
func (r *Runner) env() []string {
	set := map[string]string{
		"GODEBUG": "asyncpreemptoff=1",
		"GORACE":  "atexit_sleep_ms=0", // it would wait a second for more races
	}
	sep := map[string]string{"GODEBUG": ",", "GORACE": " "}
	var env []string
	for _, kv := range os.Environ() {
		k, v, _ := strings.Cut(kv, "=")
		if k+"=" == antithesisOutput {
			continue
		}
		if set[k] == "" {
			env = append(env, kv)
		} else if v != "" {
			set[k] = v + sep[k] + set[k]
		}
	}
	if r.GOROOT != "" { // tests run the go command that builds them
		env = append(env, "PATH="+filepath.Join(r.GOROOT, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	}
	env = append(env, "PWD="+r.Dir)
	env = append(env, r.Env...)
	return append(env, "GODEBUG="+set["GODEBUG"], "GORACE="+set["GORACE"])
}

// fields parses "key=value" words of a report line.
func fields(line string) map[string]string {
	m := make(map[string]string)
	for _, w := range strings.Fields(line) {
		if k, v, ok := strings.Cut(w, "="); ok {
			m[k] = v
		}
	}
	return m
}

func atoi(s string) uint64 {
	n, _ := strconv.ParseUint(s, 10, 64)
	return n
}
