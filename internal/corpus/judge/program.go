package judge

import (
	"fmt"
	"math/rand"
	"strings"
)

// A program is a test of two to four goroutines, with up to six operations each, on objects that
// they share. What each sees, and what is left at the end, is its outcome.
type program struct {
	name       string
	goroutines [][]string // the operations' source
	draws      bool       // it shows random numbers or the order of a map, which differ from seed to seed
	counts     bool       // it counts goroutines: Go still has some of the test before
	pipe       bool       // it has a pipe of the system's
}

// An operation is a Go statement that may call see with what it has seen.
type operation struct {
	source        string
	draws, counts bool
}

var operations = []operation{
	{source: `see(a.Load())`},
	{source: `a.Store(ID)`},
	{source: `see(a.Add(1))`},
	{source: `see(a.CompareAndSwap(0, ID))`},
	{source: `see(b.Load())`},
	{source: `b.Store(ID)`},
	{source: `see(b.Swap(ID))`},
	{source: `see(len(ch))`},
	{source: `select { case ch <- ID: see("sent"); default: see("full") }`},
	{source: `select { case v := <-ch: see(v); default: see("empty") }`},
	{source: `try(func() { select { case v := <-ch: see(v); case other <- ID: see("other"); default: see("neither") } })`},
	{source: `closing.Do(func() { close(other) })`},
	{source: `select { case _, ok := <-other: see(ok); default: see("open") }`},
	{source: `if mu.TryLock() { mu.Unlock(); see("locked") } else { see("held") }`},
	{source: `mu.Lock(); x += ID; mu.Unlock()`},
	{source: `mu.Lock(); x = 2*x + ID; see(x); mu.Unlock()`},
	{source: `mu.Lock(); inner.Lock(); see(x); inner.Unlock(); mu.Unlock()`},
	{source: `inner.Lock(); if mu.TryLock() { mu.Unlock(); see("both") }; inner.Unlock()`},
	{source: `group.Add(1); a.Add(1); group.Done()`},
	{source: `try(func() { group.Wait(); see(a.Load()) })`},
	{source: `for range 3 { if b.Load() != 0 { see("set"); break } }`},
	{source: `if !b.CompareAndSwap(1, ID) { b.CompareAndSwap(0, 1) }`},
	{source: `if rw.TryLock() { rw.Unlock(); see("locked") } else { see("held") }`},
	{source: `if rw.TryRLock() { rw.RUnlock(); see("read") } else { see("held") }`},
	{source: `rw.RLock(); see(y); rw.RUnlock()`},
	{source: `rw.Lock(); y = ID; rw.Unlock()`},
	{source: `once.Do(func() { z.Store(ID) }); see(z.Load())`},
	{source: `see(m.LoadOrStore(1, ID))`},
	{source: `m.Delete(1)`},
	{source: `m.Range(func(k, v any) bool { see(k, v); return true })`, draws: true},
	{source: `m.Store(2, ID)`},
	{source: `see(tm.Stop())`},
	{source: `see(tm.Reset(time.Hour))`},
	{source: `select { case <-tm.C: see("tick"); default: see("no tick") }`},
	{source: `see(runtime.NumGoroutine())`, counts: true},
	{source: `see(os.Getenv("JUDGE"))`},
	{source: `os.Setenv("JUDGE", "ID")`},
	{source: `see(rand.IntN(3))`, draws: true},
	{source: `cond.L.Lock(); turn++; see(turn); cond.Signal(); cond.L.Unlock()`},
	{source: `go func() { a.Load() }()`},
	{source: `runtime.Gosched()`},
	{source: `pool.Put(ID)`},
	{source: `see(pool.Get())`},
	{source: `cancel()`},
	{source: `see(ctx.Err() != nil)`},
	{source: `select { case <-ctx.Done(): see("done"); default: see("going") }`},
	{source: `m.Range(func(k, v any) bool { m.Store(3, ID); see(k, v); return true })`, draws: true},
	{source: `see(m.CompareAndSwap(1, 10, ID))`},
	{source: `syscall.Write(pipe[1], []byte{ID})`},
	{source: `func() { b := make([]byte, 1); n, _ := syscall.Read(pipe[0], b); see(n, b) }()`},
	{source: `go func() { select { case ch <- ID: default: } }()`},
	{source: `cond.L.Lock(); if turn == 0 { see("no turn") } else { turn--; see("a turn") }; cond.L.Unlock()`},
	{source: `see(shared[ID%2].Load())`},
	{source: `shared[0].Store(ID)`},
	// Whoever waits in one of these brings along who ends the wait.
	{source: `select { case v := <-ch: see(v); case ch <- ID: see("sent") }`},
	{source: `select { case v := <-ch: see(v); case ch <- ID: see("sent"); case <-ctx.Done(): see("done") }`},
	{source: `go func() { feed <- ID }(); select { case v := <-feed: see(v); case v := <-buffer: see("b", v); case <-ctx.Done(): see("done") }`},
	{source: `go func() { buffer <- ID }(); select { case v := <-buffer: see("b", v); case v := <-feed: see(v); case <-other: see("closed"); case <-ctx.Done(): see("done") }`},
	{source: `go func() { <-feed }(); select { case feed <- ID: see("fed"); case <-ctx.Done(): see("done") }`},
}

