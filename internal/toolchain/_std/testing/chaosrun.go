// Package testing under chaosrun: this file is added by the build overlay. In a
// worker process M.Run hands over to chaosWorker, which runs one test many times,
// each time as a controlled run, and reports to the parent process.
package testing

import (
	"chaosrun/engine"
	"fmt"
	"internal/race"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// The file descriptors that the parent hands down.
const (
	chaosPageFD   = 3 // the shared page
	chaosReportFD = 4 // where reports go, a line each
	chaosRecordFD = 5 // where a recording goes
)

//go:linkname chaosSetup runtime.chaosSetup
func chaosSetup(slots, tapeCap int, page unsafe.Pointer, recFD int)

//go:linkname chaosRun runtime.chaosRun
func chaosRun(f func(), strat engine.Strategy, seed, maxSteps, number uint64, replay []uint32, from uint64) chaosResult

//go:linkname chaosLeft runtime.chaosLeft
func chaosLeft(record bool) (stuck, ticking, behind int, rootStuck bool)

//go:linkname chaosHooks runtime.chaosHooks
func chaosHooks() (begin, end []func())

//go:linkname chaosKeep runtime.chaosKeep
func chaosKeep()

//go:linkname chaosQuiet runtime.chaosQuiet
func chaosQuiet(d int32)

//go:linkname chaosLoud runtime.chaosLoud
func chaosLoud() int32

//go:linkname chaosProve runtime.chaosProve
func chaosProve() bool

//go:linkname chaosHeapLive runtime.chaosHeapLive
func chaosHeapLive() uint64

//go:linkname chaosPoint runtime.chaosPoint
func chaosPoint(op engine.Op, obj unsafe.Pointer)

// chaosTestPoint ends the quiet of t.Parallel with a scheduling point: from here on the
// test runs beside others.
func chaosTestPoint() {
	chaosQuiet(-1)
	chaosPoint(engine.OpResume, nil)
}

// chaosResult is the runtime's type of the same name.
type chaosResult struct {
	Verdict  uint32
	Alive    int
	External int
	Waking   int
	Steps    uint64
	Branches uint64
	Hash     uint64
	Diverged bool
	Now      int64
}

// chaosOutcome is what the test made of a run.
type chaosOutcome struct {
	chaosResult
	kind    string // "" nothing found
	skipped bool
	behind  int // goroutines left that something could still wake
}

// chaosJob is what the parent asks for.
type chaosJob struct {
	mode     string // list, explore, record
	test     string
	strategy string
	leaks    string
	seed     uint64
	first    uint64 // explore: the first run's number; record: if not 0, replay the runs from here to run first
	count    uint64 // explore: how many runs
	run      uint64 // record: the run to record; 0 is the warm-up run
	from     uint64 // record: the step at which recording begins
	tape     string // record: a file that holds the tape
	steps    uint64
	slots    int
	tapeCap  int
	heap     uint64
	deadline time.Time
	verbose  bool
}

// chaosMaxHeap is the heap size, in bytes, above which the heap is collected between
// runs; inside a run it is left alone up to the memory limit that the parent sets.
const chaosMaxHeap = 64 << 20

func parseChaosJob(s string) (*chaosJob, error) {
	j := &chaosJob{}
	for _, line := range strings.Split(s, "\n") {
		key, val, _ := strings.Cut(line, "=")
		n, _ := strconv.ParseUint(val, 10, 64)
		switch key {
		case "mode":
			j.mode = val
		case "test":
			j.test = val
		case "strategy":
			j.strategy = val
		case "leaks":
			j.leaks = val
		case "seed":
			j.seed = n
		case "first":
			j.first = n
		case "count":
			j.count = n
		case "run":
			j.run = n
		case "from":
			j.from = n
		case "tape":
			j.tape = val
		case "steps":
			j.steps = n
		case "slots":
			j.slots = int(n)
		case "tapecap":
			j.tapeCap = int(n)
		case "heap":
			j.heap = n
		case "deadline":
			j.deadline = time.UnixMilli(int64(n))
		case "":
		default:
			return nil, fmt.Errorf("unknown key %q in the job", key)
		}
	}
	return j, nil
}

// chaosWorker does the parent's job and reports whether there was one.
func chaosWorker(m *M) bool {
	spec := os.Getenv("CHAOSRUN_JOB")
	if spec == "" {
		return false
	}
	os.Unsetenv("CHAOSRUN_JOB")
	m.exitCode = 2
	for fd := chaosPageFD; fd <= chaosRecordFD; fd++ {
		syscall.CloseOnExec(fd)
	}
	j, err := parseChaosJob(spec)
	if err != nil {
		chaosReport("error %s", strconv.Quote(err.Error()))
		return true
	}
	switch j.mode {
	case "list":
		chaosList(m)
	case "explore", "record":
		err = chaosTest(m, j)
	default:
		err = fmt.Errorf("unknown mode %q", j.mode)
	}
	if err != nil {
		chaosReport("error %s", strconv.Quote(err.Error()))
		return true
	}
	m.exitCode = 0
	return true
}

// chaosReport sends one line to the parent.
func chaosReport(format string, args ...any) {
	b := []byte(fmt.Sprintf(format, args...) + "\n")
	for len(b) > 0 {
		n, err := syscall.Write(chaosReportFD, b)
		if err == syscall.EINTR || err == syscall.EAGAIN {
			continue
		}
		if err != nil {
			os.Exit(2) // the parent is gone
		}
		b = b[n:]
	}
}

func chaosList(m *M) {
	match := newMatcher(m.deps.MatchString, *match, "-test.run", *skip)
	for _, t := range m.tests {
		if _, ok, _ := match.fullName(nil, t.Name); ok {
			chaosReport("test %s", strconv.Quote(t.Name))
		}
	}
	chaosReport("others %d", len(m.examples)+len(m.fuzzTargets))
}

func chaosTest(m *M, j *chaosJob) error {
	var test *InternalTest
	for i := range m.tests {
		if m.tests[i].Name == j.test {
			test = &m.tests[i]
		}
	}
	if test == nil {
		return fmt.Errorf("no test %s", j.test)
	}
	strat, warm := engine.NewStrategy(j.strategy), engine.NewStrategy("roundrobin")
	if strat == nil {
		return fmt.Errorf("no strategy %s", j.strategy)
	}
	page, err := syscall.Mmap(chaosPageFD, 0, 4096, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("mapping the shared page: %v", err)
	}
	var tape []uint32
	if j.tape != "" {
		if tape, err = chaosReadTape(j.tape); err != nil {
			return err
		}
	}
	chaosSetup(j.slots, j.tapeCap, unsafe.Pointer(&page[0]), chaosRecordFD)
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(int64(j.heap))
	runtime.GC() // starts the collector's workers outside of any run

	r := &chaosRunner{m: m, j: j, test: *test}
	recording := j.mode == "record"

	// Every process begins with the same run under the same schedule: what happens
	// once per process happens here.
	out := r.once(warm, 0, nil, recording && j.run == 0)
	if out.kind != "" || recording && j.run == 0 {
		r.report(0, out)
		return nil
	}
	if out.Alive > 0 {
		chaosKeep()
	}
	if recording {
		for i := r.j.first; r.j.first > 0 && i < r.j.run; i++ {
			r.once(strat, i, nil, false)
		}
		chaosForgetOutput()
		r.report(j.run, r.once(strat, j.run, tape, true))
		return nil
	}
	return r.explore(strat, out)
}

// chaosForgetOutput drops what the runs so far have printed: the parent shows the
// output of the recorded run alone.
func chaosForgetOutput() {
	for fd := 1; fd <= 2; fd++ {
		syscall.Ftruncate(fd, 0)
		syscall.Seek(fd, 0, 0)
	}
}

func chaosReadTape(name string) ([]uint32, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var tape []uint32
	for _, f := range strings.Fields(string(b)) {
		n, err := strconv.ParseUint(f, 10, 32)
		if err != nil {
			return nil, err
		}
		tape = append(tape, uint32(n))
	}
	return tape, nil
}

// chaosRunner runs one test again and again.
type chaosRunner struct {
	m    *M
	j    *chaosJob
	test InternalTest
}

// explore makes the runs first, first+1, ... until one fails.
func (r *chaosRunner) explore(strat engine.Strategy, warm chaosOutcome) error {
	total := warm.chaosResult
	branches, runs, external := warm.Branches, uint64(0), warm.External
	end := func(why string) error {
		chaosReport("end %s runs=%d steps=%d branches=%d external=%d", why, runs, total.Steps, branches, external)
		return nil
	}
	if warm.skipped {
		return end("skipped")
	}
	last := r.j.first + r.j.count
	for i := r.j.first; i < last; i++ {
		if !r.j.deadline.IsZero() && runs > 0 && time.Now().After(r.j.deadline) {
			return end("deadline")
		}
		if runs%64 == 63 {
			chaosForgetOutput()
		}
		out := r.once(strat, i, nil, false)
		runs++
		total.Steps += out.Steps
		branches += out.Branches
		external += out.External
		if out.kind != "" {
			end("found")
			r.report(i, out)
			return nil
		}
		if out.behind > 0 {
			// What is left might take part in the next run: the process is used up.
			return end("behind=" + strconv.Itoa(out.behind))
		}
		if runs == 1 && r.j.first == 1 && branches == 0 {
			return end("sequential")
		}
	}
	return end("done")
}

func (r *chaosRunner) report(i uint64, out chaosOutcome) {
	chaosReport("run %d kind=%s steps=%d branches=%d hash=%016x alive=%d external=%d waking=%d diverged=%t now=%d skipped=%t",
		i, out.kind, out.Steps, out.Branches, out.Hash, out.Alive, out.External, out.Waking, out.Diverged, out.Now, out.skipped)
}

// once is one controlled run of the test.
func (r *chaosRunner) once(strat engine.Strategy, i uint64, tape []uint32, record bool) chaosOutcome {
	if chaosHeapLive() > chaosMaxHeap {
		runtime.GC()
	}
	var t *T
	done := make(chan bool, 1)
	tests := []InternalTest{{r.test.Name, func(tt *T) {
		t = tt
		r.test.F(tt)
	}}}
	begin, end := chaosHooks()
	for _, f := range begin {
		f()
	}
	from := ^uint64(0)
	if record {
		from = r.j.from
	}
	races := race.Errors()
	res := chaosRun(func() {
		chaosQuiet(1)
		chaosRunTests(r.m, tests)
		for _, f := range end {
			f()
		}
		done <- true
	}, strat, engine.RunSeed(r.j.seed, i), r.j.steps, i+1, tape, from)
	out := chaosOutcome{chaosResult: res}
	switch res.Verdict {
	case 1:
		out.kind = "deadlock"
	case 2:
		out.kind = "livelock"
	}
	select {
	case <-done:
		if t != nil {
			out.skipped = t.Skipped()
			if t.Failed() {
				out.kind = "assert"
			}
		}
	default:
	}
	if race.Errors() > races {
		out.kind = "race"
	}
	if res.Alive > 0 {
		r.left(&out, i == 0, record)
	}
	return out
}

// left judges the goroutines that the run left.
func (r *chaosRunner) left(out *chaosOutcome, warm, record bool) {
	proved := false
	if r.j.leaks != "off" && out.kind == "" || out.kind == "deadlock" {
		proved = chaosProve()
	}
	stuck, ticking, behind, _ := chaosLeft(record)
	out.behind = stuck + ticking + behind
	if out.kind != "" || r.j.leaks == "off" || r.j.leaks == "report" {
		return
	}
	if stuck > 0 {
		out.kind = "leak"
	}
	// What the first run of a process leaves may be started once per process, on first
	// use. If later runs leave more of it, it is a leak.
	if !warm && (ticking > 0 || behind > 0 && (r.j.leaks == "all" || !proved)) {
		out.kind = "leak"
	}
}
