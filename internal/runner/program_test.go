package runner

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestFunctionsOfAProgram: package main is main, whatever its import path, and no other package is.
func TestFunctionsOfAProgram(t *testing.T) {
	for _, c := range []struct {
		r          Runner
		name, want string
	}{
		{Runner{Program: "app", Package: "example.com/my.mod/app"}, "example.com/my.mod/app.main.func1", "main.main.func1"},
		{Runner{Program: "my.mod", Package: "example.com/my.mod"}, "example.com/my%2emod.(*T).Do", "main.(*T).Do"},
		{Runner{Program: "app", Package: "example.com/app"}, "example.com/app/lib.Do", "example.com/app/lib.Do"},
		{Runner{Program: "x", Package: "dir/x.go", Files: []string{"dir/x.go"}}, "command-line-arguments.main", "main.main"},
		{Runner{Package: "example.com/app"}, "example.com/app.TestMain", "example.com/app.TestMain"},
	} {
		if got := c.r.inProgram(c.name); got != c.want {
			t.Errorf("in the program %q of package %s, %s is %s, want %s", c.r.Program, c.r.Package, c.name, got, c.want)
		}
	}
}

// TestOutputOfAProgram: stacks name functions of package main, and the rest is as it was printed.
func TestOutputOfAProgram(t *testing.T) {
	r := &Runner{Program: "x", Package: "x.go", Files: []string{"x.go"}}
	out := strings.Join([]string{
		"command-line-arguments is what the go command calls me",
		"say command-line-arguments.main(0x1)",
		"panic: command-line-arguments.main",
		"",
		"goroutine 9 [running]:",
		"command-line-arguments.(*T).Do(...)",
		"\t/x/x.go:3",
		"created by command-line-arguments.main in goroutine 8",
		"\t/x/x.go:9 +0x1d",
		"  command-line-arguments.inc()",
	}, "\n")
	want := strings.NewReplacer("command-line-arguments.(*T)", "main.(*T)", "by command-line-arguments.main", "by main.main", "  command-line-arguments.inc", "  main.inc").Replace(out)
	if got := r.programOutput(out); got != want {
		t.Errorf("the output is\n%s\nwant\n%s", got, want)
	}
	r.Program = ""
	if got := r.programOutput(out); got != out {
		t.Errorf("the output of a test is changed:\n%s", got)
	}
}

// TestBlockedMessage: goroutines that have ended are no longer there, and were there.
func TestBlockedMessage(t *testing.T) {
	for _, c := range []struct {
		n    int
		es   []trace.Event
		from uint64
		want string
	}{
		{n: 1, want: "the only goroutine of the test is blocked"},
		{n: 2, want: "both goroutines of the test are blocked"},
		{n: 3, want: "all 3 goroutines of the test are blocked"},
		{n: 1, es: []trace.Event{{G: 2, Kind: trace.EvEnd}}, want: "the last goroutine of the test is blocked"},
		{n: 2, es: []trace.Event{{G: 2, Kind: trace.EvEnd}}, want: "the last 2 goroutines of the test are blocked"},
		{n: 3, from: 9, want: "the last 3 goroutines of the test are blocked"},
	} {
		tr := &trace.Trace{Header: trace.Header{Kind: "deadlock", Goroutine: []trace.Stuck{{ID: 0}}, From: c.from}, Events: c.es}
		for range c.n {
			tr.Goroutine = append(tr.Goroutine, trace.Stuck{ID: len(tr.Goroutine), Status: "stuck"})
		}
		if got := message(tr, &ended{}); got != c.want {
			t.Errorf("%d goroutines, events %v from %d: %q, want %q", c.n, c.es, c.from, got, c.want)
		}
	}
}

// TestMessagesOfPrograms: they speak of the program and of main, and of no test.
func TestMessagesOfPrograms(t *testing.T) {
	left := func(ids ...int) (all []trace.Stuck) {
		for _, id := range ids {
			all = append(all, trace.Stuck{ID: id, Status: "stuck"})
		}
		return all
	}
	for _, c := range []struct {
		h    trace.Header
		e    ended
		want string
	}{
		{h: trace.Header{Kind: "deadlock", Goroutine: left(0, 1)}, want: "the only goroutine of the program is blocked"},
		{h: trace.Header{Kind: "deadlock", Goroutine: left(0, 1, 2)}, want: "both goroutines of the program are blocked"},
		{h: trace.Header{Kind: "deadlock", Goroutine: left(0)}, want: "main called runtime.Goexit, and no goroutine is left that could end the program"},
		{h: trace.Header{Kind: "deadlock", Goroutine: left(0, 2, 3)}, want: "main called runtime.Goexit, and all 2 other goroutines are blocked"},
		{h: trace.Header{Kind: "leak", Goroutine: left(2)}, want: "main has returned, and 1 goroutine is blocked forever"},
		{h: trace.Header{Kind: "exit"}, e: ended{status: "exit status 3"}, want: "the program ended with exit status 3"},
		{h: trace.Header{Kind: "exit"}, want: "the program ended the process"},
		{h: trace.Header{Kind: "livelock", Steps: 7}, want: "the program has not ended after 7 steps, though every goroutine that can run gets its turn"},
	} {
		c.h.Program = "app"
		if got := message(&trace.Trace{Header: c.h}, &c.e); got != c.want {
			t.Errorf("of a %s: %q, want %q", c.h.Kind, got, c.want)
		}
	}
}