// shapes are how many goroutines a program has, and how many operations each has at most. Of most
// dfs can explore every schedule, of the last ones dpor alone.
var shapes = []struct{ goroutines, operations int }{
	{2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {3, 1}, {3, 1}, {2, 4}, {2, 6}, {3, 2}, {4, 1},
}

// random is a small program, with an operation whose source contains like.
func random(rng *rand.Rand, name, like string) program {
	shape := shapes[rng.Intn(len(shapes))]
	p, most := program{name: name, goroutines: make([][]string, shape.goroutines)}, shape.operations
	few := make([]operation, 2+rng.Intn(3))
	for i := range few {
		few[i] = operations[rng.Intn(len(operations))]
	}
	for !strings.Contains(few[0].source, like) {
		few[0] = operations[rng.Intn(len(operations))]
	}
	for g := range p.goroutines {
		for n := range 1 + rng.Intn(most) {
			o := few[rng.Intn(len(few))]
			p.draws, p.counts = p.draws || o.draws, p.counts || o.counts
			p.pipe = p.pipe || strings.Contains(o.source, "(pipe")
			id := fmt.Sprint(10*(g+1) + n)
			p.goroutines[g] = append(p.goroutines[g], strings.ReplaceAll(o.source, "ID", id))
		}
	}
	return p
}

const header = `package judged

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

var _ = syscall.Pipe2
var _ = rand.IntN
var _ = runtime.Gosched
var _ = time.Now

// outcomes are what runs of this process ended with, by test. TestMain writes them, so that no run
// touches a file.
var outcomes = make(map[string]map[string]bool)

func outcome(t *testing.T, parts ...any) {
	if outcomes[t.Name()] == nil {
		outcomes[t.Name()] = make(map[string]bool)
	}
	outcomes[t.Name()][fmt.Sprintln(parts...)] = true
}

func TestMain(m *testing.M) {
	code := m.Run()
	for test, lines := range outcomes {
		f, err := os.OpenFile(os.Getenv("JUDGE_OUT")+"/"+test, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			panic(err)
		}
		var all strings.Builder
		for l := range lines {
			all.WriteString(l)
		}
		fmt.Fprint(f, all.String())
		f.Close()
	}
	os.Exit(code)
}
`

// source is the program as a test.
func (p program) source() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nfunc %s(t *testing.T) {\n", p.name)
	b.WriteString(`	var a, b, z atomic.Int32
	var shared [2]atomic.Int32
	var mu, inner sync.Mutex
	var group sync.WaitGroup
	var rw sync.RWMutex
	var once, closing sync.Once
	var m sync.Map
	var x, y, turn int
	cond := sync.NewCond(new(sync.Mutex))
	ch, other := make(chan any, 1), make(chan any)
	feed, buffer := make(chan any), make(chan any, 1)
	var pool sync.Pool
	ctx, cancel := context.WithCancel(context.Background())
	tm := time.NewTimer(1)
	time.Sleep(time.Microsecond)
	os.Setenv("JUDGE", "")
	_, _, _, _, _, _, _, _, _, _, _, _, _, _, _ = &a, &b, &z, &shared, &mu, &inner, &group, &rw, &once, &closing, &m, x, y, turn, cond
	_, _, _, _, _, _, _, _ = feed, buffer, ch, other, tm, &pool, ctx, cancel
	done := make(chan bool, 3)
	saw := make([][]any, 4)
`)
	if p.pipe {
		b.WriteString(`	var pipe [2]int
	if err := syscall.Pipe2(pipe[:], syscall.O_NONBLOCK); err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(pipe[0])
	defer syscall.Close(pipe[1])
`)
	}
	for g, ops := range p.goroutines {
		see := fmt.Sprintf("\t\tsee := func(v ...any) { saw[%[1]d] = append(saw[%[1]d], v) }\n\t\ttry := func(f func()) { defer func() { if recover() != nil { see(\"panic\") } }(); f() }\n\t\t_, _ = see, try\n", g)
		if g < len(p.goroutines)-1 {
			fmt.Fprintf(&b, "\tgo func() {\n%s\t\t%s\n\t\tdone <- true\n\t}()\n", see, strings.Join(ops, "\n\t\t"))
			continue
		}
		fmt.Fprintf(&b, "\tfunc() {\n%s\t\t%s\n\t}()\n", see, strings.Join(ops, "\n\t\t"))
	}
	for range len(p.goroutines) - 1 {
		b.WriteString("\t<-done\n")
	}
	b.WriteString("\toutcome(t, a.Load(), b.Load(), x, y, len(ch), saw[0], saw[1], saw[2], saw[3])\n}\n")
	return b.String()
}
