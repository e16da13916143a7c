package runner

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// What the workers of a campaign report.

// take takes in what a worker did, and returns the first run it has not made.
func (c *campaign) take(j *job, e *ended, index int) (next uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := j.first + j.count - 1
	if e.err != nil {
		if c.res.Err == nil {
			c.res.Err = e.err
		}
		return 0, false
	}
	next = last + 1
	c.reaches |= e.reaches
	reported := false
	for _, l := range e.lines {
		if c.said(l) {
			continue
		}
		word, rest, _ := strings.Cut(l, " ")
		switch word {
		case "end":
			reported = true
			next = c.end(j, rest)
		case "graphs", "pairs", "members":
			c.cov.add(index, word, strings.Fields(rest))
		case "explored":
			f := append(strings.Fields(rest), "", "", "")
			c.res.Explored, _ = strconv.ParseFloat(f[0], 64)
			c.res.Assumes |= engine.Assumptions(atoi(f[2]))
			c.res.Complete = c.res.Explored == 1 && f[1] == "true" && c.res.Assumes.Whole()
		case "state":
			j.left = rest
		case "run":
			reported = true
			n, kv, _ := strings.Cut(rest, " ")
			f := fields(kv)
			run := atoi(n)
			if f["kind"] != "" {
				c.add(index, found{run: j.shifted(run), first: j.first + j.shift, alone: j.alone, kind: f["kind"], hash: f["hash"], steps: atoi(f["steps"]), output: e.since(int64(atoi(f["out"]))), hold: j.hold, max: e.max, held: int64(atoi(f["held"])), strategy: j.strategy, state: j.resume})
			}
			if f["kind"] != "" && f["past"] != "true" {
				next = max(run+1, j.first)
				c.next = next
			}
		}
	}
	if reported {
		return next, true
	}
	if e.late {
		c.late = true
		// Where a search stood is lost with the process: whoever goes on makes its runs again.
		again := c.part != nil && systematic(j.strategy)
		if e.inRun {
			c.res.remark("run %d was not finished when the time of -duration was over: it had made %d steps", max(1, j.shifted(e.run)), e.steps)
			if e.run >= j.first && !again {
				c.res.Runs += e.run - j.first
			}
		}
		c.next = max(e.run, j.first)
		if again {
			c.next = j.first
		}
		return 0, false
	}
	if !e.inRun {
		c.res.Err = &EarlyEnd{Output: strings.TrimSpace(string(e.out)), Ran: e.ran, Stopped: e.stopped}
		return 0, false
	}
	// The process died in run e.run: that is the finding.
	c.lost = true
	c.add(index, found{run: j.shifted(e.run), first: j.first + j.shift, alone: j.alone, kind: diedKind(e), steps: e.steps, died: e, output: string(e.out), hold: j.hold, max: e.max, held: e.held, strategy: j.strategy, state: j.resume})
	if e.run >= j.first {
		c.res.Runs += e.run - j.first + 1
	}
	c.next = max(e.run+1, j.first)
	switch divided := divides(j.strategy); {
	case j.mode != "explore" || !systematic(j.strategy) || divided && c.part == nil:
	case divided:
		c.state = ""
		c.res.note("a part of the search was lost with the process that died in run %d", max(1, e.run))
		return last + 1, true
	default:
		c.over = true
		c.res.note("the search ends here: its state was lost with the process that died in run %d", max(1, e.run))
		return last + 1, true
	}
	return c.next, true
}

// shifted is the number of a run of the worker in the campaign.
func (j *job) shifted(run uint64) uint64 {
	if run == 0 {
		return 0 // the warm-up run
	}
	return run + j.shift
}

// EarlyEnd is why no run was made: the test binary ended in its initialization, in TestMain,
// or before it had begun a run. If it has made runs, it could not report them.
type EarlyEnd struct {
	Output  string
	Ran     bool
	Stopped bool // by a signal, between two runs
}

func (e *EarlyEnd) Error() string {
	switch {
	case e.Stopped:
		return stopped
	case e.Ran:
		return "the test process ended without reporting its runs: the test may have closed descriptors that it has not opened, of which chaosrun uses 3, 4 and 5; it printed:\n" + e.Output
	}
	return "the test binary ended before the test ran; it printed:\n" + e.Output
}

// end takes in an "end" line and returns the next run to make.
func (c *campaign) end(j *job, rest string) uint64 {
	why, _, _ := strings.Cut(rest, " ")
	f := fields(rest)
	runs := atoi(f["runs"])
	c.res.Runs += runs
	c.res.Steps += atoi(f["steps"])
	if j.mode == "profile" {
		c.plain = atoi(f["steps"])
	}
	c.res.External += atoi(f["external"])
	c.branches += atoi(f["branches"])
	c.res.Assumes |= engine.Assumptions(atoi(f["assumed"]))
	c.res.Plain = max(c.res.Plain, atoi(f["plain"]))
	c.res.Goroutines = max(c.res.Goroutines, atoi(f["goroutines"]))
	c.leaked += atoi(f["leaks"])
	c.res.parallel = c.res.parallel || f["parallel"] == "true"
	c.next = j.first + runs
	c.over = why == "skipped" || why == "sequential" || why == "complete"
	const all = 1 << 62 // no more runs need to be made
	switch {
	case why == "skipped":
		c.res.Verdict = "skip"
		return all
	case why == "sequential":
		c.res.Sequential = true
		return all
	case why == "complete" && j.strategy == eachFault:
		c.res.EachFault = true
		return all
	case why == "deadline", why == "complete":
		return all
	case strings.HasPrefix(why, "behind=") && !j.alone:
		c.res.note("goroutines that something could still wake were left behind, so each run had a process of its own")
	}
	return j.first + runs
}

// add keeps the failing runs in order of their numbers; the caller holds c.mu. Of the runs that
// leak, which may be all, it keeps the first ones.
func (c *campaign) add(index int, f found) {
	list := &c.found
	if c.timing(f.held) {
		list = &c.timings
		if c.short == nil {
			c.short = make(map[int]bool)
		}
		c.short[index] = true
		c.trial.long = c.trial.long || f.run <= trialRuns
	} else if f.kind == "leak" {
		list = &c.leaks
	}
	at, known := slices.BinarySearchFunc(*list, f.run, func(g found, run uint64) int { return cmp.Compare(g.run, run) })
	if known {
		return // the warm-up run fails in every process
	}
	*list = slices.Insert(*list, at, f)
	if len(c.leaks) > mostConfirmed {
		c.blind = min(c.blind, c.leaks[mostConfirmed].run)
		c.leaks = c.leaks[:mostConfirmed]
	}
	if len(c.timings) > mostConfirmed {
		c.timings = c.timings[:mostConfirmed]
	}
	if at >= mostConfirmed {
		(*list)[min(at, len(*list)-1)].output = "" // nobody looks at it
	}
}

func diedKind(e *ended) string {
	switch {
	case e.hung:
		return "hang"
	case e.dying == dyingPanic:
		return "panic"
	case e.dying == dyingExit:
		return "exit"
	}
	return "fatal"
}
