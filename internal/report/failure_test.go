package report

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// moduleWith is the module bank with one file.
func moduleWith(t *testing.T, name, text string) *Sources {
	t.Helper()
	dir := folderWith(t, map[string]string{"go.mod": "module bank\n", name: text})
	src := FindSources("bank", dir)
	t.Cleanup(func() { src.Close() })
	return src
}

// folderWith is a folder with files, by their names.
func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const selecting = `package bank

func loop() {
	for {
		select {
		case m := <-msgs:
			use(m)
		case <-stop:
			return
		}
	}
}

func TestLoop(t *testing.T) {
	go loop()
	msgs <- 1
	close(stop)
	t.Error("lost")
}
`

// selectTrace is a run in which the loop stops while there is a message. If it is received later, it
// is not lost.
func selectTrace(received bool) *trace.Trace {
	at := func(fn string, line int) trace.Frame {
		return trace.Frame{Func: "bank." + fn, File: "bank_test.go", Line: line}
	}
	t := &trace.Trace{
		Header: trace.Header{Package: "bank", Test: "TestLoop", Kind: "assert", Message: "bank_test.go:18: lost", Run: 3, Seed: 1, Strategy: "random"},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: at("TestLoop", 15)},
			{G: 1, Kind: "go", At: at("TestLoop", 15), N: 2, K: 0, Next: 1},
			{G: 1, Kind: "send", Object: "chan#1", At: at("TestLoop", 16), N: 2, K: 0, Next: 1},
			{G: 1, Kind: "close", Object: "chan#2", At: at("TestLoop", 17), N: 2, K: 1, Next: 2},
			{G: 2, Kind: "select", At: at("loop", 5)},
			{G: 2, Kind: trace.EvChoice, N: 2, K: 0, Detail: "0,1"},
			{G: 2, Kind: trace.EvCase, Object: "chan#2", Detail: "recv 0 of 2", At: at("loop", 5)},
		},
	}
	if received {
		t.Events = append(t.Events, trace.Event{G: 2, Kind: "recv", Object: "chan#1", At: at("loop", 6)})
	}
	return t
}

// TestSelectSaysWhatIsLost: the case that was taken, the one that was ready too, and the message that
// nobody receives.
func TestSelectSaysWhatIsLost(t *testing.T) {
	src := moduleWith(t, "bank_test.go", selecting)
	v := newView(selectTrace(false), src, false)
	const want = "g2's select (bank_test.go:5) takes “case <-stop”; “case m := <-msgs” is ready too; nobody receives what g1 sent to msgs at bank_test.go:16"
	if got := v.caseChosen(6); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if text, lost := v.selects(); !strings.Contains(text, "a select has several ready cases") || !lost {
		t.Errorf("the case of the select is not named, or no message is lost (%t):\n%s", lost, text)
	}
	v = newView(selectTrace(true), src, false)
	if text, lost := v.selects(); text != "" || lost {
		t.Errorf("a select that loses nothing is named beside a choice, or a message is lost (%t):\n%s", lost, text)
	}
	v.choices = nil
	if text, _ := v.selects(); !strings.Contains(text, "a select has several ready cases") {
		t.Errorf("the select is not named though nothing else is a choice:\n%s", text)
	}
	if got := v.caseChosen(6); strings.Contains(got, "nobody") {
		t.Errorf("what is received later is called lost: %s", got)
	}
}

// TestPackageIsNoObject: a function of another package waits for a WaitGroup that has no name here.
func TestPackageIsNoObject(t *testing.T) {
	s := readSyntax("package p\n\nimport \"example.com/pool/v2\"\n\nfunc f() { pool.Wait() }\nfunc g() { wg.Wait() }\n")
	if got := s.operand("wg.Wait", 5); got != "" {
		t.Errorf("the package is taken for an object: %s", got)
	}
	if got := s.operand("wg.Wait", 6); got != "wg" {
		t.Errorf("the WaitGroup is called %q", got)
	}
}

// TestFailureFitsTheScreen: a failure with many steps and much output.
func TestFailureFitsTheScreen(t *testing.T) {
	tr := selectTrace(false)
	for i := range 60 {
		tr.Events = append(tr.Events, trace.Event{G: i%2 + 1, Kind: "send", Object: "chan#1", At: trace.Frame{Func: "bank.f", File: "bank_test.go", Line: i%5 + 14}, N: 2, K: i % 2, Next: 2 - i%2})
	}
	for i := range 200 {
		tr.Output += fmt.Sprintf("line %d\n", i)
	}
	var b bytes.Buffer
	Failure(&b, tr, "x.chaos")
	if n := strings.Count(b.String(), "\n"); n > screen {
		t.Errorf("%d lines:\n%s", n, b.String())
	}
	for _, want := range []string{"... ", " more lines, which the recording has", "to replay: chaosrun replay x.chaos"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, b.String())
		}
	}
}

// TestFramesOfARecursionFold: one frame, and how often it comes again.
func TestFramesOfARecursionFold(t *testing.T) {
	lines := []string{"goroutine 7 [running]:", "p.f(0x1)", "\tp.go:5", "p.f(0x1)", "\tp.go:5", "p.f(0x1)", "\tp.go:5", "p.Test(0x1)", "\tp.go:9"}
	got := foldFrames(lines)
	want := []string{"goroutine 7 [running]:", "p.f(0x1)", "\tp.go:5", "... 2 more frames like this one", "p.Test(0x1)", "\tp.go:9"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestFunctionOfTheLibraryIsShown: what go wg.Wait() or go p.Store(nil) does is done by no line of the
// user's, and may be what matters.
func TestFunctionOfTheLibraryIsShown(t *testing.T) {
	at := trace.Frame{Func: "bank.TestLoop", File: "bank_test.go", Line: 15}
	v := newView(&trace.Trace{
		Header: trace.Header{Package: "bank", Test: "TestLoop", Kind: "panic", Run: 3, Seed: 1, Strategy: "random"},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: at},
			{G: 1, Kind: "go", At: at, N: 2, K: 1, Next: 2},
			{G: 2, Kind: "atomic.Store", Object: "atomic#1"},
			{G: 2, Kind: trace.EvEnd},
			{G: 1, Kind: trace.EvPick},
			{G: 1, Kind: "atomic.Load", Object: "atomic#1", At: at},
			{G: 1, Kind: trace.EvPanic, At: at},
		},
	}, &Sources{}, false)
	var b bytes.Buffer
	v.list(&b, screen)
	if !strings.Contains(b.String(), "atomic#1.Store()") {
		t.Errorf("the Store is not shown:\n%s", b.String())
	}
}
