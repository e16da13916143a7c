package runner

import (
	"fmt"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/settings"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// job is what a worker process is asked to do. The harness that reads it is
// chaosrun.go in package testing.
type job struct {
	mode     string // list, profile, explore, record, repeat, try, branch, feed, fuzz
	test     string
	tests    []string // if test is Together
	strategy string
	leaks    string
	seed     uint64
	first    uint64 // first run; record: run first, ..., run-1 come before it
	count    uint64
	run      uint64
	from     uint64 // record: the step at which recording begins
	tape     string // file
	state    string // file: where a systematic strategy goes on, a plan, or a batch of mutations
	plans    string // try: file
	same     bool   // all runs, the warm-up run too, have the pinned random numbers of run 1
	draw     uint64 // if not 0, the run whose pinned random numbers are used
	alone    bool   // the run is the only one of its process: no warm-up run comes before it
	debug    string // record: file of the numbers of steps at which a debugger may stop
	profile  string // alone: file of what a strategy learns from the warm-up run; "": it learns nothing
	plain    uint64 // alone: steps of the warm-up run, in the process that made it
	past     bool   // explore, try: go past runs that leak
	trial    uint64 // explore: the run after which to say whether there is anything to explore; 0: never
	still    bool   // explore: there was nothing in the runs so far
	foresee  bool   // explore: record run 1 of random at the end, if nothing was found and it is not too long
	maxSteps uint64
	fair     uint64 // steps after which a run is finished under a fair schedule, if that is sooner than maxSteps says; 0: it is not
	deadline time.Time
	limit    time.Time // when the process is ended, whatever it does; zero: never
	race     bool
	calls    string // which call of package sched is explored; "": all
	faults   string // what may go wrong; "none": nothing, but tell of failpoints; "": nothing
	clock    string // a clock policy that wins over the test's own, or ""
	wall     int64  // the wall clock at the start of the process, in nanoseconds since 1970
	hold     hold   // how goroutines are held up past timers
	ignore   []string
	ask      bool // let the test tell its options in the first run, and end

	// What the worker is not told.
	tried    func(held int64) // if not nil, called when the run after which to say that has passed
	session  *session         // if not nil, a person debugs the run
	expected *string          // if not nil, what the run has to print
	of       *trace.Trace     // if not nil, the run is another schedule of that one, and has its names

	resume string // systematic: where the search goes on
	left   string // systematic: where it has stopped
	shift  uint64 // to add to the numbers of its runs
}

// newJob is a job for a test, as the runner's settings say.
func (r *Runner) newJob(mode, test, strategy string) *job {
	return &job{
		mode: mode, test: test, tests: r.testsOf(test), strategy: strategy, leaks: r.Leaks,
		seed: r.Seed, maxSteps: r.MaxSteps, race: r.Race, calls: r.Calls, faults: r.Faults, clock: r.clock(test), ignore: r.Ignore,
		wall: r.wall(), hold: r.hold(), same: r.SameOutput,
	}
}

// Limits of a run. The race detector's own limit is 8128 goroutines.
const (
	maxGoroutines     = 1 << 18
	maxGoroutinesRace = 1 << 13
	maxTape           = 1 << 20
	maxHeap           = 1 << 30 // bytes; above it the heap is collected inside a run
)

func (j *job) String() string {
	slots := maxGoroutines
	if j.race {
		slots = maxGoroutinesRace
	}
	var b strings.Builder
	put := func(key string, val any) {
		line := fmt.Sprintf("%s=%v", key, val)
		b.WriteString(strings.ReplaceAll(line, "\n", " ") + "\n") // a recording may hold anything
	}
	put("mode", j.mode)
	put("test", j.test)
	put("tests", strings.Join(j.tests, " "))
	put("strategy", j.strategy)
	put("leaks", j.leaks)
	put("seed", j.seed)
	put("first", j.first)
	put("count", j.count)
	put("trial", j.trial)
	if j.foresee {
		put("foresee", maxPredicted)
	}
	put("run", j.run)
	put("from", j.from)
	put("tape", j.tape)
	put("state", j.state)
	put("plans", j.plans)
	put("draw", j.draw)
	put("steps", j.maxSteps)
	put("fair", j.fair)
	put("plain", j.plain)
	put("slots", slots)
	put("tapecap", maxTape)
	put("heap", maxHeap)
	put("calls", j.calls)
	put("faults", j.faults)
	j.hold.put(put)
	put("ignore", strings.Join(j.ignore, " "))
	if c, err := settings.ParseClock(j.clock); j.clock != "" && err == nil { // it was checked before
		put("frozen", c.Frozen)
		put("racing", c.Racing)
		put("jitter", int64(c.Jitter))
	}
	for key, on := range map[string]bool{"ask": j.ask, "alone": j.alone, "past": j.past, "same": j.same, "still": j.still} {
		if on {
			put(key, 1)
		}
	}
	put("debug", j.debug)
	put("profile", j.profile)
	if !j.deadline.IsZero() {
		put("deadline", j.deadline.UnixMilli())
	}
	return b.String()
}
