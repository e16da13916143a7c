package testing

import (
	"chaosrun/engine"
	"fmt"
	"internal/race"
	"os"
	"runtime"
	"strconv"
)

// chaosResult is the runtime's type of the same name.
type chaosResult struct {
	Verdict  uint32
	Alive    int
	External int
	Waking   int
	Spawned  uint32
	Steps    uint64
	Branches uint64
	Hash     uint64
	Graph    uint64
	Diverged bool
	Unending bool
	Now      int64
	Held     int64
}

// chaosOutcome is what the test made of a run.
type chaosOutcome struct {
	chaosResult
	kind    string // "" nothing found
	skipped bool
	behind  int   // goroutines left that something could still wake
	leaves  bool  // it leaks, and fails in no other way
	out     int64 // where its output begins
}

// chaosGarbage is the heap size, in bytes, above which the heap is collected between runs,
// unless most of it is in use; inside a run it is left alone up to the memory limit that the
// parent sets. Memory that is used again is faster than fresh memory.
const chaosGarbage = 8 << 20

// chaosGarbagePatience is how long finalizers may take then, in nanoseconds.
const chaosGarbagePatience = 100_000_000

// chaosRunner runs one test again and again, or several together.
type chaosRunner struct {
	m     *M
	j     *chaosJob
	tests []InternalTest
	sys   engine.Systematic // the strategy, if it is one
	live  uint64            // size of the heap after the last collection
	// plain is how many steps the first run of the process has made; 0: there was none.
	plain uint64
}

// resume lets a systematic strategy go on where another process has stopped, or gives a
// plan to the strategy that follows one.
func (r *chaosRunner) resume(strat engine.Strategy) error {
	r.sys, _ = strat.(engine.Systematic)
	l, ok := strat.(interface{ Load([]uint32) })
	if !ok || r.j.state == "" {
		return nil
	}
	state, err := chaosReadNumbers(r.j.state)
	if err == nil {
		l.Load(state)
	}
	return err
}

// try makes a run of each plan until one fails as wanted, or the process is used up.
func (r *chaosRunner) try() error {
	plans, err := chaosReadNumbers(r.j.plans)
	if err != nil {
		return err
	}
	strat := new(engine.Directed)
	for i := uint64(1); len(plans) > 0; i++ {
		n := int(plans[0])
		if n >= len(plans) {
			return fmt.Errorf("plan %d is cut off", i)
		}
		strat.Load(plans[1 : n+1])
		plans = plans[n+1:]
		out := r.once(strat, i, nil, false)
		if out.kind != "" && !r.goesPast(out) || out.behind > 0 || r.j.alone {
			r.report(i, out)
			return nil
		}
	}
	chaosReport("run 0 kind=")
	return nil
}

