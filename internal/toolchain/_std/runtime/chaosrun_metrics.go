package runtime

import "internal/stringslite"

// What a run is told of the collector, and of how many goroutines there are: nothing of the runs before
// it, and the same by each of the functions that tell it.

// chaosGC begins a call of runtime.GC.
func chaosGC() {
	if chaosIn(getg()) {
		chaosState.collections++
	}
	chaosQuiet(1)
}

// chaosGivesWay waits for what the collector's goroutines have to do, which are outside of runs: virtual time
// passes when they have done it.
func chaosGivesWay() {
	if chaosIn(getg()) {
		timeSleep(1)
	} else {
		Gosched()
	}
}

// chaosMemStats makes what a run is told of the collector independent of the runs before it.
func chaosMemStats(m *MemStats) {
	if !chaosIn(getg()) {
		return
	}
	m.NumGC, m.NumForcedGC = chaosState.collections, chaosState.collections
	m.LastGC, m.NextGC, m.PauseTotalNs, m.GCCPUFraction = 0, 0, 0, 0
	m.PauseNs, m.PauseEnd = [256]uint64{}, [256]uint64{}
}

// chaosGCStats is readGCStats for a run, which is told of its own collections, and of no pauses.
func chaosGCStats(pauses *[]uint64) bool {
	if !chaosIn(getg()) {
		return false
	}
	n := min(int(chaosState.collections), len(memstats.pause_ns))
	p := (*pauses)[:2*n+3]
	clear(p)
	p[2*n+1] = uint64(chaosState.collections)
	*pauses = p
	return true
}

// chaosMetric puts what a run is told of a metric in the place of its value: what MemStats and
// NumGoroutine say.
func chaosMetric(name string, v *metricValue) {
	if !chaosIn(getg()) || v.kind != metricKindUint64 {
		return
	}
	switch name {
	case "/gc/cycles/total:gc-cycles", "/gc/cycles/forced:gc-cycles":
		v.scalar = uint64(chaosState.collections)
	case "/gc/cycles/automatic:gc-cycles", "/gc/heap/goal:bytes":
		v.scalar = 0
	case "/sched/goroutines:goroutines", "/sched/goroutines/waiting:goroutines":
		chaosReadsGoroutines()
		v.scalar -= uint64(chaosHarness())
	}
}

// chaosVersion is the version of Go without the experiment with which Go 1.26 is built to prove leaks.
func chaosVersion(v string) string {
	before, after, ok := stringslite.Cut(v, "goroutineleakprofile")
	switch {
	case !ok:
		return v
	case after != "":
		return before + after[1:]
	case before[len(before)-1] == ',':
		return before[:len(before)-1]
	}
	return before[:len(before)-len(" X:")]
}
