package runner

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// busy is a test that uses much of what could differ between two executions: select
// with several ready cases, map iteration, random numbers, timers, locks, pools,
// strings as map keys, HTTP over the virtual network.
const busy = `package busy

import (
	"context"
	"flag"
	"fmt"
	"io"
	mrand "math/rand"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestBusy(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Duration(mrand.Intn(1000)) * time.Millisecond)
		io.WriteString(w, r.URL.Path)
	}))
	defer srv.Close()
	m := make(map[string]int)
	places := make(map[*string]bool) // an order of addresses
	for i := range 50 {
		m[fmt.Sprint(i)] = i
		s := fmt.Sprint(i)
		places[&s] = true
	}
	for s := range places {
		m[*s] = len(m)
		if len(m) > 50+len(*s) {
			break
		}
		m[*s+"x"] = len(m)
	}
	a, b := make(chan string, 10), make(chan string, 10)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var out strings.Builder
	pool := sync.Pool{New: func() any { return new(int) }}
	for k := range m {
		wg.Go(func() {
			p := pool.Get().(*int)
			defer pool.Put(p)
			mu.Lock()
			fmt.Fprint(&out, k, mrand.Intn(100), " ")
			mu.Unlock()
			select {
			case a <- k:
			case b <- k:
			case <-time.After(time.Second):
			}
		})
		mu.Lock()
		n := out.Len()
		mu.Unlock()
		if n > 20 {
			break
		}
	}
	res, err := srv.Client().Get(srv.URL + "/x")
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, res.Body)
	res.Body.Close()
	wg.Wait()
}

// TestMadeUp is a program that is made up from a number: a few goroutines that do a few things
// each.
func TestMadeUp(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	server := echo(ctx, t)
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer packets.Close()
	rng := mrand.New(mrand.NewSource(*program))
	ch := make(chan int, rng.Intn(3))
	dir := t.TempDir()
	var mu sync.Mutex
	var wg sync.WaitGroup
	sum := 0
	add := func(n int) { mu.Lock(); sum += n; mu.Unlock() }
	things := []func(n int){
		func(n int) { time.Sleep(time.Duration(n) * 10 * time.Millisecond) },
		func(n int) { add(n) },
		func(n int) { add(rand.IntN(n + 1)) },
		func(n int) { add(int(time.Now().Unix()) % 7); runtime.Gosched() },
		func(n int) {
			select {
			case ch <- n:
			case m := <-ch:
				add(m)
			case <-time.After(time.Duration(n) * 20 * time.Millisecond):
			}
		},
		func(n int) {
			name := filepath.Join(dir, fmt.Sprint(n%3))
			f, err := os.Create(name)
			if err != nil {
				return
			}
			defer f.Close()
			f.WriteString("some text")
			f.Sync()
			b, _ := os.ReadFile(name)
			add(len(b))
		},
		func(n int) {
			c, err := net.DialTimeout("tcp", server, time.Second)
			if err != nil {
				return
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(time.Duration(n) * 100 * time.Millisecond))
			c.Write([]byte("hello"))
			b := make([]byte, 10)
			k, _ := c.Read(b)
			add(k)
		},
		func(n int) {
			packets.WriteTo([]byte{byte(n)}, packets.LocalAddr())
			packets.SetReadDeadline(time.Now().Add(time.Second))
			b := make([]byte, 1)
			k, _, _ := packets.ReadFrom(b)
			add(k)
		},
		func(n int) {
			c, cancel := context.WithTimeout(ctx, time.Duration(n)*10*time.Millisecond)
			defer cancel()
			context.AfterFunc(c, func() { add(1) })
			<-c.Done()
		},
		func(n int) {
			for k := range map[int]int{1: 1, 2: 2, 3: 3, n: 4} {
				add(k)
				break
			}
		},
		func(n int) {
			addrs, _ := net.DefaultResolver.LookupHost(ctx, "localhost")
			add(len(addrs))
		},
	}
	for range 2 + rng.Intn(3) {
		var does []func()
		for range 2 + rng.Intn(5) {
			thing, n := things[rng.Intn(len(things))], rng.Intn(30)
			does = append(does, func() { thing(n) })
		}
		wg.Go(func() {
			for _, f := range does {
				f()
			}
		})
	}
	wg.Wait()
	t.Log(sum)
}

// echo is the address of a server that sends back what it gets.
func echo(ctx context.Context, t *testing.T) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				io.Copy(c, c)
			}()
		}
	}()
	return ln.Addr().String()
}

var program = flag.Int64("program", 0, "")

func TestStuck(t *testing.T) {
	var a, b sync.Mutex
	var wg sync.WaitGroup
	wg.Go(func() { a.Lock(); b.Lock(); b.Unlock(); a.Unlock() })
	wg.Go(func() { b.Lock(); a.Lock(); a.Unlock(); b.Unlock() })
	wg.Wait()
}
`

// builds are the ways to build with a Go version.
func builds(version string) []toolchain.Config {
	all := []toolchain.Config{{Version: version}, {Version: version, Race: true}}
	if version == "go1.26.8" {
		all = append(all, toolchain.Config{Version: version, Accesses: true})
	}
	return all
}

func name(c toolchain.Config) string {
	switch {
	case c.Race:
		return c.Version + " -race"
	case c.Accesses:
		return c.Version + " -accesses"
	}
	return c.Version
}

