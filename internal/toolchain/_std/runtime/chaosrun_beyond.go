package runtime

import (
	"chaosrun/engine"
	_ "unsafe" // for go:linkname
)

// What the process has to do with that is beyond the control of its runs: processes that it has started, and
// servers that its network does not have.

// chaosBeyond is how this process has reached beyond itself: see engine.StartsProcess.
var chaosBeyond uint64

//go:linkname chaosReaches
//go:norace
func chaosReaches(how uint64) {
	chaosBeyond |= how
	if page := chaosState.page; page != nil {
		page.reaches = chaosBeyond
	}
}

// chaosChildren are the processes that runs have started, as far as they are not known to have ended.
var chaosChildren struct {
	pids [64]int32 // those that were started last
	n    int
}

// chaosStarted is called when a process has been started.
//
//go:linkname chaosStarted
//go:norace
func chaosStarted(pid int) {
	chaosReaches(engine.StartsProcess)
	if !chaosIn(getg()) {
		return
	}
	c := &chaosChildren
	if c.n == len(c.pids) {
		copy(c.pids[:], c.pids[1:])
		c.n--
	}
	c.pids[c.n] = int32(pid)
	c.n++
}

// chaosChildLives reports whether one of the children still runs. The kernel knows: one that has ended is gone, or
// a zombie until somebody asks how it ended.
func chaosChildLives() bool {
	c := &chaosChildren
	for c.n > 0 && !chaosRuns(c.pids[c.n-1]) {
		c.n--
	}
	return c.n > 0
}

func chaosRuns(pid int32) bool {
	// The first thread of a process may be a zombie before the last one has closed its files.
	const threads = 17
	var buf [512]byte
	n := chaosStatOf("/proc/", uint64(pid), buf[:])
	return n > 0 && (buf[0] != 'Z' && buf[0] != 'X' || chaosField(buf[:n], threads) > 1)
}

// chaosChildPatience is for how many real nanoseconds, at most, virtual time waits for what the children of a
// run may do, each time that nothing else can happen.
const chaosChildPatience = 10_000_000_000

// chaosCollector is what debug.SetGCPercent had been told when the first run began.
var chaosCollector int32

//go:linkname chaosCollectorIs
func chaosCollectorIs(percent int) { chaosCollector = int32(percent) }

// chaosGCPercent is what debug.SetGCPercent does in a run. The worker collects when it likes. Where a test has
// turned the collector off, no pool is emptied.
//
//go:linkname chaosGCPercent
func chaosGCPercent(percent int) (old int, ok bool) {
	if !chaosIn(getg()) {
		return 0, false
	}
	chaosAffect(engine.Writes(engine.System))
	c := &chaosState
	old, c.percent = int(c.percent), int32(max(percent, -1))
	return old, true
}
