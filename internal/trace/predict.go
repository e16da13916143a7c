package trace

import (
	"fmt"
	"maps"
	"slices"
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
	p := newPredictor()
	for _, e := range t.Events {
		if p.event(e); len(p.out) >= maxPredictions {
			return p.out[:maxPredictions]
		}
	}
	return p.out
}

type predictor struct {
	n     announced
	held  map[int][]taken // goroutine -> locks
	ways  map[order][]way
	known map[string]bool // ways that are among those
	last  map[operation]map[int]use
	seen  map[string]bool
	out   []Prediction
}

func newPredictor() *predictor {
	return &predictor{
		n: make(announced), held: make(map[int][]taken), seen: make(map[string]bool),
		ways: make(map[order][]way), known: make(map[string]bool), last: make(map[operation]map[int]use),
	}
}

// order is of two locks.
type order struct{ first, second string }

// operation is of a kind on an object.
type operation struct{ kind, object string }

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
	n  int
	at Frame
}

func (p *predictor) event(e Event) {
	if !p.n.see(e) {
		return
	}
	switch e.Kind {
	case "Lock", "rw.Lock", "RLock":
		p.lock(e)
	case "Unlock", "rw.Unlock", "RUnlock":
		p.unlock(e)
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

// lock notes the order of locks, and predicts a deadlock if another goroutine has had them
// the other way round, and no third lock keeps the two apart.
func (p *predictor) lock(e Event) {
	second := taken{e.Object, e.At, e.Kind == "RLock"}
	for _, first := range p.held[e.G] {
		w := way{g: e.G, n: int(p.n[e.G]), first: first, second: second, gates: p.held[e.G]}
		for _, o := range p.ways[order{second.object, first.object}] {
			if o.g == w.g || gated(o, w) || o.first.read && w.second.read && o.second.read && w.first.read {
				continue
			}
			p.add(fmt.Sprintf("lock-order inversion: g%d takes %s at %s and then %s at %s, g%d takes %s at %s and then %s at %s",
				o.g, o.first.object, o.first.at.Pos(), o.second.object, o.second.at.Pos(),
				w.g, w.first.object, w.first.at.Pos(), w.second.object, w.second.at.Pos()),
				Plan{{G: uint32(o.g), N: uint32(o.n), To: uint32(w.g), Preempt: true}},
				Plan{{G: uint32(w.g), N: uint32(w.n), To: uint32(o.g), Preempt: true}})
		}
		if k := w.key(); !p.known[k] {
			p.known[k] = true
			o := order{first.object, second.object}
			p.ways[o] = append(p.ways[o], w)
		}
	}
	p.held[e.G] = append(p.held[e.G], second)
}

// key is the same for two ways of which the second predicts nothing that the first does not.
func (w way) key() string {
	k := fmt.Sprint(w.g, w.first, w.second)
	for _, g := range w.gates {
		k += fmt.Sprint(" ", g.object, g.read)
	}
	return k
}

// unlock takes a lock from the goroutine that lets it go, or, if that does not hold it, from the one
// that does: a mutex may be locked by one and unlocked by another.
func (p *predictor) unlock(e Event) {
	if p.drop(e.G, e.Object) {
		return
	}
	for _, g := range slices.Sorted(maps.Keys(p.held)) {
		if p.drop(g, e.Object) {
			return
		}
	}
}

// drop reports whether g held that lock. Ways keep the slice of what was held.
func (p *predictor) drop(g int, object string) bool {
	hs := p.held[g]
	for i, h := range slices.Backward(hs) {
		if h.object == object {
			p.held[g] = slices.Concat(hs[:i], hs[i+1:])
			return true
		}
	}
	return false
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

func (p *predictor) add(what string, plans ...Plan) {
	if !p.seen[what] {
		p.seen[what] = true
		p.out = append(p.out, Prediction{what, plans})
	}
}
