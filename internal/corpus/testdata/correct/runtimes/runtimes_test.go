// Package runtimes has correct programs that talk to package runtime.
package runtimes

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	httppprof "net/http/pprof"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unique"
	"weak"
)

func TestGOMAXPROCS(t *testing.T) {
	old := runtime.GOMAXPROCS(0)
	if old < 1 {
		t.Fatal(old)
	}
	for _, n := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(n)
		if got := runtime.GOMAXPROCS(0); got != n {
			t.Fatalf("%d, want %d", got, n)
		}
		var wg sync.WaitGroup
		var sum atomic.Int32
		for range n {
			wg.Go(func() { sum.Add(1) })
		}
		wg.Wait()
		if sum.Load() != int32(n) {
			t.Fatal(sum.Load())
		}
	}
	if got := runtime.GOMAXPROCS(old); got != 8 {
		t.Fatal(got)
	}
	if runtime.NumCPU() < 1 {
		t.Fatal(runtime.NumCPU())
	}
	// What one test sets the next must not see: each run of this begins alike.
	if got := runtime.GOMAXPROCS(0); got != old {
		t.Fatal(got)
	}
}

func TestNumGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	block := make(chan bool)
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() { <-block })
	}
	if n := runtime.NumGoroutine(); n != before+5 {
		t.Fatalf("%d goroutines, want %d more than %d", n, 5, before)
	}
	close(block)
	wg.Wait()
	for runtime.NumGoroutine() > before {
		runtime.Gosched()
	}
}

// The usual hand-made leak check: count, wait, count again.
func TestNumGoroutineSettles(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 4 {
		go func() { time.Sleep(time.Microsecond) }()
	}
	for range 10000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal(runtime.NumGoroutine(), before)
}

func here() string {
	pc, _, _, _ := runtime.Caller(1)
	return runtime.FuncForPC(pc).Name()
}

func TestStacks(t *testing.T) {
	if s := string(debug.Stack()); !strings.Contains(s, "TestStacks") || !strings.HasPrefix(s, "goroutine ") {
		t.Fatal(s)
	}
	if s := here(); !strings.HasSuffix(s, "runtimes.TestStacks") {
		t.Fatal(s)
	}
	block, started := make(chan bool), make(chan bool)
	done := make(chan bool)
	go func() { sleeper(started, block); close(done) }()
	<-started
	buf := make([]byte, 1<<20)
	all := string(buf[:runtime.Stack(buf, true)])
	if !strings.Contains(all, "runtimes.sleeper") || !strings.Contains(all, "TestStacks") {
		t.Fatal(all)
	}
	close(block)
	<-done
	pcs := make([]uintptr, 10)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	names := 0
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, "TestStacks") || f.Function == "testing.tRunner" {
			names++
		}
		if !more {
			break
		}
	}
	if names != 2 {
		t.Fatal(names)
	}
}

func sleeper(started, block chan bool) {
	close(started)
	<-block
}

func TestGoroutineIDs(t *testing.T) {
	ids := make(chan string)
	for range 3 {
		go func() {
			buf := make([]byte, 64)
			buf = buf[:runtime.Stack(buf, false)]
			ids <- string(bytes.Fields(buf)[1])
		}()
	}
	seen := map[string]bool{}
	for range 3 {
		seen[<-ids] = true
	}
	if len(seen) != 3 {
		t.Fatal(seen)
	}
}

var sink [][]byte

func TestGC(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for range 10 {
				_ = append([]byte(nil), make([]byte, 10000)...)
				runtime.Gosched()
			}
			runtime.GC()
		})
	}
	wg.Wait()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if after.NumGC <= before.NumGC || after.Mallocs <= before.Mallocs {
		t.Fatal(before.NumGC, after.NumGC, before.Mallocs, after.Mallocs)
	}
}

func TestFreeOSMemory(t *testing.T) {
	for range 10 {
		sink = append(sink, make([]byte, 1<<20))
	}
	sink = nil
	debug.FreeOSMemory()
	var s debug.GCStats
	debug.ReadGCStats(&s)
	if s.NumGC == 0 {
		t.Fatal("no GC")
	}
}

