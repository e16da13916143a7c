package hunt

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/trace"
)

const queue = `package q

func (q *Queue) Close() {
	q.mu.Lock()
	// the lock is let go of
	q.mu.Unlock()
	q.done <- true
	q.mu.Lock()
	<-q.done
}

func (q *Queue) Open() {
	q.mu.Lock()
}
`

func frame(fn string, line int) trace.Frame {
	return trace.Frame{Func: "example.org/q." + fn, File: "/home/ci/q/q.go", Line: line}
}

func blocked(id, parent int, fn string, line int) cilog.Goroutine {
	return cilog.Goroutine{ID: id, Parent: parent, Reason: "chan send", Stack: []trace.Frame{frame(fn, line)}}
}

// testGoroutine is the test's own, in a file of its own.
func testGoroutine(id int) cilog.Goroutine {
	return cilog.Goroutine{ID: id, Reason: "sync.WaitGroup.Wait", Stack: []trace.Frame{{Func: "example.org/q.TestQ", File: "/home/ci/q/q_test.go", Line: 9}}, Created: trace.Frame{Func: "testing.(*T).Run"}}
}

func deadlock(places ...trace.Frame) *trace.Trace {
	t := &trace.Trace{Header: trace.Header{Kind: "deadlock", Test: "TestQ", Package: "example.org/q"}}
	t.Goroutine = append(t.Goroutine, trace.Stuck{ID: 1, Stack: []trace.Frame{{Func: "example.org/q.TestQ", File: "q_test.go", Line: 9}}})
	for i, p := range places {
		p.File = filepath.Base(p.File)
		t.Goroutine = append(t.Goroutine, trace.Stuck{ID: i + 2, Stack: []trace.Frame{p}})
	}
	return t
}

func failed(kind, message, output string, stack ...trace.Frame) *trace.Trace {
	t := &trace.Trace{Header: trace.Header{Kind: kind, Message: message, Output: output, Test: "TestQ", Package: "example.org/q"}}
	for _, f := range stack {
		f.File = filepath.Base(f.File)
		t.Events = append(t.Events, trace.Event{G: 1, Kind: trace.EvPanic, At: f})
	}
	return t
}

func matcherFor(t *testing.T, g cilog.Goal, commit string) *matcher {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"q.go", "q_test.go"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(queue), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if g.Test == "" {
		g.Test = "TestQ"
	}
	return &matcher{goal: &g, src: newSource(t.Context(), dir, commit)}
}

