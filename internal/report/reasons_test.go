package report

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const stopping = `package bank

func TestStop(t *testing.T) {
	go send()
	go closer()
	go idle()
	in <- 7
	close(stop)
}

func send() {
	v := <-in
	out <- v
}

func closer() {
	<-stop
	close(out)
}

func idle() {
	tick <- 1
	<-tock
}
`

// stopped is a panic with much in between that has nothing to do with it: g3 closes a channel because it is told to,
// and g2, which is preempted before it sends, sends on it. So are two idle goroutines, one of which is preempted.
func stopped() *trace.Trace {
	tr := &trace.Trace{
		Header: trace.Header{Test: "TestStop", Kind: "panic", Message: "send on closed channel", Run: 3, Seed: 1, Strategy: "auto"},
		Events: []trace.Event{{G: 1, Kind: trace.EvStart, Detail: "g0"}},
	}
	add := func(es ...trace.Event) { tr.Events = append(tr.Events, es...) }
	for g, line := range []int{4, 5, 6, 6} {
		add(trace.Event{G: 2 + g, Kind: trace.EvStart, Detail: "g1", At: inBank(line)}, trace.Event{G: 1, Kind: "go", At: inBank(line)})
	}
	add(trace.Event{G: 1, Kind: "send", Object: "chan#2", At: inBank(7), Carries: "7"})
	add(trace.Event{G: 1, Kind: "close", Object: "chan#1", At: inBank(8)}, trace.Event{G: 1, Kind: trace.EvEnd})
	add(trace.Event{G: 2, Kind: "recv", Object: "chan#2", At: inBank(12), Carries: "7"})
	add(trace.Event{G: 2, Kind: "send", Object: "chan#3", At: inBank(13), N: 4, K: 1, Next: 3})
	add(trace.Event{G: 3, Kind: "recv", Object: "chan#1", At: inBank(17), Carries: "closed"})
	add(trace.Event{G: 3, Kind: "close", Object: "chan#3", At: inBank(18)}, trace.Event{G: 3, Kind: trace.EvEnd})
	add(trace.Event{G: 4, Kind: "send", Object: "chan#4", At: inBank(22), N: 3, K: 1, Next: 5})
	for i := range 60 { // in no order that repeats
		g, kind, object, line := 4+i*i/3%2, "send", "chan#4", 22
		if i*i/5%2 == 0 {
			kind, object, line = "recv", "chan#5", 23
		}
		add(trace.Event{G: g, Kind: kind, Object: object, At: inBank(line)})
	}
	add(trace.Event{G: 4, Kind: trace.EvEnd}, trace.Event{G: 5, Kind: trace.EvEnd})
	add(trace.Event{G: 2, Kind: trace.EvPanic, At: inBank(13)})
	return tr
}

// TestListHasWhatTheFailureFollowsFrom: why the channel was closed, and what the sender did before, and none of the
// many steps of others, though they come later.
func TestListHasWhatTheFailureFollowsFrom(t *testing.T) {
	t.Parallel()
	got := failureOf(t, stopped(), stopping)
	for _, want := range []string{
		"g1   bank_test.go:8   close(stop)\n", "g2   bank_test.go:12  v := <-in", "g3   bank_test.go:17  <-stop",
		"g3   bank_test.go:18  close(out)\n", "g2   bank_test.go:13  out <- v ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if strings.Contains(got, "tick <- 1") || strings.Contains(got, "<-tock") || strings.Contains(got, "go idle() ") || t.Failed() {
		t.Errorf("the list is of other steps:\n%s", got)
	}
}

