package runner

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
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

// TestMedium: 20 goroutines that share two mutexes and a channel.
func TestMedium(t *testing.T) { many(10) }

// TestLarge: 1000 goroutines of the same.
func TestLarge(t *testing.T) { many(500) }

func many(pairs int) {
	var mu [2]sync.Mutex
	var wg sync.WaitGroup
	ch := make(chan int, 1)
	for i := range pairs {
		wg.Go(func() {
			mu[i%2].Lock()
			mu[i%2].Unlock()
			ch <- i
		})
		wg.Go(func() {
			<-ch
			mu[i%2].Lock()
			mu[i%2].Unlock()
		})
	}
	wg.Wait()
}
`

// speedRunner builds the module above.
func speedRunner(b *testing.B) *Runner {
	b.Helper()
	return moduleRunner(b, "speed", speed)
}

// moduleRunner builds a module of one file.
func moduleRunner(b testing.TB, module, src string) *Runner {
	b.Helper()
	dir := b.TempDir()
	for name, text := range map[string]string{"go.mod": "module " + module + "\n\ngo 1.25\n", module + "_test.go": src} {
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

// work makes runs of a test in one worker and returns how many steps it made, and the
// processor time that it took, the start of the process included.
func work(b *testing.B, r *Runner, test, strategy string, runs uint64) (steps uint64, cpu time.Duration) {
	b.Helper()
	e := r.worker(context.Background(), &job{mode: "explore", test: test, strategy: strategy, leaks: "off", seed: 1, first: 2, count: runs}, nil)
	for _, l := range e.lines {
		if rest, ok := strings.CutPrefix(l, "end "); ok {
			return atoi(fields(rest)["steps"]), e.cpu
		}
	}
	b.Fatalf("%+v\n%s", e, e.out)
	return 0, 0
}

// BenchmarkStep is the cost of a scheduling point, beside that of the runtime's own
// fastest switch between goroutines, a coroutine's. The process start is part of it.
func BenchmarkStep(b *testing.B) {
	r := speedRunner(b)
	for _, bc := range []struct {
		name, test, strategy string
		runs                 uint64
	}{
		{"switching", "TestSwitch", "random", 1},
		{"staying", "TestStay", "random", 1},
		{"auto/switching", "TestSwitch", "auto", 8},
		{"auto/staying", "TestStay", "auto", 8},
	} {
		b.Run(bc.name, func(b *testing.B) {
			var total uint64
			var cpu time.Duration
			for b.Loop() {
				steps, d := work(b, r, bc.test, bc.strategy, bc.runs)
				total, cpu = total+steps, cpu+d
			}
			b.ReportMetric(float64(cpu.Nanoseconds())/float64(total), "ns/step")
			b.ReportMetric(0, "ns/op")
		})
	}
	b.Run("the operation of staying alone", func(b *testing.B) {
		const calls = 20_000_000
		var n atomic.Int64
		for b.Loop() {
			for range calls {
				n.Add(1)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(calls*b.N), "ns/step")
		b.ReportMetric(0, "ns/op")
	})
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

// BenchmarkSchedules is how many whole runs of a test one worker makes: of three goroutines
// and ten channel operations, of 20 goroutines, of 1000.
func BenchmarkSchedules(b *testing.B) {
	r := speedRunner(b)
	for _, strategy := range []string{"random", "auto"} {
		for _, bc := range []struct {
			test string
			runs uint64
		}{{"TestSmall", 50_000}, {"TestMedium", 5_000}, {"TestLarge", 50}} {
			b.Run(strategy+"/"+bc.test[4:], func(b *testing.B) {
				var cpu time.Duration
				for b.Loop() {
					_, d := work(b, r, bc.test, strategy, bc.runs)
					cpu += d
				}
				b.ReportMetric(float64(b.N)*float64(bc.runs)/cpu.Seconds(), "schedules/s")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// BenchmarkStrategies is what a step costs under each strategy, in a test of 20 goroutines, and what it
// costs in one of 1000.
func BenchmarkStrategies(b *testing.B) {
	r := speedRunner(b)
	for _, name := range []string{"roundrobin", "random", "pct", "pos", "surw", "auto", "preempt:2", "delay:2", "dfs", "dpor"} {
		for _, bc := range []struct {
			test string
			runs uint64
		}{{"TestMedium", 2_000}, {"TestLarge", 20}} {
			b.Run(name+"/"+bc.test[4:], func(b *testing.B) {
				var total uint64
				var cpu time.Duration
				for b.Loop() {
					steps, d := work(b, r, bc.test, name, bc.runs)
					total, cpu = total+steps, cpu+d
				}
				b.ReportMetric(float64(cpu.Nanoseconds())/float64(total), "ns/step")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}
