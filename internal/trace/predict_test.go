package trace

import (
	"strings"
	"testing"
)

func ops(lines string) *Trace {
	t := new(Trace)
	for _, l := range strings.Fields(lines) {
		f := strings.Split(l, ":")
		g := int(f[0][1] - '0')
		e := Event{G: g, Kind: f[1], Next: g}
		if len(f) > 2 {
			e.Object = f[2]
		}
		t.Events = append(t.Events, e)
	}
	return t
}

func TestPredict(t *testing.T) {
	const start = "g1:start g2:start g3:start "
	for _, c := range []struct{ name, run, want string }{
		{"inversion", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:b g2:Lock:a g2:Unlock:a g2:Unlock:b", "lock-order inversion"},
		{"one order", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:a g2:Lock:b g2:Unlock:b g2:Unlock:a", ""},
		{"one goroutine", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g1:Lock:b g1:Lock:a g1:Unlock:a g1:Unlock:b", ""},
		{"a gate", "g1:Lock:c g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g1:Unlock:c g2:Lock:c g2:Lock:b g2:Lock:a", ""},
		{"let go first", "g1:Lock:a g1:Unlock:a g1:Lock:b g1:Unlock:b g2:Lock:b g2:Unlock:b g2:Lock:a g2:Unlock:a", ""},
		{"let go by another", "g1:Lock:a g2:Unlock:a g1:Lock:b g1:Unlock:b g2:Lock:b g2:Lock:a g2:Unlock:a g2:Unlock:b", ""},
		{"taken again", "g1:Lock:a g2:Unlock:a g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:b g2:Lock:a", "lock-order inversion"},
		{"readers", "g1:RLock:a g1:RLock:b g1:RUnlock:b g1:RUnlock:a g2:RLock:b g2:RLock:a", ""},
		{"three", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:b g2:Lock:c g2:Unlock:c g2:Unlock:b g3:Lock:c g3:Lock:a", "lock-order inversion: g1 takes a"},
		{"three at a gate", "g1:Lock:d g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g1:Unlock:d g2:Lock:b g2:Lock:c g2:Unlock:c g2:Unlock:b g3:Lock:d g3:Lock:c g3:Lock:a", ""},
		{"two of three", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:b g2:Lock:c g2:Unlock:c g2:Unlock:b g2:Lock:c g2:Lock:a", ""},
		{"send with a lock", "g2:Lock:a g2:Unlock:a g1:Lock:a g1:send:c g2:recv:c g1:Unlock:a", "a wait with a lock: g1 takes a"},
		{"receive with a lock", "g2:Lock:a g2:Unlock:a g1:Lock:a g2:close:c g1:recv:c g1:Unlock:a", "a wait with a lock: g1 takes a"},
		{"received before", "g1:Lock:a g1:send:c g2:recv:c g1:Unlock:a g2:Lock:a g2:Unlock:a", ""},
		{"send without a lock", "g2:Lock:a g2:Unlock:a g1:Lock:a g1:Unlock:a g1:send:c g2:recv:c", ""},
		{"send at a gate", "g2:Lock:b g2:Lock:a g2:Unlock:a g2:Unlock:b g1:Lock:b g1:Lock:a g1:send:c g2:recv:c", "a wait with a lock: g1 takes b"},
		{"send with a lock for reading", "g2:RLock:a g2:RUnlock:a g1:RLock:a g1:send:c g2:recv:c g1:RUnlock:a", ""},
		{"Wait with a lock", "g2:Lock:a g2:Unlock:a g2:wg.Done:w g1:Lock:a g1:wg.Wait:w g1:Unlock:a", "a wait with a lock: g1 takes a"},
		{"a Cond", "g1:Lock:a g1:cond.Wait:c g1:Unlock:a g2:Lock:a g2:cond.Signal:c g2:Unlock:a g1:Lock:a g1:Unlock:a", ""},
		{"a Cond with another lock", "g1:Lock:b g1:Lock:a g1:cond.Wait:c g1:Unlock:a g2:Lock:b g2:Unlock:b g2:Lock:a g2:cond.Signal:c g2:Unlock:a", "a wait with a lock: g1 takes b"},
		{"a contended RWMutex", "g1:rw.Lock:a g2:RLock:a g1:rw.Unlock:a g1:Unlock:a g2:Lock:b g2:Unlock:b g2:RUnlock:a g3:Lock:b g3:rw.Lock:a", "lock-order inversion: g2 takes a"},
		{"reads again", "g1:RLock:a g1:RLock:a g1:RUnlock:a g1:RUnlock:a g2:rw.Lock:a g2:rw.Unlock:a", "a reader that reads again: g1 takes a"},
		{"reads again alone", "g1:RLock:a g1:RLock:a g1:RUnlock:a g1:RUnlock:a g1:rw.Lock:a g1:rw.Unlock:a g2:RLock:a", ""},
		{"close", "g1:send:c g2:close:c", "a close overtakes a send"},
		{"own close", "g1:send:c g1:close:c", ""},
		{"wait", "g1:wg.Add:w g2:wg.Wait:w", "a Wait overtakes an Add"},
	} {
		got := ops(start + c.run).Predict()
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s: predicts %s", c.name, got[0].What)
		case c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0].What, c.want)):
			t.Errorf("%s: predicts %v, want %s", c.name, got, c.want)
		}
	}
}

func TestPredictionTellsWhereToSwitch(t *testing.T) {
	got := ops("g1:start g2:start g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:b g2:Lock:a").Predict()
	// g1 has announced its start and Lock a when it announces Lock b.
	if len(got) != 1 || len(got[0].Plans) != 2 || got[0].Plans[0][0] != (Exception{G: 1, N: 3, To: 2, Preempt: true}) {
		t.Errorf("%+v", got)
	}
}

// A mutex that one goroutine locks and another unlocks, again and again, must not pile up: each lock
// would be compared with all before it.
func TestPredictorForgets(t *testing.T) {
	w := newWaiting()
	for _, e := range ops("g1:start g2:start " + strings.Repeat("g1:Lock:a g1:Lock:b g1:Unlock:b g2:Unlock:a ", 1000)).Events {
		w.event(e, 1)
	}
	if len(w.held[1])+len(w.held[2]) > 0 || len(w.known) != 2 {
		t.Errorf("held: %v, ways: %v", w.held, w.known)
	}
}

// Many goroutines that take many locks in one order are looked at for a bounded time.
func TestPredictsInBoundedTime(t *testing.T) {
	w := newWaiting()
	for g := range 200 {
		for a := range 20 {
			w.event(Event{G: g, Kind: "Lock", Object: string(rune('a' + a))}, a)
		}
		for a := range 20 {
			w.event(Event{G: g, Kind: "Unlock", Object: string(rune('a' + a))}, 20+a)
		}
	}
	w.cycles(func(cycle []way) bool {
		t.Errorf("a cycle: %v", cycle)
		return false
	})
}
