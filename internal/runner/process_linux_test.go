package runner

import (
	"testing"
	"time"
)

const forks = `package forks

import (
	"sync"
	"syscall"
	"testing"
)

// TestFork copies the process and lets the copy end at once, 200 times.
func TestFork(t *testing.T) {
	for range 200 {
		pid, _, err := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
		if err != 0 {
			t.Fatal(err)
		}
		if pid == 0 {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
		}
		syscall.RawSyscall6(syscall.SYS_WAIT4, pid, 0, 0, 0, 0, 0)
	}
}

// TestRun is a test of four goroutines.
func TestRun(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			mu.Lock()
			mu.Unlock()
		})
	}
	wg.Wait()
}
`

// BenchmarkProcess is what a process for every run costs, beside the least that it could cost to
// copy a process that has come to the test: a fork of a worker whose child does nothing.
func BenchmarkProcess(b *testing.B) {
	r := moduleRunner(b, "forks", forks)
	const n = 200
	var started, forked time.Duration
	for b.Loop() {
		begin := time.Now()
		for range n {
			work(b, r, "TestRun", "random", 1)
		}
		started += time.Since(begin)
		begin = time.Now()
		work(b, r, "TestFork", "random", 1)
		forked += time.Since(begin) / 2 // The process makes two runs: the first one and the one that is asked for.
	}
	runs := float64(b.N) * n
	b.ReportMetric(float64(started.Microseconds())/runs, "µs/process")
	b.ReportMetric(float64(forked.Microseconds())/runs, "µs/fork")
	b.ReportMetric(float64(started)/float64(forked), "x")
	b.ReportMetric(0, "ns/op")
}