// TestChoicesThatConcernTheFailure: a choice between goroutines from which the failure does not follow is not named.
func TestChoicesThatConcernTheFailure(t *testing.T) {
	t.Parallel()
	got := failureOf(t, stopped(), stopping)
	const want = "\n    of 2 choices that lead to it, the one that concerns the failure:\n" +
		"      - g2 is preempted before “out <- v” (bank_test.go:13); g3 and g4 run, and"
	if !strings.Contains(got, want) || strings.Contains(got, "- g4 is preempted") {
		t.Errorf("the choices are others:\n%s", got)
	}
	tr := stopped()
	for i := range tr.Events { // the first choice alone
		if e := &tr.Events[i]; e.G == 4 && e.N > 0 {
			e.N, e.K, e.Next = 0, 0, 0
		}
	}
	if got := failureOf(t, tr, stopping); !strings.Contains(got, "\n    the choice that leads to it:\n      - g2 is preempted") {
		t.Errorf("the only choice is not named:\n%s", got)
	}
}

const spinning = `package bank

func wait() {
	for !done.Load() {
		runtime.Gosched()
	}
}
`

// TestLoopIsOneLine: a loop that runs until the run ends takes its lines once, wherever in it the run ends, and
// whatever values it finds.
func TestLoopIsOneLine(t *testing.T) {
	t.Parallel()
	for extra := range 3 {
		tr := &trace.Trace{Header: trace.Header{
			Test: "TestWait", Kind: "livelock", Message: "the test has not ended after 99 steps", Run: 1,
			Goroutine: []trace.Stuck{{ID: 1, Reason: "runnable", Stack: []trace.Frame{inBank(4)}}},
		}, Events: []trace.Event{{G: 1, Kind: trace.EvStart, Detail: "g0"}}}
		for range 30 {
			tr.Events = append(tr.Events, trace.Event{G: 1, Kind: "atomic.Load", Object: "atomic#1", At: inBank(4), Carries: "false"},
				trace.Event{G: 1, Kind: "yield", At: inBank(5)})
		}
		if extra == 2 { // each turn has another value
			for i := range tr.Events {
				if e := &tr.Events[i]; e.Carries != "" {
					e.Carries = strconv.Itoa(i)
				}
			}
		}
		if extra == 1 { // the run ends before the value is known
			tr.Events = append(tr.Events, trace.Event{G: 1, Kind: "atomic.Load", Object: "atomic#1", At: inBank(4)})
		}
		v := newView(tr, moduleWith(t, "bank_test.go", spinning), true)
		text, _ := v.failure("x.chaos")
		list := string(text[strings.LastIndex(string(text), " is the test"):])
		if strings.Count(list, "done.Load") != 1 || strings.Count(list, "Gosched") != 1 || !strings.Contains(list, "… these 2 steps repeat"+map[bool]string{true: " with other values"}[extra == 2]+" until the limit of steps is reached\n") {
			t.Errorf("case %d: the loop takes other lines:\n%s", extra, text)
		}
	}
}

// TestSearchIsBounded: a loop that changes an object hundreds of thousands of times is not searched from its end to
// its beginning for each of its steps.
func TestSearchIsBounded(t *testing.T) {
	t.Parallel()
	for turns, want := range map[int]int{mostSearched - 1: 0, 10 * mostSearched: -1} {
		v := &view{steps: make([]trace.Step, 1+turns)}
		v.steps[0].G = 2
		positions := make([]int, 1+turns)
		for p := 1; p <= turns; p++ {
			v.steps[p].G, positions[p] = 1, p
		}
		s := slicer{v: v}
		if got := s.last(positions, 1+turns, 1, ""); got != want {
			t.Errorf("after %d steps of its own the goroutine finds step %d, want %d", turns, got, want)
		}
	}
}

// TestCouldWake: what sends wakes no sender, and what receives no receiver.
func TestCouldWake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		op, reason string
		want       bool
	}{
		{"send", "chan send", false}, {"try-send", "chan send", false}, {"recv", "chan send", true},
		{"recv", "chan receive", false}, {"send", "chan receive", true}, {"close", "chan receive", true},
		{"send", "select", true}, {"recv", "select", true}, {"Unlock", "sync.Mutex.Lock", true},
	} {
		if got := couldWake(c.op, c.reason); got != c.want {
			t.Errorf("%s wakes a goroutine in %s: %v", c.op, c.reason, got)
		}
	}
}
