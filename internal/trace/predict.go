package trace

import (
	"fmt"
	"sort"
)

// Prediction is a failure that another schedule of a passing run may have, and the plans
// that may reach it.
type Prediction struct {
	What  string
	Plans []Plan
}

// maxPredictions bounds how many are made of one run.
const maxPredictions = 32

// Predict looks in a run for what another schedule could make of it: locks that two
// goroutines take in opposite orders (Havelund, "Using Runtime Analysis to Guide Model
// Checking of Java Programs", 2000), sends that a close of the channel could overtake, and
// WaitGroups whose Wait could overtake an Add. A prediction is no failure: its plans must be
// tried.
func (t *Trace) Predict() []Prediction {
	p := &predictor{n: make(announced), held: make(map[int][]taken), seen: make(map[string]bool)}
	for _, e := range t.Events {
		p.event(e)
	}
	if len(p.out) > maxPredictions {
		p.out = p.out[:maxPredictions]
	}
	return p.out
}

type predictor struct {
	n    announced
	held map[int][]taken // goroutine -> locks
	ways []way
	ops  []use // sends and Adds so far
	seen map[string]bool
	out  []Prediction
}

// taken is a lock that a goroutine holds.
type taken struct {
	object string
	at     Frame
	read   bool
}

// way is that a goroutine takes a lock while it holds another.
type way struct {
	g, n   int // who, and its announcement of the second lock
	first  taken
	second taken
	gates  []taken // all that it holds
}

// use is an operation that another goroutine's could overtake.
type use struct {
	g, n   int
	kind   string
	object string
	at     Frame
}

func (p *predictor) event(e Event) {
	if !p.n.see(e) {
		return
	}
	switch e.Kind {
	case "Lock", "rw.Lock", "RLock":
		p.lock(e)
	case "Unlock", "rw.Unlock", "RUnlock":
		hs := p.held[e.G]
		for i := len(hs) - 1; i >= 0; i-- {
			if hs[i].object == e.Object {
				p.held[e.G] = append(append([]taken(nil), hs[:i]...), hs[i+1:]...)
				break
			}
		}
	case "send", "wg.Add":
		p.ops = append(p.ops, use{e.G, int(p.n[e.G]), e.Kind, e.Object, e.At})
	case "close":
		p.overtake(e, "send", "a close overtakes a send")
	case "wg.Wait":
		p.overtake(e, "wg.Add", "a Wait overtakes an Add")
	}
}

// lock notes the order of locks, and predicts a deadlock if another goroutine has had them
// the other way round, and no third lock keeps the two apart.
func (p *predictor) lock(e Event) {
	second := taken{e.Object, e.At, e.Kind == "RLock"}
	for _, first := range p.held[e.G] {
		w := way{g: e.G, n: int(p.n[e.G]), first: first, second: second, gates: p.held[e.G]}
		for _, o := range p.ways {
			if o.g == w.g || o.first.object != w.second.object || o.second.object != w.first.object ||
				gated(o, w) || o.first.read && w.second.read && o.second.read && w.first.read {
				continue
			}
			p.add(fmt.Sprintf("lock-order inversion: g%d takes %s at %s and then %s at %s, g%d takes %s at %s and then %s at %s",
				o.g, o.first.object, o.first.at.Pos(), o.second.object, o.second.at.Pos(),
				w.g, w.first.object, w.first.at.Pos(), w.second.object, w.second.at.Pos()),
				Plan{{G: uint32(o.g), N: uint32(o.n), To: uint32(w.g), Preempt: true}},
				Plan{{G: uint32(w.g), N: uint32(w.n), To: uint32(o.g), Preempt: true}})
		}
		p.ways = append(p.ways, w)
	}
	p.held[e.G] = append(p.held[e.G], second)
}

// gated reports whether both hold a common third lock, which keeps the two apart.
func gated(a, b way) bool {
	for _, x := range a.gates {
		for _, y := range b.gates {
			if x.object == y.object && !(x.read && y.read) && x.object != a.first.object && x.object != b.first.object {
				return true
			}
		}
	}
	return false
}

// overtake predicts that e, which came after operations of that kind on the same object by
// other goroutines, could come before the last of each.
func (p *predictor) overtake(e Event, kind, what string) {
	last := make(map[int]use)
	for _, u := range p.ops {
		if u.kind == kind && u.object == e.Object && u.g != e.G {
			last[u.g] = u
		}
	}
	gs := make([]int, 0, len(last))
	for g := range last {
		gs = append(gs, g)
	}
	sort.Ints(gs)
	for _, g := range gs {
		u := last[g]
		p.add(fmt.Sprintf("%s: g%d at %s, g%d at %s", what, e.G, e.At.Pos(), u.g, u.at.Pos()),
			Plan{{G: uint32(u.g), N: uint32(u.n), To: uint32(e.G), Preempt: true}})
	}
}

func (p *predictor) add(what string, plans ...Plan) {
	if !p.seen[what] {
		p.seen[what] = true
		p.out = append(p.out, Prediction{what, plans})
	}
}