// explore makes the runs first, first+1, ... until one fails.
func (r *chaosRunner) explore(strat engine.Strategy, warm chaosOutcome) error {
	total := warm.chaosResult
	branches, runs, external, spawned := warm.Branches, uint64(0), warm.External, warm.Spawned
	seen := newChaosSeen(strat)
	if !r.j.alone {
		seen.add(warm.Graph, -1)
	}
	leaks := newChaosLeaks(r)
	if warm.kind != "" {
		leaks.add(0, warm)
	}
	end := func(why string) error {
		seen.report()
		r.reportSearch()
		chaosReport("end %s runs=%d steps=%d branches=%d external=%d leaks=%d plain=%d goroutines=%d assumed=%d parallel=%t", why, runs, total.Steps, branches, external, leaks.n, r.plain, spawned, chaosAssumed(), chaosParallel())
		return nil
	}
	if warm.skipped {
		return end("skipped")
	}
	held := int64(0)
	last := r.j.first + r.j.count
	for i := r.j.first; i < last; i++ {
		if r.sys != nil && !r.sys.More() {
			return end("complete")
		}
		if !r.j.deadline.IsZero() && runs > 0 && chaosRealWall() > r.j.deadline.UnixNano() {
			end("deadline")
			r.foresee(leaks.n+external, total.Steps/runs)
			return nil
		}
		if runs%64 == 63 {
			chaosForgetOutput()
		}
		out := r.once(strat, i, nil, false)
		runs++
		total.Steps += out.Steps
		branches += out.Branches
		external += out.External
		spawned = max(spawned, out.Spawned)
		seen.add(out.Graph, seen.member())
		if r.goesPast(out) {
			leaks.add(i, out)
		} else if out.kind != "" {
			end("found")
			r.report(i, out)
			return nil
		} else if chaosProgramMain != nil {
			r.report(i, out) // the parent may have something against what it has printed
		}
		if r.goesPast(out) {
			held = max(held, out.Held)
		}
		if i == r.j.trial {
			if r.j.still && branches == 0 && external == 0 && engine.Assumptions(chaosAssumed())&engine.HoldUpsLeft == 0 {
				return end("sequential")
			}
			chaosReport("tried held=%d", held)
		}
		if out.behind > 0 {
			// What is left might take part in the next run: the process is used up.
			return end("behind=" + strconv.Itoa(out.behind))
		}
		if runs == 1 && r.j.first == 1 && branches == 0 && external == 0 && engine.Assumptions(chaosAssumed())&(engine.PinnedNumbers|engine.HoldUpsLeft) == 0 {
			return end("sequential")
		}
	}
	if r.sys != nil && !r.sys.More() {
		return end("complete")
	}
	end("done")
	r.foresee(leaks.n+external, total.Steps/max(1, runs))
	return nil
}

// foresee records the run from which the parent predicts failures, unless there was something for which it predicts none.
func (r *chaosRunner) foresee(something int, steps uint64) {
	if r.j.foresee == 0 || something > 0 || steps > r.j.foresee {
		return
	}
	chaosReport("foresees")
	out := r.once(new(engine.Random), 1, nil, true)
	chaosTellPlaces()
	chaosReport("foreseen kind=%s", out.kind)
}

// branch makes runs that begin with the tape and go on at random, each another way, until
// one fails or the process is used up.
func (r *chaosRunner) branch(tape []uint32) {
	strat := new(engine.Random)
	for i := r.j.first; i < r.j.first+r.j.count; i++ {
		strat.Salt(i)
		if out := r.once(strat, i, tape, false); out.kind != "" || out.behind > 0 || r.j.alone {
			r.report(i, out)
			return
		}
	}
	chaosReport("run 0 kind=")
}

// repeat makes one run again and again, and reports how many executions it was.
func (r *chaosRunner) repeat(strat engine.Strategy) {
	seen := make(map[uint64]bool)
	changed := ""
	for i := range r.j.count {
		if h := r.once(strat, r.j.run, nil, false).Hash; !seen[h] {
			seen[h] = true
			changed += " " + strconv.FormatUint(i, 10)
		}
	}
	chaosReport("repeated %d executions=%d at%s", r.j.count, len(seen), changed)
}

func (r *chaosRunner) report(i uint64, out chaosOutcome) {
	chaosReport("run %d kind=%s steps=%d branches=%d hash=%016x alive=%d external=%d waking=%d diverged=%t now=%d skipped=%t held=%d past=%t out=%d",
		i, out.kind, out.Steps, out.Branches, out.Hash, out.Alive, out.External, out.Waking, out.Diverged, out.Now, out.skipped, out.Held, r.goesPast(out), out.out)
}

