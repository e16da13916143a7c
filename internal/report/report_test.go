package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

func TestUserStacks(t *testing.T) {
	const dump = "SIGQUIT: quit\nPC=0x539dbc m=0 sigcode=0\n\n" +
		"goroutine 10 gp=0x3a m=0 mp=0x6e [running]:\np.spin(...)\n\t/p/a_test.go:3\np.T.func1()\n\t/p/a_test.go:6 +0x1c fp=0x3a sp=0x3a pc=0x53\ncreated by p.T in goroutine 9\n\t/p/a_test.go:6 +0x5f\n\n" +
		"goroutine 2 gp=0x3a m=nil [force gc (idle)]:\nruntime.gopark(0x0)\n\t/go/proc.go:1\ncreated by runtime.init.7 in goroutine 1\n\t/go/proc.go:363 +0x1a\n\n" +
		"goroutine 1 gp=0x3a m=nil [chan receive]:\ntesting.(*T).Run(0x1)\n\t/go/testing.go:1\nmain.main()\n\t_testmain.go:46\n\nrax    0x17\n"
	const want = "goroutine 10 [running]:\np.spin(...)\n\t/p/a_test.go:3\np.T.func1()\n\t/p/a_test.go:6 \ncreated by p.T in goroutine 9\n\t/p/a_test.go:6 +0x5f"
	if got := userStacks(dump); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestFailureSaysWhoWaitsForWhom: the holder, the line where it took the lock, and the
// replay command are in the text; the harness is not.
func TestFailureSaysWhoWaitsForWhom(t *testing.T) {
	at := func(line int) trace.Frame { return trace.Frame{Func: "p.f", File: "a.go", Line: line} }
	tr := &trace.Trace{
		Header: trace.Header{
			Test: "TestX", Kind: "deadlock", Message: "m", Run: 4, Seed: 1, Strategy: "random",
			Goroutine: []trace.Stuck{
				{ID: 0, Status: "stuck", Reason: "chan receive"},
				{ID: 1, Status: "stuck", Reason: "sync.Mutex.Lock", Objects: []string{"mutex#2"}, Stack: []trace.Frame{at(3)}},
			},
		},
		Events: []trace.Event{
			{G: 0, Kind: trace.EvStart, Detail: "timer"},
			{G: 1, Kind: trace.EvStart, Detail: "g0", At: at(1)},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: at(1)},
			{G: 2, Kind: "Lock", Object: "mutex#2", At: at(2)},
			{G: 1, Kind: "Lock", Object: "mutex#2", At: at(3)},
			{G: 1, Kind: trace.EvWait, Object: "mutex#2", At: at(3)},
			{G: 2, Kind: trace.EvEnd},
		},
	}
	var b bytes.Buffer
	Failure(&b, tr, "x.chaos")
	for _, want := range []string{
		"deadlock: m: g1 at a.go:3, while g2, which has ended, has locked mutex#2 at\n", "run 4 of seed 1", "g1 is blocked in sync.Mutex.Lock on mutex#2 at a.go:3",
		"mutex#2 is held by g2 (which has ended), since a.go:2", "to replay: chaosrun replay x.chaos",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "g0") {
		t.Errorf("the text speaks of the harness:\n%s", b.String())
	}
}

// TestOutputWithoutColours: what a test printed for a terminal is shown without colours.
func TestOutputWithoutColours(t *testing.T) {
	tr := &trace.Trace{Header: trace.Header{Kind: "assert", Output: "\x1b[38;5;9m[FAILED]\x1b[0m one\n"}}
	if got, want := output(tr, mostOutput), "[FAILED] one\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
