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
	const start = "g1:start g2:start "
	for _, c := range []struct{ name, run, want string }{
		{"inversion", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:b g2:Lock:a g2:Unlock:a g2:Unlock:b", "lock-order inversion"},
		{"one order", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:a g2:Lock:b g2:Unlock:b g2:Unlock:a", ""},
		{"one goroutine", "g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g1:Lock:b g1:Lock:a g1:Unlock:a g1:Unlock:b", ""},
		{"a gate", "g1:Lock:c g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g1:Unlock:c g2:Lock:c g2:Lock:b g2:Lock:a", ""},
		{"let go first", "g1:Lock:a g1:Unlock:a g1:Lock:b g1:Unlock:b g2:Lock:b g2:Unlock:b g2:Lock:a g2:Unlock:a", ""},
		{"let go by another", "g1:Lock:a g2:Unlock:a g1:Lock:b g1:Unlock:b g2:Lock:b g2:Lock:a g2:Unlock:a g2:Unlock:b", ""},
		{"taken again", "g1:Lock:a g2:Unlock:a g1:Lock:a g1:Lock:b g1:Unlock:b g1:Unlock:a g2:Lock:b g2:Lock:a", "lock-order inversion"},
		{"readers", "g1:RLock:a g1:RLock:b g1:RUnlock:b g1:RUnlock:a g2:RLock:b g2:RLock:a", ""},
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
	p := newPredictor()
	for _, e := range ops("g1:start g2:start " + strings.Repeat("g1:Lock:a g1:Lock:b g1:Unlock:b g2:Unlock:a ", 1000)).Events {
		p.event(e)
	}
	if len(p.held[1])+len(p.held[2]) > 0 || len(p.known) != 1 {
		t.Errorf("held: %v, ways: %v", p.held, p.known)
	}
}
