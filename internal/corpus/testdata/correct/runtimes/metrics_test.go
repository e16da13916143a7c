package runtimes

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

// metric reads one number of package metrics.
func metric(t *testing.T, name string) uint64 {
	t.Helper()
	s := []metrics.Sample{{Name: name}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 {
		t.Fatalf("%s is of kind %v", name, s[0].Value.Kind())
	}
	return s[0].Value.Uint64()
}

// The tests collect only when they say so: what two functions say of the collector can be compared.

func TestMemStatsAndMetricsAgreeOnGoal(t *testing.T) {
	debug.FreeOSMemory()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if got := metric(t, "/gc/heap/goal:bytes"); got < m.NextGC-m.NextGC/20 || got > m.NextGC+m.NextGC/20 {
		t.Fatalf("%d, want about %d", got, m.NextGC)
	}
}

func TestMemStatsAndMetricsAgreeOnCollections(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	before := metric(t, "/gc/cycles/forced:gc-cycles")
	runtime.GC()
	debug.FreeOSMemory()
	if got := metric(t, "/gc/cycles/forced:gc-cycles"); got != before+2 {
		t.Fatalf("%d collections, want 2", got-before)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	total, automatic := metric(t, "/gc/cycles/total:gc-cycles"), metric(t, "/gc/cycles/automatic:gc-cycles")
	if total != uint64(m.NumGC) || total-automatic != uint64(m.NumForcedGC) {
		t.Fatalf("%d, %d automatic; want %d, %d forced", total, automatic, m.NumGC, m.NumForcedGC)
	}
}

func TestGCStatsAndMetricsAgree(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	runtime.GC()
	var s debug.GCStats
	debug.ReadGCStats(&s)
	if got := metric(t, "/gc/cycles/total:gc-cycles"); got != uint64(s.NumGC) {
		t.Fatalf("%d, want %d", got, s.NumGC)
	}
}

func TestMetricsCountGoroutines(t *testing.T) {
	block := make(chan bool)
	defer close(block)
	before := metric(t, "/sched/goroutines:goroutines")
	for range 3 {
		go func() { <-block }()
	}
	if got := metric(t, "/sched/goroutines:goroutines"); got != before+3 {
		t.Fatalf("%d, want 3 more than %d", got, before)
	}
}
