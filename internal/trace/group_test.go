package trace

import (
	"strings"
	"testing"
)

func deadlockAt(line int, fn string) *Trace {
	return &Trace{Header: Header{Package: "p", Test: "TestX", Kind: "deadlock", Goroutine: []Stuck{
		{ID: 1, Reason: "sync.Mutex.Lock", Stack: []Frame{{Func: "sync.(*Mutex).Lock", File: "$GOROOT/sync/mutex.go", Line: 1}, {Func: fn, File: "p/x.go", Line: line}}},
	}}}
}

// TestGroupStays: what is the same failure in another commit is in the same group, and what is
// another failure is not.
func TestGroupStays(t *testing.T) {
	output := func(kind, test, out string) *Trace {
		return &Trace{Header: Header{Package: "p", Test: test, Kind: kind, Output: out}}
	}
	panics := func(test, fn, message string, line int) *Trace {
		return &Trace{Header: Header{Package: "p", Test: test, Kind: "panic", Message: message},
			Events: []Event{{Kind: EvPanic, At: Frame{Func: fn, File: "p/x.go", Line: line}}}}
	}
	race := func(line int, a, b string) *Trace {
		at := func(fn string) Access {
			return Access{Op: "write", Stack: []Frame{{Func: fn, File: "p/x.go", Line: line}}}
		}
		return &Trace{Header: Header{Package: "p", Test: "TestX", Kind: "race", Races: []Race{{First: at(a), Second: at(b)}}}}
	}
	// What the test has logged depends on the schedule, and what it has reported does not.
	reports := func(log string, errors ...string) *Trace {
		t := output("assert", "TestX", "    x_test.go:5: "+log+"\n    x_test.go:7: bad\n")
		t.Errors = errors
		return t
	}
	for _, c := range []struct {
		name string
		a, b *Trace
		same bool
	}{
		{"another log before an error", reports("one", "x_test.go:7: bad"), reports("two", "x_test.go:8: bad"), true},
		{"other errors of a library", reports("", "x_test.go:7: Not equal: expected: 1 actual : 2"), reports("", "x_test.go:8: Should be true"), false},
		{"an error twice, with other values", reports("", "x_test.go:7: lost 1", "x_test.go:7: lost 2"), reports("", "x_test.go:7: lost 3"), true},
		{"errors without a place", reports("", "lost 1"), reports("", "lost 2"), true},
		{"a deadlock on another line", deadlockAt(10, "p.(*S).Get"), deadlockAt(99, "p.(*S).Get"), true},
		{"a deadlock in another closure", deadlockAt(10, "p.TestX.func1"), deadlockAt(10, "p.TestX.func2.1"), true},
		{"a deadlock in another function", deadlockAt(10, "p.(*S).Get"), deadlockAt(10, "p.(*S).Put"), false},
		{"other numbers in a message", output("assert", "TestX", "    x_test.go:7: lost 3 of 10\n"), output("assert", "TestX", "    x_test.go:9: lost 12 of 10\n"), true},
		{"other words in quotes", output("assert", "TestX", `    x_test.go:7: got "a\"b", want "c"`), output("assert", "TestX", `    x_test.go:7: got "", want "zz"`), true},
		{"another message", output("assert", "TestX", "    x_test.go:7: lost\n"), output("assert", "TestX", "    x_test.go:7: found\n"), false},
		{"the message of another test", output("assert", "TestX", "    x_test.go:7: lost\n"), output("assert", "TestY", "    x_test.go:7: lost\n"), false},
		{"another kind", output("assert", "TestX", ""), output("hang", "TestX", ""), false},
		{"a panic on another line, of another test", panics("TestX", "p.f", "index out of range [3] with length 3", 5), panics("TestY", "p.f", "index out of range [9] with length 2", 7), true},
		{"the same panic elsewhere", panics("TestX", "p.f", "boom", 5), panics("TestX", "p.g", "boom", 5), false},
		{"another log after the end", panics("TestX", "p.f", "Log in goroutine after TestX has completed: entering follower state", 5), panics("TestX", "p.f", "Log in goroutine after TestX has completed: leader lost", 5), true},
		{"a log after the end of another test", panics("TestX", "p.f", "Log in goroutine after TestX has completed: lost", 5), panics("TestY", "p.f", "Log in goroutine after TestY has completed: lost", 5), false},
		{"a race from the other side", race(5, "p.f", "p.g"), race(7, "p.g", "p.f"), true},
		{"another race", race(5, "p.f", "p.g"), race(5, "p.f", "p.h"), false},
	} {
		if got := c.a.Group() == c.b.Group(); got != c.same {
			t.Errorf("%s: same group: %v, want %v\n%s\n%s", c.name, got, c.same, c.a.Group(), c.b.Group())
		}
	}
}

