package runner

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const heavy = `package heavy

import (
	"sync"
	"testing"
)

var sum uint64

// TestCPU computes, and meets others rarely.
func TestCPU(t *testing.T) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for g := range uint64(4) {
		wg.Go(func() {
			x := g
			for range 100 {
				for range 1_000_000 {
					x = x*6364136223846793005 + 1442695040888963407
				}
				mu.Lock()
				sum += x
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

// TestChan does nothing but send and receive.
func TestChan(t *testing.T) {
	ch := make(chan int)
	for range 2 {
		go func() {
			for i := range 500_000 {
				ch <- i
			}
		}()
	}
	for range 1_000_000 {
		<-ch
	}
}

// TestMutex does nothing but lock and unlock.
func TestMutex(t *testing.T) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 4 {
		wg.Go(func() {
			for range 500_000 {
				mu.Lock()
				sum++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}
`

// BenchmarkSlowdown is one controlled run, in processor time, as a multiple of one run of
// plain go test.
func BenchmarkSlowdown(b *testing.B) {
	r := moduleRunner(b, "heavy", heavy)
	plain := filepath.Join(b.TempDir(), "plain.test")
	build := exec.Command("go", "test", "-c", "-o", plain, ".")
	build.Dir = r.Dir
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, test := range []string{"TestCPU", "TestChan", "TestMutex"} {
		b.Run(test[4:], func(b *testing.B) {
			var ours, theirs time.Duration
			for b.Loop() {
				// The process makes two runs: the first one and the one that is asked for.
				_, d := work(b, r, test, "random", 1)
				ours += d / 2
				cmd := exec.Command(plain, "-test.run", "^"+test+"$")
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				theirs += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			}
			b.ReportMetric(float64(ours)/float64(theirs), "x")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkScaling is how many times as fast two processes explore one test as one does: with a
// strategy that samples, and with a search.
func BenchmarkScaling(b *testing.B) {
	r := speedRunner(b)
	r.Seed = 1
	for _, bc := range []struct {
		strategy, test string
		runs           uint64
	}{{"random", "TestSmall", 200_000}, {"dpor", "TestMedium", 20_000}} {
		b.Run(bc.strategy, func(b *testing.B) {
			r.Strategy, r.Schedules = bc.strategy, bc.runs
			explore := func(n int) time.Duration {
				r.Workers, r.PerTest = make(chan struct{}, n), n
				res := r.Explore(context.Background(), bc.test)
				if res.Verdict != "pass" || res.Runs < r.Schedules {
					b.Fatalf("%+v", res)
				}
				return res.Elapsed
			}
			var one, two time.Duration
			for b.Loop() {
				one += explore(1)
				two += explore(2)
			}
			b.ReportMetric(float64(one)/float64(two), "x")
			b.ReportMetric(0, "ns/op")
		})
	}
}
