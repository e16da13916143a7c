package testing

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// chaosJob is what the parent asks for.
type chaosJob struct {
	mode     string // list, profile, explore, record, repeat, try, branch, feed, fuzz
	test     string
	tests    []string // that the run has together, in the place of one
	strategy string
	leaks    string
	seed     uint64
	first    uint64 // explore: the first run's number; record: if not 0, replay the runs from here to run first
	count    uint64 // explore, repeat, branch: how many runs
	run      uint64 // record, repeat: the run to make; 0 is the warm-up run
	from     uint64 // record: the step at which recording begins
	tape     string // record, branch: a file that holds the tape
	state    string // a file that holds where a systematic strategy is, or a plan
	plans    string // try: a file that holds plans, each after its length
	draw     uint64 // if not 0: the run whose pinned random numbers are used
	same     bool   // all runs have the pinned random numbers of run 1, whatever their schedules are drawn from
	alone    bool   // the run that is asked for is the only one of the process: no run comes before it
	fair     uint64
	plain    uint64 // alone: steps of the plain run
	debug    string // record: a file that holds the numbers of steps at which a debugger may stop
	profile  string // alone: a file that holds what mode profile has reported
	past     bool   // explore, try: go past runs that leak, if what they leave is proved to be stuck
	trial    uint64 // explore: the run after which the parent wants to know whether there is anything to explore; 0: it does not
	still    bool   // explore: there was nothing in the runs before this process
	foresee  uint64 // explore: record run 1 of random at the end, if runs have so many steps at most, on average
	steps    uint64
	slots    int
	tapeCap  int
	heap     uint64
	deadline time.Time
	calls    string // which call of package sched is explored; "": all
	faults   string // what may go wrong; "none": nothing, but tell of failpoints
	clock    bool   // the policy of the clock is asked for:
	frozen   bool
	racing   bool
	jitter   int64    // nanoseconds
	holds    bool     // goroutines are held up in every run alike:
	rate     int      // 1 time in rate, 0 for never
	limit    int64    // nanoseconds, at most; if not holds, in runs of short hold-ups
	long     bool     // if not holds: there are runs of long ones too
	ignore   []string // functions whose goroutines are no leaks
	ask      bool     // let the test tell its options in the first run, and end
}

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
		case "tests":
			j.tests = strings.Fields(val)
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
		case "state":
			j.state = val
		case "plans":
			j.plans = val
		case "draw":
			j.draw = n
		case "same":
			j.same = n > 0
		case "alone":
			j.alone = n > 0
		case "debug":
			j.debug = val
		case "profile":
			j.profile = val
		case "past":
			j.past = n > 0
		case "trial":
			j.trial = n
		case "still":
			j.still = n > 0
		case "foresee":
			j.foresee = n
		case "steps":
			j.steps = n
		case "fair":
			j.fair = n
		case "plain":
			j.plain = n
		case "slots":
			j.slots = int(n)
		case "tapecap":
			j.tapeCap = int(n)
		case "heap":
			j.heap = n
		case "deadline":
			j.deadline = time.UnixMilli(int64(n))
		case "calls":
			j.calls = val
		case "faults":
			j.faults = val
		case "frozen":
			j.clock, j.frozen = true, val == "true"
		case "racing":
			j.racing = val == "true"
		case "jitter":
			j.jitter = int64(n)
		case "rate":
			j.holds, j.rate = true, int(n)
		case "limit":
			j.limit = int64(n)
		case "long":
			j.long = n > 0
		case "ignore":
			j.ignore = strings.Fields(val)
		case "ask":
			j.ask = n > 0
		case "":
		default:
			return nil, fmt.Errorf("unknown key %q in the job", key)
		}
	}
	return j, nil
}

// chaosReadNumbers reads a tape or the state of a strategy.
func chaosReadNumbers(name string) ([]uint32, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var ns []uint32
	for _, f := range strings.Fields(string(b)) {
		n, err := strconv.ParseUint(f, 10, 32)
		if err != nil {
			return nil, err
		}
		ns = append(ns, uint32(n))
	}
	return ns, nil
}
