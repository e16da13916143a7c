package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestSourcesOfADependency: files of downloaded modules are read from the module cache, and nothing outside of it is.
func TestSourcesOfADependency(t *testing.T) {
	dir := folderWith(t, map[string]string{
		"own/go.mod": "module example.com/own\n",
		"cache/github.com/!workiva/go-datastructures@v1.1.7/queue/Ring.go": "package queue\n",
		"cache/example.com/m@v2.0.0-!r!c1/m.go":                            "package m\n",
		"cache/example.com/m@v1.0.0/m.txt":                                 "text\n",
		"cache/cache/download/secret.go":                                   "package secret\n",
		"secret@v1.0.0/secret.go":                                          "package secret\n",
	})
	if err := os.Symlink("../../secret@v1.0.0", filepath.Join(dir, "cache/example.com/link@v1.0.0")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOMODCACHE", filepath.Join(dir, "cache"))
	src := FindSources("example.com/own", filepath.Join(dir, "own"))
	defer src.Close()
	for _, name := range []string{"github.com/Workiva/go-datastructures@v1.1.7/queue/Ring.go", "example.com/m@v2.0.0-RC1/m.go"} {
		if src.File(name) == nil {
			t.Errorf("%s is not read", name)
		}
	}
	for _, name := range []string{
		"example.com/m@v1.0.0/m.txt", "cache/download/secret.go", "../secret@v1.0.0/secret.go",
		"example.com/m@v1.0.0/../../cache/download/secret.go", "example.com/../../secret@v1.0.0/secret.go",
		"example.com/link@v1.0.0/secret.go", "example.com/missing@v1.0.0/m.go",
	} {
		if src.File(name) != nil {
			t.Errorf("%s is read", name)
		}
	}
}

// TestBlockedInADependency: the text says where in a downloaded module goroutines are blocked, in the words of its
// source, and at which lines of the user's.
func TestBlockedInADependency(t *testing.T) {
	t.Setenv("GOMODCACHE", folderWith(t, map[string]string{
		"example.com/m@v1.0.0/m.go": "package m\n\nfunc (c *C) Get() {\n\tc.calls <- 1\n\t<-c.answers\n}\n",
	}))
	inside := func(line int) trace.Frame {
		return trace.Frame{Func: "example.com/m.(*C).Get", File: "example.com/m@v1.0.0/m.go", Line: line}
	}
	get := inBank(4)
	tr := &trace.Trace{
		Header: trace.Header{
			Test: "TestFetch", Kind: "deadlock", Message: "all 3 goroutines of the test are blocked", Seed: 1, Strategy: "auto",
			Goroutine: []trace.Stuck{
				{ID: 1, Status: "stuck", Reason: "chan receive", Objects: []string{"chan#1"}, Stack: []trace.Frame{inside(5), get}},
				{ID: 2, Status: "stuck", Reason: "chan receive", Objects: []string{"chan#2"}, Stack: []trace.Frame{inBank(12)}},
				{ID: 3, Status: "stuck", Reason: "chan send", Objects: []string{"chan#3"}, Stack: []trace.Frame{inside(4), inBank(5)}},
			},
		},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 1, Kind: "recv", Object: "chan#1", At: get, Detail: "example.com/m.(*C).Get"},
			{G: 1, Kind: trace.EvWait, Object: "chan#1", At: get, Detail: "chan receive"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(4)},
			{G: 2, Kind: trace.EvWait, Object: "chan#2", At: inBank(12), Detail: "chan receive"},
			{G: 3, Kind: trace.EvStart, Detail: "g1", At: inBank(4)},
			{G: 3, Kind: trace.EvWait, Object: "chan#3", At: inBank(5), Detail: "chan send"},
		},
	}
	hasAll(t, failureOf(t, tr, fetching),
		"client.Get(url)” (bank_test.go:4), in “<-c.answers” (m.go:5)",
		"    g3 is blocked at “once.Do(load)” (bank_test.go:5), in “c.calls <- 1”\n        (m.go:4)\n",
	)
}

// TestCallOfADependency: a failure follows from what a call of a downloaded module looks at, and not from what other
// goroutines do meanwhile.
func TestCallOfADependency(t *testing.T) {
	get := inBank(4)
	const call = "example.com/m.(*C).Get"
	inside := trace.Frame{Func: "example.com/m.(*C).stop", File: "example.com/m@v1.0.0/m.go", Line: 9}
	tr := &trace.Trace{
		Header: trace.Header{Test: "TestFetch", Kind: "panic", Message: "panic: stopped", Seed: 1, Strategy: "auto"},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 1, Kind: "rw.Lock", Object: "rwmutex#1", At: inBank(12), Detail: call},
			{G: 1, Kind: "rw.Unlock", Object: "rwmutex#1", At: inBank(12), Detail: call},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(12)},
			{G: 3, Kind: trace.EvStart, Detail: "g1", At: inBank(13)},
			{G: 4, Kind: trace.EvStart, Detail: "g1", At: inBank(13)},
			{G: 1, Kind: trace.EvWait, Detail: "sleep", At: inBank(7)},
			{G: 2, Kind: "rw.Lock", Object: "rwmutex#1", At: inside},
			{G: 2, Kind: "rw.Unlock", Object: "rwmutex#1", At: inside},
		},
	}
	for i := range 40 {
		tr.Events = append(tr.Events, trace.Event{G: 3 + i%2, Kind: "atomic.Add", Object: fmt.Sprintf("atomic#%d", 9+i/2), At: inBank(13 + i%2)})
	}
	tr.Events = append(tr.Events,
		trace.Event{G: 1, Kind: trace.EvWake, Detail: "timer"},
		trace.Event{G: 1, Kind: "RLock", Object: "rwmutex#1", At: get, Detail: call},
		trace.Event{G: 1, Kind: "RUnlock", Object: "rwmutex#1", At: get, Detail: call},
		trace.Event{G: 1, Kind: trace.EvPanic, At: inBank(5)},
	)
	got := failureOf(t, tr, fetching)
	hasAll(t, got, "g1   bank_test.go:4   resp, err := client.Get(url)", "g2   m.go:9           rwmutex#1.Lock()", "PANICS")
	if strings.Contains(got, "atomic#") {
		t.Errorf("the text shows steps that have nothing to do with the failure:\n%s", got)
	}
}