// once is one controlled run of the test.
func (r *chaosRunner) once(strat engine.Strategy, i uint64, tape []uint32, record bool) chaosOutcome {
	chaosViewStart()
	if chaosHeapLive() > max(chaosGarbage, 2*r.live) {
		runtime.GC()
		chaosFinalizers(chaosGarbagePatience) // outside of any run
		r.live = chaosHeapLive()
	}
	done := make(chan bool, 1)
	chaosTestOfRun, chaosWhole = nil, len(r.j.tests) > 0
	begin, end := chaosHooks()
	for _, f := range begin {
		f()
	}
	from := ^uint64(0)
	if record {
		from = r.j.from
	}
	if record && r.j.debug != "" {
		if err := r.debug(); err != nil {
			chaosReport("error %s", strconv.Quote(err.Error()))
			os.Exit(2)
		}
	}
	chaosAsk(r.j.ask && i == 0)
	if i == 0 && !r.j.alone {
		chaosFairAfter(0) // the first run is fair
	} else {
		chaosFairAfter(r.j.fair)
	}
	printed := chaosPrinted()
	races := race.Errors()
	res := chaosRun(func() {
		chaosQuiet(1)
		if chaosProgramMain != nil {
			r.program()
		} else {
			chaosRunTests(r.m, r.tests)
		}
		for _, f := range end {
			f()
		}
		done <- true
	}, strat, r.seed(i), r.steps(i), i+1, tape, from)
	out := chaosOutcome{chaosResult: res, out: printed}
	switch res.Verdict {
	case 1:
		out.kind = "deadlock"
	case 2:
		out.kind = "livelock"
	}
	select {
	case <-done:
		if t := chaosTestOfRun; t != nil {
			out.skipped = t.Skipped()
			if t.Failed() {
				out.kind = "assert"
			}
		}
	default:
	}
	out.chaosSaid()
	if race.Errors() > races {
		out.kind = "race"
	}
	if res.Alive > 0 && !(r.endsWithMain() && res.Verdict == 0) {
		r.left(&out, i == 0 || r.j.alone && r.j.leaks != "all", record)
	}
	if out.kind != "" {
		chaosDebugEnds(out.kind)
	}
	return out
}

// What a run may need before it is finished under a fair schedule, if nobody says how much: many
// times what the first run of the process needed, which is such a schedule.
const (
	chaosLeastSteps = 1 << 22
	chaosTimesPlain = 32
)

// steps is after how many steps run i is finished under a fair schedule.
func (r *chaosRunner) steps(i uint64) uint64 {
	if i == 0 && (r.j.run > 0 || r.j.mode == "try") {
		return max(r.j.steps, engine.DefaultMaxSteps) // the limit is that of another run, and the first one is fair
	}
	if r.j.steps > 0 || i == 0 || r.plain == 0 {
		return r.j.steps
	}
	return min(max(chaosLeastSteps, chaosTimesPlain*r.plain), max(engine.DefaultMaxSteps, 2*r.plain))
}

// seed is what the pinned random numbers of run i come from. A systematic strategy needs
// the same in every run: only its choices may differ.
func (r *chaosRunner) seed(i uint64) uint64 {
	switch {
	case i == 0:
	case r.j.draw > 0:
		i = r.j.draw
	case r.sys != nil:
		i = 1
	}
	return engine.RunSeed(r.j.seed, i)
}

// left judges the goroutines that the run left; first: it is the first run of the process.
func (r *chaosRunner) left(out *chaosOutcome, first, record bool) {
	proved := false
	if r.j.leaks != "off" && out.kind == "" || out.kind == "deadlock" {
		proved = chaosProve()
	}
	stuck, ticking, behind, ignored := chaosLeft(record)
	out.behind = ticking + behind + ignored // what is stuck takes part in no later run
	if out.kind != "" || r.j.leaks == "off" || r.j.leaks == "report" {
		return
	}
	if stuck > 0 || out.Unending {
		out.kind = "leak"
	}
	// What the first run of a process leaves may be started once per process, on first
	// use. If later runs leave more of it, it is a leak. Without a proof, what waits for a file or a
	// socket of the system is taken to be woken some day.
	if !first && (ticking > 0 || behind > 0 && r.j.leaks == "all" || behind > out.Waking && !proved) {
		out.kind = "leak"
	}
	out.leaves = out.kind == "leak" && !out.Unending
}
