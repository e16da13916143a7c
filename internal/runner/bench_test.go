package runner

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const speed = `package speed

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// TestSwitch: every step passes the turn to the other goroutine.
func TestSwitch(t *testing.T) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 2_000_000 {
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
}

// TestStay: no step has a choice.
func TestStay(t *testing.T) {
	var n atomic.Int64
	for range 20_000_000 {
		n.Add(1)
	}
}

// TestSmall: three goroutines, ten channel operations.
func TestSmall(t *testing.T) {
	ch := make(chan int)
	for n := range 2 {
		go func() {
			for range n + 2 {
				ch <- n
			}
		}()
	}
	for range 5 {
		<-ch
	}
}
`

// speedRunner builds the module above.
func speedRunner(b *testing.B) *Runner {
	b.Helper()
	dir := b.TempDir()
	for name, text := range map[string]string{"go.mod": "module speed\n\ngo 1.25\n", "speed_test.go": speed} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	ctx := context.Background()
	tc, err := toolchain.Find(ctx, toolchain.Config{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	pkgs, err := tc.List(ctx, ".")
	if err != nil {
		b.Fatal(err)
	}
	bin, err := tc.Build(ctx, pkgs[0])
	if err != nil {
		b.Fatal(err)
	}
	r, err := NewRunner(tc, Options{Runner: Runner{Strategy: "random", Leaks: "off", Patience: time.Minute}}, pkgs[0], bin)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// work makes runs of a test in one worker and returns how many steps it made.
func work(b *testing.B, r *Runner, test string, runs uint64) uint64 {
	b.Helper()
	e := r.worker(context.Background(), &job{mode: "explore", test: test, strategy: "random", leaks: "off", seed: 1, first: 2, count: runs}, nil)
	if e.err != nil || len(e.lines) != 1 {
		b.Fatalf("%+v\n%s", e, e.out)
	}
	return atoi(fields(e.lines[0])["steps"])
}

// BenchmarkStep is the cost of a scheduling point, beside that of the runtime's own
// fastest switch between goroutines, a coroutine's. The process start is part of it.
func BenchmarkStep(b *testing.B) {
	r := speedRunner(b)
	for _, bc := range []struct{ name, test string }{{"switching", "TestSwitch"}, {"staying", "TestStay"}} {
		b.Run(bc.name, func(b *testing.B) {
			var steps uint64
			for b.Loop() {
				steps += work(b, r, bc.test, 1)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/step")
			b.ReportMetric(0, "ns/op")
		})
	}
	b.Run("iter.Pull", func(b *testing.B) {
		next, stop := iter.Pull(func(yield func(int) bool) {
			for yield(1) {
			}
		})
		defer stop()
		const calls = 1_000_000
		for b.Loop() {
			for range calls {
				next()
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(2*calls*b.N), "ns/switch")
		b.ReportMetric(0, "ns/op")
	})
}

// BenchmarkSchedules is how many whole runs of a small test one worker makes.
func BenchmarkSchedules(b *testing.B) {
	r := speedRunner(b)
	const runs = 50_000
	for b.Loop() {
		work(b, r, "TestSmall", runs)
	}
	b.ReportMetric(float64(b.N)*runs/b.Elapsed().Seconds(), "schedules/s")
	b.ReportMetric(0, "ns/op")
}
