package trace

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// parse makes events of lines like "2 Lock mutex#1 >3": goroutine 2 announces Lock, and 3
// goes on. The third word is the object, or the detail of a start, wake or wait.
func parse(t *testing.T, text string) []Event {
	t.Helper()
	var events []Event
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		var e Event
		f := strings.Fields(l)
		if _, err := fmt.Sscan(f[0], &e.G); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
		e.Kind = f[1]
		for _, x := range f[2:] {
			switch {
			case x[0] == '>':
				e.N = 2
				fmt.Sscan(x[1:], &e.Next)
			case e.Kind == EvStart || e.Kind == EvWake:
				e.Detail = x
			default:
				e.Object = x
			}
		}
		events = append(events, e)
	}
	return events
}

// TestOrderIsThatOfEffects: an operation is done when its goroutine has the turn again.
func TestOrderIsThatOfEffects(t *testing.T) {
	steps := Order(parse(t, `
		1 start
		2 start g1
		1 go >2
		2 Lock mutex#1 >1
		1 Lock mutex#1
		1 Unlock mutex#1 >2
		2 end
		1 pick`))
	var got []string
	for _, s := range steps {
		if s.Kind != EvPick {
			got = append(got, fmt.Sprintf("%d %s", s.G, s.Kind))
		}
	}
	want := []string{"1 start", "1 go", "2 start", "1 Lock", "2 Lock", "2 end", "1 Unlock"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNeverDone: what was announced when the run ended is marked.
func TestNeverDone(t *testing.T) {
	steps := Order(parse(t, `
		1 Lock mutex#1 >2
		2 panic`))
	if !steps[0].Never || steps[1].Never {
		t.Errorf("never: %v %v, want true false", steps[0].Never, steps[1].Never)
	}
}

func TestHappensBefore(t *testing.T) {
	for _, c := range []struct {
		name, events string
		want         []string
	}{
		{"go", "1 start\n 2 start g1\n 1 go\n 1 end\n 2 pick\n 2 end", []string{"3>2 go"}},
		{"started by a timer", "1 start\n 2 start timer\n 1 end\n 2 pick\n 2 end", nil},
		{"unlock, lock", "1 Lock m#1\n 1 Unlock m#1 >2\n 2 end\n 1 pick\n 1 end\n 3 Lock m#1\n 3 end", []string{"2>6 unlocks it"}},
		{"lock that waits", "1 Lock m#1 >2\n 2 Lock m#1 >1\n 1 Unlock m#1 >2\n 2 wait m#1\n 1 pick\n 2 wake g1\n 1 end\n 2 pick\n 2 end", []string{"3>6 wakes it"}},
		{"own unlock", "1 Lock m#1\n 1 Unlock m#1\n 1 Lock m#1\n 1 end", nil},
		{"reader, writer", "1 RLock m#1\n 1 RUnlock m#1\n 2 rw.Lock m#1\n 2 rw.Unlock m#1\n 3 RLock m#1", []string{"2>3 unlocks it", "4>5 unlocks it"}},
		{"buffered send", "1 send c#1\n 1 send c#1\n 2 recv c#1\n 2 recv c#1", []string{"1>3 sends what it receives", "2>4 sends what it receives"}},
		{"send to a receiver that waits", "2 recv c#1\n 2 wait c#1\n 1 send c#1\n 2 wake g1\n 2 end", []string{"3>4 wakes it"}},
		{"receive from a sender that waits", "1 send c#1\n 1 wait c#1\n 2 recv c#1\n 1 wake g2\n 2 end\n 1 end", []string{"1>3 sends what it receives", "3>4 wakes it"}},
		{"close", "1 close c#1\n 2 recv c#1\n 2 end", []string{"1>2 closes the channel"}},
		{"send on a closed channel", "1 close c#1\n 2 send c#1\n 2 panic\n 3 recv c#1\n 3 end", []string{"1>4 closes the channel"}},
		{"after a select nobody knows what is in a channel", "1 send c#1\n 1 send c#1\n 3 select\n 3 end\n 2 recv c#1", nil},
		{"after a try-send too", "1 send c#1\n 1 try-send c#1\n 2 recv c#1", nil},
		{"wait group", "1 wg.Wait wg#1\n 1 wait wg#1\n 2 wg.Add wg#1\n 2 end\n 3 wg.Add wg#1\n 1 wake g3\n 3 end\n 1 pick\n 1 end", []string{"5>6 wakes it", "3>6 is counted by the WaitGroup", "5>6 is counted by the WaitGroup"}},
		{"wait group that is done", "2 wg.Add wg#1\n 2 end\n 1 wg.Wait wg#1\n 1 end", []string{"1>3 is counted by the WaitGroup"}},
		{"woken from outside", "1 wait\n 1 wake outside\n 1 end", nil},
	} {
		tr := &Trace{Events: parse(t, c.events)}
		steps := Order(tr.Events)
		var got []string
		for _, e := range tr.HappensBefore(steps) {
			got = append(got, fmt.Sprintf("%d>%d %s", steps[e.From].Index+1, steps[e.To].Index+1, e.Why))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestNoEdgesFromWhatWasLeftOut: the buffer may hold values that were sent before the
// recording begins.
func TestNoEdgesFromWhatWasLeftOut(t *testing.T) {
	tr := &Trace{Header: Header{From: 10}, Events: parse(t, "1 send c#1\n 2 recv c#1\n 2 end")}
	if e := tr.HappensBefore(Order(tr.Events)); e != nil {
		t.Errorf("got %v, want none", e)
	}
}