func TestMatch(t *testing.T) {
	stuck := func(gs ...cilog.Goroutine) cilog.Goal { return cilog.Goal{Kind: cilog.Timeout, Blocked: gs} }
	says := func(output string) cilog.Goal {
		return cilog.Goal{Kind: cilog.Assert, Message: strings.TrimSpace(output), Output: output}
	}
	access := func(fn string, line int) trace.Access {
		f := frame(fn, line)
		f.File = "q.go"
		return trace.Access{Op: "read", Stack: []trace.Frame{f}}
	}
	raced := func(a, b trace.Access) *trace.Trace {
		r := failed("race", "a race", "")
		r.Races = []trace.Race{{First: a, Second: b}}
		return r
	}
	for name, x := range map[string]struct {
		goal   cilog.Goal
		run    *trace.Trace
		same   bool
		caveat bool
		why    string
	}{
		"the same goroutines":                 {stuck(testGoroutine(7), blocked(8, 7, "(*Queue).Close", 7)), deadlock(frame("(*Queue).Close", 7)), true, false, "2 goroutines are blocked"},
		"another line where one may wait":     {stuck(testGoroutine(7), blocked(8, 7, "(*Queue).Close", 9)), deadlock(frame("(*Queue).Close", 7)), false, false, "-commit says"},
		"a line that has moved in a function": {stuck(testGoroutine(7), blocked(8, 7, "(*Queue).Close", 5)), deadlock(frame("(*Queue).Close", 7)), true, false, ""},
		"a function that has moved":           {stuck(testGoroutine(7), blocked(8, 7, "(*Queue).Close", 13)), deadlock(frame("(*Queue).Close", 7)), true, false, ""},
		"another function":                    {stuck(testGoroutine(7), blocked(8, 7, "(*Queue).Open", 7)), deadlock(frame("(*Queue).Close", 7)), false, false, "none is in the log"},
		"only the test waits":                 {stuck(testGoroutine(7), blocked(8, 7, "(*Queue).Close", 7)), deadlock(), false, false, "in this run none is"},
		"goroutines of other tests do not":    {stuck(testGoroutine(7), blocked(8, 3, "(*Queue).Close", 7)), deadlock(), true, false, ""},
		"one of the test's is missing":        {stuck(testGoroutine(7), blocked(8, 7, "(*Queue).Close", 7), blocked(9, 7, "(*Queue).Open", 13)), deadlock(frame("(*Queue).Close", 7)), true, true, ""},
		"a dump that was cut":                 {stuck(), deadlock(), true, true, "does not end"},
		"a time-out and a panic":              {stuck(testGoroutine(7)), failed("panic", "x", ""), false, false, "this is a panic"},
		"the same message":                    {says("    q_test.go:9: got 3 items"), failed("assert", "q_test.go:9: got 3 items", "    q_test.go:9: got 3 items\n"), true, false, ""},
		"other numbers":                       {says("    q_test.go:9: got 3 items"), failed("assert", "q_test.go:9: got 17 items", "    q_test.go:9: got 17 items\n"), true, false, ""},
		"a message that has moved":            {says("    q_test.go:5: got 3 items"), failed("assert", "q_test.go:4: got 17 items", "    q_test.go:4: got 17 items\n"), true, false, ""},
		"the same message of another check":   {says("    q_test.go:4: got 3 items"), failed("assert", "q_test.go:6: got 17 items", "    q_test.go:6: got 17 items\n"), false, false, "at another line"},
		"another check beside the log's":      {says("    q_test.go:9: got 3 items"), failed("assert", "q_test.go:6: no", "    q_test.go:6: no\n    q_test.go:9: got 2 items\n"), true, false, ""},
		"a message and what follows from it": {func() cilog.Goal {
			g := says("    q_test.go:9: got 3 items\n    left_test.go:5: left")
			g.Message = "left_test.go:5: left"
			return g
		}(), failed("assert", "q_test.go:9: got 2 items", "    q_test.go:9: got 2 items\n    left_test.go:5: left\n"), true, false, "q_test.go:9: got 2 items"},
		"what both log after other errors": {func() cilog.Goal {
			g := says("    q_test.go:9: got 3 items\n    left_test.go:5: tidies up")
			g.Message = "left_test.go:5: tidies up"
			return g
		}(), func() *trace.Trace {
			r := failed("assert", "q_test.go:4: closed", "    q_test.go:4: closed\n    left_test.go:5: tidies up\n")
			r.Errors = []string{"q_test.go:4: closed"}
			return r
		}(), false, false, "something else"},
		"the second error of both": {says("    q_test.go:9: got 3 items"), func() *trace.Trace {
			r := failed("assert", "q_test.go:4: closed", "    q_test.go:4: closed\n    q_test.go:9: got 2 items\n")
			r.Errors = []string{"q_test.go:4: closed", "q_test.go:9: got 2 items"}
			return r
		}(), true, false, ""},
		"another message":                      {says("    q_test.go:9: got 3 items"), failed("assert", "q_test.go:9: closed", "    q_test.go:9: closed\n"), false, false, "something else"},
		"the message in another file":          {says("    q_test.go:9: got 3 items"), failed("assert", "r_test.go:9: got 3 items", "    r_test.go:9: got 3 items\n"), false, false, ""},
		"the message in a run with a race":     {says("    q_test.go:9: got 3 items"), failed("race", "a race", "    q_test.go:9: got 2 items\n"), true, false, "also has a data race"},
		"a race without the message":           {says("    q_test.go:9: got 3 items"), failed("race", "a race", ""), false, false, "may be what leads to it"},
		"a log without a message":              {says(""), failed("assert", "q_test.go:9: x", ""), true, true, ""},
		"the same panic":                       {cilog.Goal{Kind: cilog.Panic, Message: "send on closed channel", Stack: []trace.Frame{frame("(*Queue).Close.func1", 3)}}, failed("panic", "send on closed channel", "", frame("(*Queue).Close.func2", 4)), true, false, ""},
		"the same panic somewhere else":        {cilog.Goal{Kind: cilog.Panic, Message: "send on closed channel", Stack: []trace.Frame{frame("(*Queue).Close", 3)}}, failed("panic", "send on closed channel", "", frame("(*Queue).Open", 4)), false, false, "not where the log has it"},
		"another panic":                        {cilog.Goal{Kind: cilog.Panic, Message: "send on closed channel"}, failed("panic", "close of closed channel", ""), false, false, "something else"},
		"the two accesses, the other way":      {cilog.Goal{Kind: cilog.Race, Races: []trace.Race{{First: access("(*Queue).Close", 5), Second: access("(*Queue).Open", 13)}}}, raced(access("(*Queue).Open", 13), access("(*Queue).Close", 5)), true, false, ""},
		"accesses at other lines":              {cilog.Goal{Kind: cilog.Race, Races: []trace.Race{{First: access("(*Queue).Close", 5), Second: access("(*Queue).Open", 13)}}}, raced(access("(*Queue).Open", 13), access("(*Queue).Close", 6)), true, true, ""},
		"accesses in other functions":          {cilog.Goal{Kind: cilog.Race, Races: []trace.Race{{First: access("(*Queue).Close", 5), Second: access("(*Queue).Open", 13)}}}, raced(access("(*Queue).Open", 13), access("(*Queue).Open", 13)), false, false, ""},
		"maps that the runtime found":          {cilog.Goal{Kind: cilog.Fatal, Message: "concurrent map writes", Stack: []trace.Frame{frame("(*Queue).Open", 13)}}, raced(access("(*Queue).Open", 13), access("(*Queue).Close", 5)), true, false, ""},
		"a goroutine left at the place":        {cilog.Goal{Kind: cilog.Leak, Blocked: []cilog.Goroutine{blocked(8, 7, "(*Queue).Close", 7)}}, func() *trace.Trace { d := deadlock(frame("(*Queue).Close", 7)); d.Kind = "leak"; return d }(), true, false, "is left"},
		"a goroutine left at another":          {cilog.Goal{Kind: cilog.Leak, Blocked: []cilog.Goroutine{blocked(8, 7, "(*Queue).Close", 7)}}, func() *trace.Trace { d := deadlock(frame("(*Queue).Open", 13)); d.Kind = "leak"; return d }(), false, false, ""},
		"the process ends":                     {cilog.Goal{Kind: cilog.Exit}, failed("exit", "", ""), true, false, ""},
		"a subtest that is not the log's":      {func() cilog.Goal { g := says("    q_test.go:9: x"); g.Test = "TestQ/a"; return g }(), failed("assert", "q_test.go:9: x", "--- FAIL: TestQ (0.00s)\n    --- FAIL: TestQ/b (0.00s)\n        q_test.go:9: x\n"), false, false, "from TestQ/b"},
		"the subtest, among others":            {func() cilog.Goal { g := says("    q_test.go:9: x"); g.Test = "TestQ/a"; return g }(), failed("assert", "q_test.go:9: x", "--- FAIL: TestQ (0.00s)\n    --- FAIL: TestQ/a (0.00s)\n        q_test.go:9: x\n"), true, false, ""},
		"another of the tests run together":    {says("    q_test.go:9: x"), failed("assert", "q_test.go:9: x", "    --- FAIL: TestA (0.00s)\n        q_test.go:9: x\n"), false, false, "from TestA"},
		"the same test for the second time":    {says("    q_test.go:9: x"), failed("assert", "q_test.go:9: x", "    --- FAIL: TestQ#01 (0.00s)\n        q_test.go:9: x\n"), true, false, ""},
		"a file somewhere else":                {cilog.Goal{Kind: cilog.Panic, Message: "seen at /usr/local/go/src/net/server.go:7"}, failed("panic", "seen at /home/a/std/net/server.go:9", ""), true, true, ""},
		"the one among those run together":     {says("    q_test.go:9: x"), failed("assert", "q_test.go:9: x", "    --- FAIL: TestQ (0.00s)\n        q_test.go:9: x\n"), true, false, ""},
		"a panic that the run says otherwise":  {cilog.Goal{Kind: cilog.Panic, Message: "boom"}, failed("leak", "left", ""), false, false, "goroutine leak"},
		"a fatal error, and an assertion":      {cilog.Goal{Kind: cilog.Fatal, Message: "concurrent map writes"}, failed("assert", "x", ""), false, false, "a failed assertion"},
		"a run that is somewhere in the test":  {stuck(testGoroutine(7)), func() *trace.Trace { d := deadlock(); d.Kind = "livelock"; return d }(), true, false, "in the function"},
		"a run that is in no place of the log": {stuck(testGoroutine(7)), func() *trace.Trace { d := deadlock(); d.Kind = "livelock"; d.Goroutine = nil; return d }(), false, false, "somewhere else"},
	} {
		m := matcherFor(t, x.goal, "").match(x.run)
		if m.same != x.same || (m.caveat != "") != x.caveat || !strings.Contains(m.why, x.why) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// TestMoved: with the log's commit, lines are found by their text.
func TestMoved(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	m := matcherFor(t, cilog.Goal{}, "HEAD")
	dir := m.src.module
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q")
	git("add", "q.go")
	git("commit", "-q", "-m", "q")
	if err := CheckCommit(t.Context(), dir, "HEAD"); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"none", "--help"} {
		if CheckCommit(t.Context(), dir, bad) == nil {
			t.Errorf("%s is a commit", bad)
		}
	}
	now := strings.Replace(queue, "\tq.mu.Lock()\n\t// the", "\tq.count()\n\tq.mu.Lock()\n\t// the", 1)
	if err := os.WriteFile(filepath.Join(dir, "q.go"), []byte(now), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		then, now int
		want      likeness
	}{{7, 8, samePlace}, {4, 5, samePlace}, {8, 9, samePlace}, {4, 9, otherPlace}, {7, 7, otherPlace}, {8, 5, otherPlace}} {
		run := frame("(*Queue).Close", x.now)
		run.File = "q.go"
		if got := m.src.compare(frame("(*Queue).Close", x.then), run); got != x.want {
			t.Errorf("line %d and now %d: %d, want %d", x.then, x.now, got, x.want)
		}
	}
}

// TestAlike: where a file is says nothing, on whichever system.
func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"unexpected call at D:/a/q/q/m.go:26", "unexpected call at /home/x/q/m.go:26", true},
		{"unexpected call at /src/q/m.go:26", "unexpected call at /home/x/q/n.go:26", false},
		{"got 3 calls", "got 4 calls", true},
	} {
		if got := alike(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

// TestTimeUp: a goroutine is compared where it was when go test's time was up.
func TestTimeUp(t *testing.T) {
	goal := cilog.Goal{Kind: cilog.Timeout, Message: "test timed out after 12s", Blocked: []cilog.Goroutine{testGoroutine(7), blocked(8, 7, "(*Queue).Close", 7)}}
	at := frame("(*Queue).Close", 7)
	at.File = "q.go"
	later := frame("(*Queue).Open", 13)
	run := deadlock(later)
	run.Events = []trace.Event{
		{G: 2, Kind: "send", At: at}, {G: 2, Kind: trace.EvWait, At: at},
		{Kind: trace.EvClock, Detail: "3600s"},
		{G: 2, Kind: trace.EvWake}, {G: 2, Kind: "Lock", At: later}, {G: 2, Kind: trace.EvWait, At: later},
	}
	if got := matcherFor(t, goal, "").match(run); !got.same {
		t.Errorf("it moved after an hour: %+v", got)
	}
	goal.Message = "test timed out after 2h0m0s"
	if got := matcherFor(t, goal, "").match(run); got.same {
		t.Errorf("it moved before: %+v", got)
	}
	goal.Message = "test timed out after 12s"
	run.Events = append([]trace.Event{{Kind: trace.EvClock, Detail: "13s"}}, run.Events...)
	if got := matcherFor(t, goal, "").match(run); got.same {
		t.Errorf("it was not there when the time was up: %+v", got)
	}
}