func TestGCWhileOthersBlock(t *testing.T) {
	a, b := make(chan *int), make(chan *int)
	go func() {
		x := new(int)
		*x = 42
		a <- x
		b <- <-a
	}()
	runtime.GC()
	x := <-a
	runtime.GC()
	a <- x
	runtime.GC()
	if y := <-b; *y != 42 {
		t.Fatal(*y)
	}
}

func TestSetGCPercent(t *testing.T) {
	old := debug.SetGCPercent(50)
	if got := debug.SetGCPercent(old); got != 50 {
		t.Fatal(got)
	}
	limit := debug.SetMemoryLimit(-1)
	if limit <= 0 {
		t.Fatal(limit)
	}
	if n := debug.SetMaxThreads(5000); n <= 0 {
		t.Fatal(n)
	} else {
		debug.SetMaxThreads(n)
	}
}

type big struct {
	next *big
	data [100]int
}

func TestFinalizer(t *testing.T) {
	done := make(chan int, 1)
	func() {
		b := &big{}
		b.data[0] = 7
		runtime.SetFinalizer(b, func(b *big) { done <- b.data[0] })
	}()
	for range 100 {
		runtime.GC()
		select {
		case v := <-done:
			if v != 7 {
				t.Fatal(v)
			}
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatal("the finalizer did not run")
}

func TestKeepAlive(t *testing.T) {
	var finalized atomic.Bool
	b := &big{}
	runtime.SetFinalizer(b, func(*big) { finalized.Store(true) })
	for range 3 {
		runtime.GC()
	}
	if finalized.Load() {
		t.Fatal("finalized too early")
	}
	runtime.KeepAlive(b)
	runtime.SetFinalizer(b, nil)
}

func TestCleanup(t *testing.T) {
	var n atomic.Int32
	done := make(chan bool, 1)
	func() {
		b := &big{}
		runtime.AddCleanup(b, func(k int32) { n.Add(k) }, 3)
		runtime.AddCleanup(b, func(struct{}) { done <- true }, struct{}{})
		stopped := runtime.AddCleanup(b, func(int) { n.Add(1000) }, 0)
		stopped.Stop()
		runtime.KeepAlive(b)
	}()
	for range 100 {
		runtime.GC()
		if n.Load() == 3 && len(done) == 1 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the clean-ups did not run: ", n.Load(), len(done))
}

func TestWeak(t *testing.T) {
	p := &big{}
	p.data[1] = 5
	w := weak.Make(p)
	runtime.GC()
	if v := w.Value(); v != p || v.data[1] != 5 {
		t.Fatal("lost")
	}
	if weak.Make(p) != w {
		t.Fatal("not equal")
	}
	runtime.KeepAlive(p)
	p = nil
	for range 100 {
		runtime.GC()
		if w.Value() == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("still there")
}

// A cache of weak pointers, used by several goroutines.
func TestWeakCache(t *testing.T) {
	var mu sync.Mutex
	cache := map[int]weak.Pointer[big]{}
	get := func(k int) *big {
		mu.Lock()
		defer mu.Unlock()
		if p := cache[k].Value(); p != nil {
			return p
		}
		p := &big{}
		p.data[0] = k
		cache[k] = weak.Make(p)
		return p
	}
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			for k := range 4 {
				if p := get(k); p.data[0] != k {
					t.Errorf("get(%d) = %d", k, p.data[0])
				}
				if i == 0 && k == 2 {
					runtime.GC()
				}
			}
		})
	}
	wg.Wait()
}

func TestUnique(t *testing.T) {
	var wg sync.WaitGroup
	hs := make([]unique.Handle[string], 6)
	for i := range hs {
		wg.Go(func() { hs[i] = unique.Make(strings.Repeat("x", 1+i%2)) })
	}
	wg.Wait()
	runtime.GC()
	for i, h := range hs {
		if h != hs[i%2] || h.Value() != strings.Repeat("x", 1+i%2) {
			t.Fatal(i, h.Value())
		}
	}
	if hs[0] == hs[1] {
		t.Fatal("equal")
	}
}

func TestMetricsAndProfiles(t *testing.T) {
	s := []metrics.Sample{{Name: "/sched/goroutines:goroutines"}, {Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	if s[0].Value.Uint64() < 1 || s[1].Value.Uint64() == 0 {
		t.Fatal(s)
	}
	block, started := make(chan bool), make(chan bool)
	var wg sync.WaitGroup
	wg.Go(func() { sleeper(started, block) })
	<-started
	var b bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&b, 1); err != nil {
		t.Fatal(err)
	}
	close(block)
	wg.Wait()
	if !strings.Contains(b.String(), "runtimes.sleeper") {
		t.Fatal(b.String())
	}
	for _, name := range []string{"heap", "allocs", "threadcreate", "block", "mutex"} {
		b.Reset()
		if err := pprof.Lookup(name).WriteTo(&b, 0); err != nil || b.Len() == 0 {
			t.Fatal(name, err)
		}
	}
}

func TestInfo(t *testing.T) {
	if runtime.GOOS == "" || runtime.GOARCH == "" || !strings.Contains(runtime.Version(), "go1.") {
		t.Fatal(runtime.GOOS, runtime.GOARCH, runtime.Version())
	}
	if _, ok := debug.ReadBuildInfo(); !ok {
		t.Fatal("no build info")
	}
	if os.Getpid() <= 0 {
		t.Fatal(os.Getpid())
	}
}

func recurse(n int) int {
	var pad [128]int
	pad[n%128] = n
	if n == 0 {
		return 0
	}
	return recurse(n-1) + pad[n%128] - n + 1
}

// Stacks grow and shrink, with channels that point into them.
func TestDeepStacks(t *testing.T) {
	var wg sync.WaitGroup
	ch := make(chan int)
	var total atomic.Int64
	for range 3 {
		wg.Go(func() {
			v := <-ch
			runtime.GC()
			total.Add(int64(recurse(v)))
		})
	}
	for range 3 {
		ch <- 2000
	}
	wg.Wait()
	if total.Load() != 6000 {
		t.Fatal(total.Load())
	}
}

func TestCPUProfile(t *testing.T) {
	var b bytes.Buffer
	if err := pprof.StartCPUProfile(&b); err != nil {
		t.Skip(err) // somebody profiles the test
	}
	var wg sync.WaitGroup
	var n atomic.Int32
	for range 3 {
		wg.Go(func() { n.Add(1) })
	}
	wg.Wait()
	pprof.StopCPUProfile()
	if b.Len() == 0 {
		t.Fatal("an empty profile")
	}
}

// A profile that a server gives lasts for some time, and one at a time is made.
func TestCPUProfileOfServer(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(httppprof.Profile))
	defer s.Close()
	var wg sync.WaitGroup
	var ok atomic.Int32
	for range 2 {
		wg.Go(func() {
			res, err := s.Client().Get(s.URL + "?seconds=1")
			if err != nil {
				t.Error(err)
				return
			}
			defer res.Body.Close()
			if b, err := io.ReadAll(res.Body); err != nil || len(b) == 0 {
				t.Error(len(b), err)
			}
			if res.StatusCode == http.StatusOK {
				ok.Add(1)
			}
		})
	}
	if wg.Wait(); ok.Load() == 0 {
		t.Error("no profile")
	}
}

func TestSetDefaultGOMAXPROCS(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(7)
	if runtime.SetDefaultGOMAXPROCS(); runtime.GOMAXPROCS(0) != before {
		t.Fatal(runtime.GOMAXPROCS(0), before)
	}
}

// Both say how often the collector ran.
func TestCountsOfCollections(t *testing.T) {
	count := func() (int, int) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		var s debug.GCStats
		debug.ReadGCStats(&s)
		if len(s.Pause) != len(s.PauseEnd) {
			t.Fatal(len(s.Pause), len(s.PauseEnd))
		}
		return int(m.NumGC), int(s.NumGC)
	}
	debug.SetGCPercent(debug.SetGCPercent(-1))
	m1, s1 := count()
	runtime.GC()
	runtime.GC()
	m2, s2 := count()
	if m2 < m1+2 || s2 < s1+2 {
		t.Fatal(m1, s1, m2, s2)
	}
}