// TestGroupOfCycle: who waits for the goroutines of a cycle has no part in it, so that it is
// the same finding whichever test runs into it.
func TestGroupOfCycle(t *testing.T) {
	at := func(fn string, line int) Frame { return Frame{Func: fn, File: "p/x.go", Line: line} }
	cycle := func(test string, waiter bool) *Trace {
		stuck := func(id int, fn, object string) Stuck {
			return Stuck{ID: id, Reason: "sync.Mutex.Lock", Objects: []string{object}, Stack: []Frame{at(fn, 9)}}
		}
		tr := &Trace{Header: Header{Package: "p", Test: test, Kind: "deadlock"}, Events: []Event{
			{G: 2, Kind: "Lock", Object: "mutex#1", At: at("p.f", 8)}, {G: 3, Kind: "Lock", Object: "mutex#2", At: at("p.g", 8)},
			{G: 2, Kind: "Lock", Object: "mutex#2", At: at("p.f", 9)}, {G: 3, Kind: "Lock", Object: "mutex#1", At: at("p.g", 9)},
		}}
		if waiter {
			tr.Goroutine = append(tr.Goroutine, stuck(1, "p."+test, "wg#1"), stuck(4, "p.h", "mutex#1"))
		}
		tr.Goroutine = append(tr.Goroutine, stuck(2, "p.f", "mutex#2"), stuck(3, "p.g", "mutex#1"))
		return tr
	}
	a, b := cycle("TestA", true), cycle("TestB", false)
	if a.Group() != b.Group() {
		t.Errorf("one cycle is in two groups:\n%s\n%s", a.Group(), b.Group())
	}
	if got := a.Where().Func; got != "p.f" {
		t.Errorf("it shows in %s", got)
	}
	without := cycle("TestA", true)
	without.Events = nil
	if without.Group() == a.Group() {
		t.Error("without the cycle it is the same group")
	}
}

func TestWhere(t *testing.T) {
	if got := deadlockAt(10, "p.f").Where().Pos(); got != "p/x.go:10" {
		t.Errorf("a deadlock is at %q", got)
	}
	a := &Trace{Header: Header{Package: "m/p", Test: "TestX", Kind: "assert", Output: "    x_test.go:7: lost\n"},
		Events: []Event{{Kind: "Lock", At: Frame{Func: "m/p.f", File: "p/f.go", Line: 1}}}}
	if got := a.Where().Pos(); got != "p/x_test.go:7" {
		t.Errorf("an assertion is at %q", got)
	}
	if got := (&Trace{Header: Header{Kind: "race"}}).Where(); got != (Frame{}) {
		t.Errorf("an empty trace is at %v", got)
	}
	if strings.Contains(WithoutValues("at 0xc000123 in 3.5s"), "3") {
		t.Error("numbers stay in a message")
	}
}

// TestFingerprintOfLateLogs: what a goroutine logs after the end of the test, an address or a name that
// the run has drawn for instance, makes no other failure of it.
func TestFingerprintOfLateLogs(t *testing.T) {
	after := func(test, log string) string {
		return (&Trace{Header: Header{Kind: "panic", Message: "Log in goroutine after " + test + " has completed: " + log}}).Fingerprint()
	}
	if a, b := after("TestX", "node 8946: follower"), after("TestX", "node 5de9: follower"); a != b {
		t.Errorf("%s\n%s", a, b)
	}
	if a, b := after("TestX", "follower"), after("TestY", "follower"); a == b {
		t.Errorf("two tests have %s", a)
	}
}

// TestFingerprintOfErrors: of a failed assertion it is the places of the errors, and not of what was logged.
func TestFingerprintOfErrors(t *testing.T) {
	const output = "    x_test.go:5: begins\n    x_test.go:7: bad\n"
	tr := &Trace{Header: Header{Kind: "assert", Output: output, Errors: []string{"x_test.go:7: bad", "x_test.go:7: very bad"}}}
	if got, want := tr.Fingerprint(), "assert x_test.go:7"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	tr.Errors = nil
	if got, want := tr.Fingerprint(), "assert x_test.go:5 x_test.go:7"; got != want {
		t.Errorf("of a recording without errors: %q, want %q", got, want)
	}
}
