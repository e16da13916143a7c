package trace

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Prediction is a failure that another schedule of a passing run may have, and the plans
// that may reach it.
type Prediction struct {
	What  string
	Plans []Plan
}

// predictedFrom begins the note of a failure that was predicted.
const predictedFrom = "predicted from a run that passes: "

// NotePrediction notes that the failure was predicted, and what was.
func (h *Header) NotePrediction(what string) { h.Notes = append(h.Notes, predictedFrom+what) }

// Predicted reports whether the failure was predicted from a run that passes.
func (h *Header) Predicted() bool {
	return slices.ContainsFunc(h.Notes, func(n string) bool { return strings.HasPrefix(n, predictedFrom) })
}

// maxPredictions bounds how many deadlocks are predicted of one run, and how many overtakings.
const maxPredictions = 32

// Predict looks in a run for what another schedule could make of it: deadlocks of goroutines that did not meet, sends
// that a close of the channel could overtake, and WaitGroups whose Wait could overtake an Add. A prediction is no
// failure: its plans must be tried.
func (t *Trace) Predict() []Prediction {
	p := newPredictor()
	for _, e := range t.Events {
		p.event(e)
	}
	overtakes := p.out
	p.out = nil
	p.deadlocks()
	return append(p.out, overtakes...)
}

type predictor struct {
	n    announced
	wait *waiting
	last map[operation]map[int]use
	seen map[string]bool
	out  []Prediction
}

func newPredictor() *predictor {
	return &predictor{n: make(announced), wait: newWaiting(), seen: make(map[string]bool), last: make(map[operation]map[int]use)}
}

// operation is of a kind on an object.
type operation struct{ kind, object string }

// use is an operation that another goroutine's could overtake.
type use struct {
	n  int
	at Frame
}

func (p *predictor) event(e Event) {
	if !p.n.see(e) {
		if e.Kind == EvCase {
			p.wait.event(e, 0)
		}
		return
	}
	p.wait.event(e, int(p.n[e.G]))
	switch e.Kind {
	case "send", "wg.Add":
		op := operation{e.Kind, e.Object}
		if p.last[op] == nil {
			p.last[op] = make(map[int]use)
		}
		p.last[op][e.G] = use{int(p.n[e.G]), e.At}
	case "close":
		p.overtake(e, "send", "a close overtakes a send")
	case "wg.Wait":
		p.overtake(e, "wg.Add", "a Wait overtakes an Add")
	}
}

// deadlocks predicts those of goroutines that did not meet.
func (p *predictor) deadlocks() {
	p.wait.cycles(func(cycle []way) bool {
		var what []string
		var plans []Plan
		for i, x := range cycle {
			h := x.holds(cycle[(i+len(cycle)-1)%len(cycle)])
			what = append(what, fmt.Sprintf("g%d takes %s at %s and then %s at %s", x.g, h.object, h.at.Pos(), x.second.object, x.second.at.Pos()))
			var plan Plan
			for k := range len(cycle) - 1 { // all but the last one stop before what they would wait for
				y, next := cycle[(i+k)%len(cycle)], cycle[(i+k+1)%len(cycle)]
				plan = append(plan, y.stops(next))
			}
			plans = append(plans, plan)
		}
		return p.add("lock-order inversion: "+strings.Join(what, ", "), plans...)
	})
	p.wait.meets(func(wait, lock way) bool {
		h := wait.holds(lock)
		return p.add(fmt.Sprintf("a wait with a lock: g%d takes %s at %s and then waits in %s of %s at %s, and g%d, which ends that, takes %s at %s before",
			wait.g, h.object, h.at.Pos(), wait.op, wait.second.object, wait.second.at.Pos(), lock.g, lock.second.object, lock.second.at.Pos()),
			Plan{lock.stops(wait)})
	})
	p.wait.reentries(func(again, writer way) bool {
		return p.add(fmt.Sprintf("a reader that reads again: g%d takes %s at %s while it has it, and g%d may wait for it as a writer at %s",
			again.g, again.second.object, again.second.at.Pos(), writer.g, writer.second.at.Pos()),
			Plan{again.stops(writer)})
	})
}

// stops is the exception by which the way's goroutine stops before its wait, and another runs.
func (x way) stops(next way) Exception {
	return Exception{G: uint32(x.g), N: uint32(x.n), To: uint32(next.g), Preempt: true}
}

// overtake predicts that e, which came after operations of that kind on the same object by
// other goroutines, could come before the last of each.
func (p *predictor) overtake(e Event, kind, what string) {
	last := p.last[operation{kind, e.Object}]
	for _, g := range slices.Sorted(maps.Keys(last)) {
		if g == e.G {
			continue
		}
		u := last[g]
		p.add(fmt.Sprintf("%s: g%d at %s, g%d at %s", what, e.G, e.At.Pos(), g, u.at.Pos()),
			Plan{{G: uint32(g), N: uint32(u.n), To: uint32(e.G), Preempt: true}})
	}
}

// add adds a prediction, and reports whether there may be more.
func (p *predictor) add(what string, plans ...Plan) bool {
	if !p.seen[what] && len(p.out) < maxPredictions {
		p.seen[what] = true
		p.out = append(p.out, Prediction{what, plans})
	}
	return len(p.out) < maxPredictions
}
