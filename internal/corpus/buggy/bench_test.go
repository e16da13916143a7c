package buggy

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

// searchable are the packages of the buggy module whose bugs are found by looking at
// results: not hangs and livelocks, which take their time, and not races.
var searchable = []string{"asserts", "atomics", "deadlock", "exits", "fatals", "leak", "panics"}

// unstated copies the buggy module without its statements of what must be found, so that
// every bug is an ordinary failure.
func unstated(b *testing.B) corpus.Module {
	b.Helper()
	m := corpus.Open(b, "buggy")
	from, to := m.Dir, b.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		b.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(to, "*", "*_test.go"))
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		src = regexp.MustCompile(`//chaosrun:expect.*`).ReplaceAll(src, []byte("//"))
		if err := os.WriteFile(name, src, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	m.Dir = to
	return m
}

// endless is the step limit of BenchmarkBugs. An endless run is taken for one about as fast as
// by stress, which waits for 900 ms.
const endless = "5000000"

// BenchmarkBugs is how many bugs of the corpus each strategy finds within 2000 schedules a
// test, in how many runs (median and worst), and how many it finds in a minute of
// processor time.
func BenchmarkBugs(b *testing.B) {
	m := unstated(b)
	var pkgs []string
	for _, p := range searchable {
		pkgs = append(pkgs, "./"+p)
	}
	m.Explore(b, append([]string{"-schedules", "1"}, pkgs...)...) // builds
	for _, strategy := range []string{"auto", "random", "pct", "pos", "surw", "delay:3", "preempt:2", "dfs", "dpor"} {
		b.Run(strategy, func(b *testing.B) {
			var found, tests int
			var runs []uint64
			var cpu time.Duration
			for b.Loop() {
				_, events, used := m.Explore(b, append([]string{"-schedules", "2000", "-shrink", "0", "-max-steps", endless, "-strategy", strategy}, pkgs...)...)
				cpu += used
				for _, e := range events {
					switch e.Event {
					case "failure":
						found++
						runs = append(runs, e.Run)
					case "summary":
						tests++
					}
				}
			}
			slices.Sort(runs)
			b.ReportMetric(100*float64(found)/float64(tests), "%found")
			b.ReportMetric(float64(runs[len(runs)/2]), "median-run")
			b.ReportMetric(float64(runs[len(runs)-1]), "worst-run")
			b.ReportMetric(float64(found)/cpu.Minutes(), "bugs/cpu-min")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkStress is the same for go test, each test again and again for a second of real
// time: as it is, with the race detector, and with one processor and four.
func BenchmarkStress(b *testing.B) {
	dir := unstated(b).Dir
	for _, mode := range []string{"plain", "race", "cpu"} {
		b.Run(mode, func(b *testing.B) {
			var found, tests int
			var cpu time.Duration
			for b.Loop() {
				for _, pkg := range searchable {
					bin := filepath.Join(b.TempDir(), pkg+".test")
					args := []string{"test", "-c", "-o", bin}
					if mode == "race" {
						args = append(args, "-race")
					}
					build := exec.Command("go", append(args, "./"+pkg)...)
					build.Dir = dir
					if out, err := build.CombinedOutput(); err != nil {
						b.Fatalf("%v\n%s", err, out)
					}
					list := exec.Command(bin, "-test.list", ".")
					out, err := list.Output()
					if err != nil {
						b.Fatal(err)
					}
					for _, test := range strings.Fields(string(out)) {
						tests++
						procs := []string{strconv.Itoa(runtime.NumCPU())}
						if mode == "cpu" {
							procs = []string{"1", "2", "4"}
						}
						for _, n := range procs {
							bad, used := stress(bin, filepath.Join(dir, pkg), test, n, time.Second/time.Duration(len(procs)))
							cpu += used
							if bad {
								found++
								break
							}
						}
					}
				}
			}
			b.ReportMetric(100*float64(found)/float64(tests), "%found")
			b.ReportMetric(float64(found)/cpu.Minutes(), "bugs/cpu-min")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// stress runs one test again and again for that long with GOMAXPROCS=procs, and reports
// whether it failed.
func stress(bin, dir, test, procs string, d time.Duration) (bad bool, cpu time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	args := []string{"-test.run", "^" + test + "$", "-test.count", "1000000", "-test.cpu", procs, "-test.timeout", (d * 9 / 10).String()}
	cmd := exec.CommandContext(ctx, bin, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	// The time-out of a test that just goes on passing is no bug: one that hangs has been
	// at it for nearly all of the time.
	if strings.Contains(string(out), "panic: test timed out") {
		var name string
		var took float64
		i := strings.Index(string(out), "\t\t"+test)
		if i < 0 {
			return false, cpu
		}
		if n, _ := fmt.Sscanf(string(out[i:]), "%s (%f", &name, &took); n < 2 {
			return false, cpu
		}
		return took > d.Seconds()/2, cpu
	}
	return err != nil && ctx.Err() == nil, cpu
}
