package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/measured"
	"github.com/chaosrun/chaosrun/internal/modcopy"
)

func main() {
	if kind := os.Getenv(loadVariable); kind != "" {
		load(kind)
	}
	times := flag.Int("times", 1000, "how often each schedule is made")
	versions := flag.String("go", "go1.25.5,go1.26.8,go1.27.0", "versions of Go, separated by commas")
	only := flag.String("only", "", "only suites whose name begins with this")
	idle := flag.Bool("idle", false, "put no load on the machine")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := soak(ctx, strings.Split(*versions, ","), *only, *times, !*idle)
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// suite is a module with tests.
type suite struct {
	name, version, dir string
	packages           string // separated by blanks; "": all
	skip               string // tests that take too long to be repeated a thousand times
}

// suites are the modules whose tests are repeated: those without a folder are public.
var suites = []suite{
	{name: "buggy", dir: "internal/corpus/testdata/buggy", packages: "./asserts ./atomics ./deadlock ./exits ./fatals ./leak ./onces ./orders ./panics ./promises ./races ./timings"},
	{name: "correct", dir: "internal/corpus/testdata/correct", skip: "^(TestMany(Goroutines|Steps|Allocations)|TestCounts|TestPassesOn|TestWritesByteByByte|TestDrainsQueue|TestReader.*Left|TestWorksOnAfterTheEnd)$"},
	{name: "deep", dir: "internal/corpus/testdata/deep"},
	{name: "proofs", dir: "internal/corpus/testdata/proofs"},
	{name: "table", dir: "internal/corpus/testdata/table"},
	{name: "golang.org/x/sync", version: "v0.25.0", skip: "^TestConcurrentRange$"},
	{name: "github.com/jackc/puddle/v2", version: "v2.2.3", skip: "^(TestStress_.*|TestReleaseAfterAcquire)$"},
	{name: "github.com/sourcegraph/conc", version: "v0.3.0"},
	{name: "github.com/sony/gobreaker/v2", version: "v2.4.0"},
	{name: "github.com/eapache/go-resiliency", version: "v1.7.0"},
}

func soak(ctx context.Context, versions []string, only string, times int, loaded bool) error {
	cache, chaosrun, err := measured.Command(ctx, "chaosrun-soak")
	if err != nil {
		return err
	}
	if loaded {
		end, err := startLoad(ctx)
		if err != nil {
			return err
		}
		defer end()
	}
	var failed []error
	for _, version := range versions {
		for _, s := range suites {
			if !strings.HasPrefix(s.name, only) {
				continue
			}
			if err := s.repeat(ctx, chaosrun, cache, version, times); err != nil {
				failed = append(failed, fmt.Errorf("%s on %s: %w", s.name, version, err))
			}
		}
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// repeat repeats a schedule of each of the suite's tests, and prints what came of it.
func (s suite) repeat(ctx context.Context, chaosrun, cache, version string, times int) (err error) {
	if s.dir == "" {
		if s.dir, err = modcopy.Get(ctx, s.name, s.version, cache); err != nil {
			return err
		}
	}
	start := time.Now()
	args := []string{"doctor", "-determinism", "-schedules", "1", "-times", strconv.Itoa(times), "-skip", s.skip}
	cmd := exec.CommandContext(ctx, chaosrun, append(args, strings.Fields(cmp.Or(s.packages, "./..."))...)...)
	cmd.Dir, cmd.Env = s.dir, append(os.Environ(), "GOWORK=off", "GOTOOLCHAIN="+version)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	r := read(string(out))
	fmt.Printf("%-10s%-36s%5d tests, %d times each: %d the same, %d depend on what is outside, %d differ (%s)\n", version, s.name,
		r.same+len(r.outside)+len(r.differ), times, r.same, len(r.outside), len(r.differ), time.Since(start).Round(time.Second))
	for _, t := range r.outside {
		fmt.Printf("    outside: %s\n", t)
	}
	for _, t := range r.differ {
		fmt.Printf("    differs: %s\n", t)
	}
	switch {
	case len(r.differ) > 0:
		return fmt.Errorf("%d tests differ", len(r.differ))
	case r.same == 0:
		return fmt.Errorf("no test was repeated: %s", out)
	case len(r.errors) > 0:
		return errors.New(strings.Join(r.errors, "; "))
	}
	return nil
}

// result is what doctor says of a suite.
type result struct {
	same            int
	outside, differ []string // each with what doctor says of it
	errors          []string
}

// uncontrolled are tests that may differ, as docs/gaps.md says: they depend on child processes, on signals that they
// send themselves, or on what a profile says of the heap.
var uncontrolled = regexp.MustCompile(`^correct/((children|procs|signals)\.|runtimes\.TestMetricsAndProfiles:)`)

// read reads the output of chaosrun doctor -determinism.
func read(out string) (r result) {
	lines := strings.Split(out, "\n")
	for i, l := range lines {
		var n int
		switch _, of, ok := strings.Cut(l, ": 1 schedule of each of "); {
		case strings.HasPrefix(l, "ok  ") && ok:
			fmt.Sscanf(of, "%d test", &n)
			r.same += n
		case strings.HasPrefix(l, "no  "):
			says := []string{strings.TrimPrefix(l, "no  ")}
			for _, more := range lines[i+1:] {
				if !strings.HasPrefix(more, "    ") {
					break
				}
				says = append(says, strings.TrimSpace(more))
			}
			text := strings.Join(says, " ")
			if strings.Contains(text, "outside") || uncontrolled.MatchString(text) {
				r.outside = append(r.outside, text)
			} else {
				r.differ = append(r.differ, text)
			}
		case l != "" && !strings.HasPrefix(l, "    "):
			r.errors = append(r.errors, l)
		}
	}
	return r
}

// loadVariable names what a process of this command does in place of its work: cpu or memory.
const loadVariable = "CHAOSRUN_SOAK_LOAD"

// startLoad starts two processes that each use a processor, and one of them most of the memory. It returns what ends
// them.
func startLoad(ctx context.Context) (end func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ctx, end = context.WithCancel(ctx)
	for _, kind := range []string{"cpu", "memory"} {
		cmd := exec.CommandContext(ctx, self)
		cmd.Env = append(os.Environ(), loadVariable+"="+kind, "GOMAXPROCS=1")
		if err := cmd.Start(); err != nil {
			end()
			return nil, err
		}
	}
	return end, nil
}

// load uses a processor, or takes seven tenths of the memory that is free and writes to it again and again.
func load(kind string) {
	var pages []byte
	if kind == "memory" {
		pages = make([]byte, free()/10*7)
	}
	for n := byte(0); ; n++ {
		for i := 0; i < len(pages); i += os.Getpagesize() {
			pages[i] = n
		}
	}
}

// free is how much memory is free, in bytes.
func free() int {
	info, err := os.ReadFile(filepath.FromSlash("/proc/meminfo"))
	if err != nil {
		return 1 << 30
	}
	_, rest, _ := strings.Cut(string(info), "MemAvailable:")
	kilobytes := 0
	fmt.Sscan(rest, &kilobytes)
	return kilobytes << 10
}
