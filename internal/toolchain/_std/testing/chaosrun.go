// Package testing under chaosrun: this file is added by the build overlay. In a
// worker process M.Run hands over to chaosWorker, which runs one test many times,
// each time as a controlled run, and reports to the parent process.
package testing

import (
	"chaosrun/engine"
	"chaosrun/faults"
	"fmt"
	"math/rand"
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

//go:linkname chaosClockPolicy runtime.chaosClockPolicy
func chaosClockPolicy(frozen, racing bool, jitter int64)

//go:linkname chaosHoldUps runtime.chaosHoldUps
func chaosHoldUps(asked bool, rate int, limit int64, long bool)

//go:linkname chaosFairAfter runtime.chaosFairAfter
func chaosFairAfter(steps uint64)

//go:linkname chaosExact runtime.chaosExact
func chaosExact(on bool)

//go:linkname chaosPin runtime.chaosPin
func chaosPin(seed uint64)

//go:linkname chaosIsTest runtime.chaosIsTest
func chaosIsTest()

//go:linkname chaosCollectorIs runtime.chaosCollectorIs
func chaosCollectorIs(percent int)

//go:linkname chaosSetup runtime.chaosSetup
func chaosSetup(slots, tapeCap int, page unsafe.Pointer, recFD int)

//go:linkname chaosRun runtime.chaosRun
func chaosRun(f func(), strat engine.Strategy, seed, maxSteps, number uint64, replay []uint32, from uint64) chaosResult

//go:linkname chaosLeft runtime.chaosLeft
func chaosLeft(record bool) (stuck, ticking, behind, ignored int)

//go:linkname chaosIgnore runtime.chaosIgnore
func chaosIgnore(functions []string)

//go:linkname chaosHooks runtime.chaosHooks
func chaosHooks() (begin, end []func())

//go:linkname chaosKeep runtime.chaosKeep
func chaosKeep()

//go:linkname chaosQuiet runtime.chaosQuiet
func chaosQuiet(d int32)

// chaosAssumed is what the runs so far assumed: a number of engine.Assumptions.
//
//go:linkname chaosAssumed runtime.chaosAssumed
func chaosAssumed() uint8

//go:linkname chaosReadsTest runtime.chaosReadsTest
func chaosReadsTest()

//go:linkname chaosUpdatesTest runtime.chaosUpdatesTest
func chaosUpdatesTest()

//go:linkname chaosWritesTest runtime.chaosWritesTest
func chaosWritesTest()

//go:linkname chaosLoud runtime.chaosLoud
func chaosLoud() int32

//go:linkname chaosProve runtime.chaosProve
func chaosProve() bool

//go:linkname chaosHeapLive runtime.chaosHeapLive
func chaosHeapLive() uint64

//go:linkname chaosProfile runtime.chaosProfile
func chaosProfile(p *engine.Profiler, pkg string)

//go:linkname chaosNewPairs runtime.chaosNewPairs
func chaosNewPairs() []uint32

//go:linkname chaosPoint runtime.chaosPoint
func chaosPoint(op engine.Op, obj unsafe.Pointer)

// chaosTestPoint ends the quiet of t.Parallel with a scheduling point: from here on the
// test runs beside others.
func chaosTestPoint() {
	chaosQuiet(-1)
	chaosPoint(engine.OpResume, nil)
}

// chaosWorker does the parent's job and reports whether there was one.
func chaosWorker(m *M) bool {
	spec := os.Getenv("CHAOSRUN_JOB")
	if spec == "" {
		return false
	}
	os.Unsetenv("CHAOSRUN_JOB")
	os.Unsetenv("CHAOSRUN_WALL")
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
		if err = chaosPrepare(j); err == nil {
			chaosReport("canary %d", chaosCanary())
			chaosList(m)
		}
	case "profile", "explore", "record", "repeat", "try", "branch", "feed", "fuzz":
		err = chaosTest(m, j)
		if j.mode == "record" {
			chaosTellPlaces()
		}
		if coverErr := chaosCover(); err == nil {
			err = coverErr
		}
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

// chaosCover writes what the runs of this process have covered to where the tests of the
// parent's own process write it, if the parent wants it.
func chaosCover() error {
	dir := os.Getenv("CHAOSRUN_COVER")
	if dir == "" || cover.tearDown == nil {
		return nil
	}
	var err error
	if os.Stdout, err = os.OpenFile(os.DevNull, os.O_WRONLY, 0); err != nil {
		return err // it says what is covered there, too
	}
	_, err = cover.tearDown("", dir)
	return err
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
	if chaosProgramMain != nil {
		chaosReport("test %s", strconv.Quote(chaosProgramTest))
		chaosReport("others 0")
		return
	}
	match := newMatcher(m.deps.MatchString, *match, "-test.run", *skip)
	names := chaosTestNames(m.tests)
	for i, t := range m.tests {
		if _, ok, _ := match.fullName(nil, t.Name); ok {
			chaosReport("test %s", strconv.Quote(names[i]))
		}
	}
	chaosReport("others %d", len(m.examples)+len(m.fuzzTargets))
}

// chaosMatched says that the test that runs is known to match -test.run and -test.skip.
var chaosMatched bool

// chaosMatcher is what decides, in a run, which tests match -test.run and -test.skip. Matching by a
// regular expression takes longer than a short test does, and what a pattern says of subtests comes
// after a slash.
func chaosMatcher(matchString func(pat, str string) (bool, error)) *matcher {
	run, skips := *match, *skip
	if chaosMatched && !strings.Contains(run, "/") {
		run = ""
	}
	if chaosMatched && !strings.Contains(skips, "/") {
		skips = ""
	}
	return newMatcher(matchString, run, "-test.run", skips)
}

// chaosPrepare makes the process ready for controlled runs.
func chaosPrepare(j *chaosJob) error {
	page, err := syscall.Mmap(chaosPageFD, 0, 1<<16, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("mapping the shared page: %v", err)
	}
	chaosSetup(j.slots, j.tapeCap, unsafe.Pointer(&page[0]), chaosRecordFD)
	chaosCollectorIs(debug.SetGCPercent(-1))
	debug.SetMemoryLimit(int64(j.heap))
	runtime.GC() // starts the collector's workers outside of any run
	// These are loaded and made on first use, which only some schedules may reach: the time zone
	// often where something is logged that went wrong, the source of random numbers by a
	// CompareAndSwap that would be a step of the run.
	_ = time.Now().Format("MST")
	_ = rand.Int63()
	return nil
}

func chaosTest(m *M, j *chaosJob) error {
	tests, err := chaosTestsOf(m, j)
	if err != nil {
		return err
	}
	chaosMatched = true
	var tape []uint32
	if j.tape != "" {
		if tape, err = chaosReadNumbers(j.tape); err != nil {
			return err
		}
	}
	if err := chaosPrepare(j); err != nil {
		return err
	}
	// They are large, and made when allocating starts no collection any more.
	strat := engine.NewStrategy(j.strategy, j.slots)
	if strat == nil {
		return fmt.Errorf("no strategy %s", j.strategy)
	}
	warm := engine.NewProfiler(j.slots)
	r := &chaosRunner{m: m, j: j, tests: tests, live: chaosHeapLive()}
	if err := r.resume(strat); err != nil {
		return err
	}
	chaosCallsOfJob = j.calls
	chaosIgnore(j.ignore)
	if err := faults.Use(j.faults); err != nil {
		return err
	}
	if j.clock {
		chaosClockPolicy(j.frozen, j.racing, j.jitter)
	}
	if j.clock && !j.holds {
		j.limit = 0 // the policy says when time passes
	}
	chaosHoldUps(j.holds, j.rate, j.limit, j.long)
	if j.same {
		chaosPin(engine.RunSeed(j.seed, 1))
	}
	recording := j.mode == "record"
	chaosTellsFailures = recording
	if pkg := engine.ProfiledPackage(j.strategy); pkg != "" && !j.alone {
		chaosProfile(warm, pkg)
	}

	// Every process begins with the same run under the same schedule: what happens
	// once per process happens here.
	if recording && j.run == 0 {
		if j.state != "" {
			r.report(0, r.once(strat, 0, tape, true))
		} else {
			r.report(0, r.once(warm, 0, tape, true))
		}
		return nil
	}
	if j.alone {
		return r.alone(strat, tape)
	}
	out := r.once(warm, 0, nil, false)
	r.plain = out.Steps
	if j.ask {
		return nil
	}
	if j.mode == "profile" {
		r.reportProfile(strat, warm, out)
		return nil
	}
	// Later runs go on past a leak, but for those that stop at the first failure of any kind.
	if out.kind != "" && (!out.leaves || !j.past && (j.mode == "explore" || j.mode == "feed" || j.mode == "fuzz")) {
		r.report(0, out)
		return nil
	}
	if out.behind > 0 || out.Alive > 0 && !out.leaves {
		chaosKeep() // with what is stuck, which stays so
	}
	chaosProfile(nil, "")
	if p, ok := strat.(engine.Profiled); ok {
		p.Profile(out.Steps, warm.Events())
	}
	if recording && j.strategy == "fuzz" && j.state != "" {
		return r.recordMutation(strat)
	}
	if recording {
		for i := r.j.first; r.j.first > 0 && i < r.j.run; i++ {
			r.once(strat, i, nil, false)
		}
		chaosForgetOutput()
		r.report(j.run, r.once(strat, j.run, tape, true))
		return nil
	}
	switch j.mode {
	case "repeat":
		r.repeat(strat)
		return nil
	case "try":
		return r.try()
	case "feed":
		return r.feed()
	case "fuzz":
		return r.fuzz(strat)
	case "branch":
		r.branch(tape)
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