// needsTime skips the rest of a test if go test ends soon: building a standard library can
// take minutes on a machine that is busy with other things.
func needsTime(t *testing.T) {
	t.Helper()
	const d = 2 * time.Minute
	if end, ok := t.Deadline(); ok && time.Until(end) < d {
		t.Skipf("go test ends in %v, and this may take %v: run it with -timeout 40m", time.Until(end).Round(time.Second), d)
	}
}

// busyRunner builds the module above.
func busyRunner(t *testing.T, c toolchain.Config) *Runner {
	t.Helper()
	return runnerOf(t, c, busy)
}

// runnerOf builds a package of one file.
func runnerOf(t *testing.T, c toolchain.Config, text string) *Runner {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module busy\n\ngo 1.25\n", "busy_test.go": text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	c.Dir = dir
	tc, err := toolchain.Find(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := tc.List(ctx, ".")
	if err != nil || len(pkgs) != 1 {
		t.Fatal(pkgs, err)
	}
	bin, err := tc.Build(ctx, pkgs[0])
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRunner(tc, Options{Runner: Runner{
		Schedules: 1000, Seed: 1, Strategy: "random", Leaks: "proved", Patience: 30 * time.Second,
		Workers: make(chan struct{}, 2),
	}}, pkgs[0], bin)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestOneSeedOneExecution: a run is the same in every process, and whatever runs came
// before it.
func TestOneSeedOneExecution(t *testing.T) {
	for _, version := range []string{"go1.25.5", "go1.26.8", "go1.27.0"} {
		for _, c := range builds(version) {
			t.Run(name(c), func(t *testing.T) {
				needsTime(t)
				r := busyRunner(t, c)
				j := &job{mode: "record", test: "TestBusy", strategy: "random", leaks: "proved", seed: 1, run: 1000, race: c.Race}
				want := record(t, r, j)
				if want.Steps < 200 || len(want.Tape()) < 50 {
					t.Fatalf("only %d steps and %d choices: the test is not busy", want.Steps, len(want.Tape()))
				}
				j.first = 1 // after 999 other runs in the same process
				same(t, want, record(t, r, j), "after the runs before it")
				j.first = 0
				for range 20 {
					same(t, want, record(t, r, j), "in a fresh process")
				}
				e := r.worker(context.Background(), &job{mode: "repeat", test: "TestBusy", strategy: "random", leaks: "proved", seed: 1, run: 1, count: 1000, race: c.Race}, nil)
				if got := strings.Join(e.lines, " "); e.err != nil || got != "repeated 1000 executions=1 at 0" {
					t.Fatalf("one run, made 1000 times: %v %q", e.err, got)
				}
			})
		}
	}
}

// TestFailureReplays: a failing run replays in 100 of 100 fresh processes.
func TestFailureReplays(t *testing.T) {
	for _, version := range []string{"go1.25.5", "go1.26.8", "go1.27.0"} {
		for _, c := range builds(version) {
			t.Run(name(c), func(t *testing.T) {
				needsTime(t)
				replays(t, busyRunner(t, c))
			})
		}
	}
}

func replays(t *testing.T, r *Runner) {
	res := r.Explore(context.Background(), "TestStuck")
	if res.Verdict != "fail" || res.Failures[0].Kind != "deadlock" {
		t.Fatalf("%+v", res)
	}
	want := res.Failures[0].Trace
	tape, err := writeTape(want.Tape())
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(tape)
	for range 100 {
		got := record(t, r, &job{mode: "record", test: "TestStuck", strategy: "random", leaks: "proved", seed: want.Seed, run: want.Run, tape: tape, race: r.Race})
		same(t, want, got, "in a fresh process")
		if got.Kind != "deadlock" {
			t.Fatalf("replayed, it ends with %q", got.Kind)
		}
	}
}

// TestWorkersDoNotMatter: what is found first does not depend on how many workers look.
func TestWorkersDoNotMatter(t *testing.T) {
	r := busyRunner(t, toolchain.Config{})
	var first *Failure
	for _, n := range []int{1, 2, 5} {
		r.Workers, r.PerTest = make(chan struct{}, n), n
		res := r.Explore(context.Background(), "TestStuck")
		if len(res.Failures) != 1 {
			t.Fatalf("%+v", res)
		}
		if f := res.Failures[0]; first == nil {
			first = f
		} else if f.Run != first.Run || f.Steps != first.Steps {
			t.Errorf("%d workers find run %d, one finds run %d", n, f.Run, first.Run)
		}
	}
}

func record(t *testing.T, r *Runner, j *job) *trace.Trace {
	t.Helper()
	rec, err := r.record(context.Background(), j)
	if err != nil {
		t.Fatal(err)
	}
	return rec.trace
}

func same(t *testing.T, want, got *trace.Trace, when string) {
	t.Helper()
	if d := trace.Diff(want.Events, got.Events); d >= 0 {
		line := func(tr *trace.Trace) string {
			if d < len(tr.Events) {
				return tr.Events[d].Line()
			}
			return "(end)"
		}
		t.Fatalf("%s the run is another one from event %d on:\n%s\n%s", when, d+1, line(want), line(got))
	}
	if want.Hash != got.Hash {
		t.Fatalf("%s the run has hash %s, not %s", when, got.Hash, want.Hash)
	}
}
