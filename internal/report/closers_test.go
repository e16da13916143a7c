package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const closing = `package bank

type Pool struct{ jobs, done chan int }

func (p *Pool) work() {
	defer close(p.done)
	for range p.jobs {
	}
}

func (p *Pool) Stop() { close(p.jobs) }

type other struct{ jobs chan int }

func (p *other) Stop() { close(p.jobs) }

func stop(p *Pool) { close(p.jobs) }

func TestPool(t *testing.T) {
	ready := make(chan int)
	go func() { <-ready }()
	close(ready)
}

func TestOther(t *testing.T) {
	ready := make(chan int)
	<-ready
}
`

// leftIn is a run of two goroutines, one of which is left, for that reason, at a place.
func leftIn(kind, reason, object string, g int, at trace.Frame, events ...trace.Event) *trace.Trace {
	return &trace.Trace{
		Header: trace.Header{
			Package: "bank", Test: "TestBank", Kind: kind, Message: "left", Seed: 1, Strategy: "auto",
			Goroutine: []trace.Stuck{{ID: g, Status: "stuck", Reason: reason, Objects: []string{object}, Stack: []trace.Frame{at}}},
		},
		Events: append([]trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(5)},
			{G: 1, Kind: "go", At: inBank(5)},
		}, events...),
	}
}

// leftAt is a run whose second goroutine is left in a receive at a line.
func leftAt(line int) *trace.Trace {
	at := inBank(line)
	return leftIn("leak", "chan receive", "chan#1", 2, at,
		trace.Event{G: 1, Kind: trace.EvEnd},
		trace.Event{G: 2, Kind: "recv", Object: "chan#1", At: at},
		trace.Event{G: 2, Kind: trace.EvWait, Object: "chan#1", Detail: "chan receive", At: at, Carries: trace.Room + "0"})
}

// What closes a channel is shown if it certainly is that channel: the same field of the same type, or the same
// variable of the same function.
func TestClosersAreShown(t *testing.T) {
	t.Parallel()
	hasAll(t, failureOf(t, leftAt(7), closing), "        “close(p.jobs)” is at bank_test.go:11, in (*Pool).Stop\n")
	hasAll(t, failureOf(t, leftAt(21), closing), "        nobody has closed ready: “close(ready)” is at bank_test.go:22, in\n            TestPool\n")
	shadowed := strings.Replace(closing, "\tclose(ready)", "\t{ ready := make(chan int); close(ready) }", 1)
	if got := failureOf(t, leftAt(21), shadowed); shadowed == closing || strings.Contains(got, "close(") {
		t.Errorf("the function closes another variable of the name:\n%s", got)
	}
	spins := leftAt(7)
	spins.Kind, spins.Goroutine[0].Reason = "livelock", "runnable"
	if got := failureOf(t, spins, closing); strings.Contains(got, "close") {
		t.Errorf("a goroutine that is running waits for nobody:\n%s", got)
	}
	if got := failureOf(t, leftAt(27), closing); strings.Contains(got, "close(") {
		t.Errorf("another test closes another channel:\n%s", got)
	}
}

const unlocking = `package bank

type Acc struct{ mu sync.Mutex }

func (a *Acc) Take(k int) {
	a.mu.Lock()
	if k > 0 {
		return
	}
	a.mu.Unlock()
}

func (a *Acc) Begin() {
	a.mu.Lock()
}
`

// heldAt is a run whose first goroutine waits for a lock that the second one took at a line before it ended.
func heldAt(line int) *trace.Trace {
	return leftIn("deadlock", "sync.Mutex.Lock", "mutex#1", 1, inBank(6),
		trace.Event{G: 2, Kind: "Lock", Object: "mutex#1", At: inBank(line)},
		trace.Event{G: 2, Kind: trace.EvEnd},
		trace.Event{G: 1, Kind: "Lock", Object: "mutex#1", At: inBank(6)},
		trace.Event{G: 1, Kind: trace.EvWait, Object: "mutex#1", Detail: "sync.Mutex.Lock", At: inBank(6)})
}

// Of a lock that is held for ever it is said where it should have been let go.
func TestUnlockersAreShown(t *testing.T) {
	t.Parallel()
	hasAll(t, failureOf(t, heldAt(6), unlocking), "        g2 has ended without “a.mu.Unlock()” (bank_test.go:10)\n")
	hasAll(t, failureOf(t, heldAt(14), unlocking), "        (*Acc).Begin does not unlock a.mu\n")
	again := heldAt(6)
	again.Events = slices.Insert(again.Events, slices.IndexFunc(again.Events, func(e trace.Event) bool { return e.Kind == trace.EvEnd }),
		trace.Event{G: 2, Kind: "Unlock", Object: "mutex#1", At: inBank(10)}, trace.Event{G: 2, Kind: "Lock", Object: "mutex#1", At: inBank(6)})
	if got := failureOf(t, again, unlocking); strings.Contains(got, "without") {
		t.Errorf("the goroutine has unlocked once, and locked again:\n%s", got)
	}
	for _, more := range []string{"\tfree := a.mu.Unlock\n\tdefer free()", "\tdefer a.unlockAll()"} {
		src := strings.Replace(unlocking, "Begin() {\n\ta.mu.Lock()", "Begin() {\n\ta.mu.Lock()\n"+more, 1)
		if got := failureOf(t, heldAt(14), src); strings.Contains(got, "does not unlock") {
			t.Errorf("the function may:\n%s", got)
		}
	}
	if got := failureOf(t, heldAt(9), unlocking); strings.Contains(got, "unlock a.mu") {
		t.Errorf("the line takes no lock:\n%s", got)
	}
}
