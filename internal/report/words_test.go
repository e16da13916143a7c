package report

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestHangNamesThePlace: the sentence says where the goroutine keeps running, and of another hang what it waits for.
func TestHangNamesThePlace(t *testing.T) {
	t.Parallel()
	tr := &trace.Trace{Header: trace.Header{
		Test: "TestFlag", Kind: "hang", Run: 1,
		Message: "a goroutine keeps running and uses no channel, lock, atomic variable or timer, so that no other goroutine can run",
		Output:  "SIGQUIT: quit\nPC=0x1\n\ngoroutine 9 [running]:\nbank.TestFlag()\n\t/home/x/bank_test.go:4 +0x1\n",
	}, Events: []trace.Event{{G: 1, Kind: trace.EvStart, Detail: "g0"}, {G: 1, Kind: "go", At: inBank(3)}}}
	got := failureOf(t, tr, "package bank\n\nfunc f() {\n\tfor !stopped {\n\t}\n}\n")
	const want = "    hang: a goroutine keeps running at “for !stopped {” (bank_test.go:4) and\n        uses no channel, lock, atomic variable or timer, so that no other\n        goroutine can run\n"
	if !strings.HasPrefix(got, want) {
		t.Errorf("the text begins otherwise:\n%s", got)
	}
	tr.Message = "the test waits for something outside the run that does not come"
	if got := failureOf(t, tr, "package bank\n"); !strings.HasPrefix(got, "    hang: the test waits for something outside the run that does not come") {
		t.Errorf("the text of another hang begins otherwise:\n%s", got)
	}
}

const waiting = `package bank

func get() {
	q.mu.Lock()
	q.cond.Wait()
	q.mu.Unlock()
}

func put() {
	q.cond.Signal()
}

func TestGet(t *testing.T) {
	wg.Go(func() { get() })
	wg.Wait()
}
`

// TestCondWaitIsOneLine: what a Cond's Wait does inside is said of the call, and its beginning is one line. So is
// what a WaitGroup's Go does.
func TestCondWaitIsOneLine(t *testing.T) {
	t.Parallel()
	tr := &trace.Trace{
		Header: trace.Header{Test: "TestGet", Kind: "assert", Message: "nothing", Run: 3, Seed: 1, Strategy: "auto", Swap: []int{9, 12}},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 1, Kind: "wg.Add", Object: "wg#9", At: inBank(14), N: 2, K: 1, Next: 1},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(14)},
			{G: 1, Kind: "go", At: inBank(14)},
			{G: 2, Kind: "Lock", Object: "mutex#1", At: inBank(4)},
			{G: 2, Kind: "cond.Wait", Object: "cond#2", At: inBank(5)},
			{G: 2, Kind: "Unlock", Object: "mutex#1", At: inBank(5)},
			{G: 2, Kind: trace.EvWait, Object: "cond#2", Detail: "sync.Cond.Wait", At: inBank(5)},
			{G: 1, Kind: "Lock", Object: "mutex#1", At: inBank(4)},
			{G: 1, Kind: "cond.Signal", Object: "cond#2", At: inBank(10)},
			{G: 2, Kind: trace.EvWake, Detail: "g1"},
			{G: 1, Kind: "Unlock", Object: "mutex#1", At: inBank(6)},
			{G: 2, Kind: "Lock", Object: "mutex#1", At: inBank(5)},
			{G: 2, Kind: "Unlock", Object: "mutex#1", At: inBank(6)},
			{G: 1, Kind: "wg.Wait", Object: "wg#9", At: inBank(15)},
			{G: 3, Kind: trace.EvStart, Detail: "g1", At: inBank(14)},
			{G: 1, Kind: "go", At: inBank(14)},
			{G: 3, Kind: "wg.Done", Object: "wg#9"},
			{G: 3, Kind: trace.EvEnd},
			{G: 1, Kind: trace.EvEnd},
		},
	}
	got := failureOf(t, tr, waiting)
	for text, times := range map[string]int{
		"g2   bank_test.go:5   q.cond.Wait()                                blocks\n": 1,
		"g2   bank_test.go:5   q.cond.Wait()                      locks q.mu again\n": 1,
		"      - g2 does q.mu.Lock() inside “q.cond.Wait()” (bank_test.go:5)\n":       1,
		"   bank_test.go:5 ":                              2,
		"g1   bank_test.go:14  wg.Go(func() { get() })\n": 2,
		"wg.Add":  0,
		"wg.Done": 0,
	} {
		if n := strings.Count(got, text); n != times {
			t.Errorf("%d times, want %d: %q", n, times, text)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}
