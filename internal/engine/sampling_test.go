package engine

import (
	"math"
	"strings"
	"testing"
)

// share is how many of n runs of a program have an order of operations that bad accepts,
// as a share, and three standard deviations of that.
func share(p program, strat Strategy, n int, bad func(order string) bool) (got, err float64) {
	e := newEngine()
	prof := NewProfiler(256)
	p.exec(e, prof, 0)
	if s, ok := strat.(Profiled); ok {
		s.Profile(e.Steps, prof.Events())
	}
	found := 0
	for seed := range uint64(n) {
		if bad(p.exec(e, strat, RunSeed(1, seed)).order) {
			found++
		}
	}
	got = float64(found) / float64(n)
	return got, 3 * math.Sqrt(math.Max(got*(1-got), 1/float64(n))/float64(n))
}

// before reports whether operation a comes before b.
func before(order, a, b string) bool { return strings.Index(order, a) < strings.Index(order, b) }

func repeat(o op, n int) []op {
	var ops []op
	for range n {
		ops = append(ops, o)
	}
	return ops
}

// TestPCTBound: a bug of depth d is found with probability 1/(n k^(d-1)) at least.
func TestPCTBound(t *testing.T) {
	for _, c := range []struct {
		name string
		p    program
		d    int
		bad  func(order string) bool
	}{
		// The last operation of one before the first of the other.
		{"order", program{repeat(w(0), 20), repeat(w(0), 20)}, 1, func(o string) bool { return before(o, "1.19", "0.0") }},
		// Something between two operations of another goroutine.
		{"atomicity", program{repeat(w(0), 10), {w(0)}}, 2, func(o string) bool { return before(o, "0.4", "1.0") && before(o, "1.0", "0.5") }},
		{"two switches", program{repeat(w(0), 6), repeat(w(0), 6)}, 3, func(o string) bool {
			return before(o, "0.2", "1.0") && before(o, "1.3", "0.3") && before(o, "0.4", "1.4")
		}},
	} {
		e := newEngine()
		prof := NewProfiler(256)
		c.p.exec(e, prof, 0)
		bound := 1 / (float64(len(c.p)) * math.Pow(float64(e.Steps), float64(c.d-1)))
		got, err := share(c.p, newPCT(c.d, 256), 40000, c.bad)
		if got+err < bound {
			t.Errorf("%s: found in a share of %.5f (±%.5f) of the runs, the bound is %.5f", c.name, got, err, bound)
		}
	}
}

// TestPCTLeavesSpinLoops: a goroutine with the highest priority that waits in a loop for
// another does not keep it from running.
func TestPCTLeavesSpinLoops(t *testing.T) {
	e := newEngine()
	p := newPCT(1, 256)
	for seed := range uint64(50) {
		e.Begin(p, seed, 0, nil)
		e.Spawn()
		e.Spawn()
		ran := 0
		for e.Next(); ran < 5; {
			if e.Cur == 1 {
				ran++
			}
			e.Point(OpAtomicLoad, 1)
			if e.Steps > 20*pctPatience {
				t.Fatalf("seed %d: the other goroutine made %d steps", seed, ran)
			}
		}
	}
}

// TestPatientRuns: in some runs one goroutine does all that it has to do before the others go on, however
// long that takes, and in most it does not.
func TestPatientRuns(t *testing.T) {
	const long = 20 * pctPatience
	e, p := newEngine(), newPCT(1, 256)
	p.Profile(2*long, nil)
	whole := 0
	for seed := range uint64(100) {
		e.Begin(p, seed, 0, nil)
		e.Spawn()
		e.Spawn()
		e.Next()
		me := e.Cur
		for e.Cur == me && e.Steps < long {
			e.Point(OpAtomicAdd, 1)
		}
		if e.Steps >= long {
			whole++
		}
	}
	if whole < 5 || whole > 25 {
		t.Errorf("in %d of 100 runs one goroutine makes %d steps in a row", whole, long)
	}
}

// TestPairsDoNotStarveOthers: two goroutines that wake each other do not keep a third from
// running, though neither of them ever goes on for long.
func TestPairsDoNotStarveOthers(t *testing.T) {
	for _, name := range []string{"random", "pct", "pct:1", "pos", "surw", "auto"} {
		strat := NewStrategy(name, 256)
		for seed := range uint64(20) {
			e := newEngine()
			e.Begin(strat, seed, 0, nil)
			for range 3 {
				e.Spawn()
			}
			for e.Next(); e.Cur != 2; e.Next() {
				if e.Steps > 10*maxPatience {
					t.Fatalf("%s, seed %d: the third goroutine does not run", name, seed)
				}
				me, other := e.Cur, 1-e.Cur
				if e.Point(OpSend, 1) == me {
					if !e.IsEnabled(other) {
						e.Ready(other)
					}
					e.Block()
				} else {
					e.turnEnds()
				}
			}
		}
	}
}

// TestPOSIsNotLedAstray: one write races with another that comes after m independent
// operations. It comes last with a probability of 1/(m+2) or more, where a random walk
// does so in a share of 2^-m.
func TestPOSIsNotLedAstray(t *testing.T) {
	const m = 12
	p := program{{w(0)}, append(repeat(w(1), m), w(0))}
	last := func(o string) bool { return before(o, "1.12", "0.0") }
	got, err := share(p, newPOS(256), 20000, last)
	if got+err < 1.0/(m+3) {
		t.Errorf("pos: a share of %.4f (±%.4f), want at least %.4f", got, err, 1.0/(m+3))
	}
	if walk, _ := share(p, new(Random), 20000, last); walk > got/10 {
		t.Errorf("the random walk does as well: %.4f against %.4f", walk, got)
	}
}

// TestSURWIsUniform: every order of the operations is equally likely, however unequally
// many operations the goroutines have.
func TestSURWIsUniform(t *testing.T) {
	p := program{{w(0)}, repeat(w(0), 9)}
	const n = 30000
	for at := range 10 {
		got, err := share(p, newSURW(surwAll, 256), n, func(o string) bool {
			return strings.Count(o[:strings.Index(o, "0.0")], "1.") == at
		})
		if math.Abs(got-0.1) > err+0.01 {
			t.Errorf("the single operation is number %d in a share of %.4f (±%.4f) of the runs, want 0.1", at, got, err)
		}
	}
}

// TestSURWSelects: the orders of the selected object are uniform, whatever else there is.
func TestSURWSelects(t *testing.T) {
	p := program{{w(0)}, append(append(repeat(w(1), 30), repeat(w(0), 4)...), w(2)), append(repeat(w(1), 10), w(2))}
	strat := newSURW(surwAny, 256)
	first := func(o string) bool { return before(o, "1.33", "0.0") }
	e, n, found := newEngine(), 0, 0
	prof := NewProfiler(256)
	p.exec(e, prof, 0)
	strat.Profile(e.Steps, prof.Events())
	for seed := range uint64(80000) {
		o := p.exec(e, strat, RunSeed(3, seed)).order
		if strat.selected != 1 { // variable 0 is used first
			continue
		}
		n++
		if first(o) {
			found++
		}
	}
	if got := float64(found) / float64(n); n < 15000 || math.Abs(got-0.2) > 0.03 {
		t.Errorf("the single operation comes last of five in a share of %.4f of %d runs, want 0.2", got, n)
	}
}

// TestDeepBug: five long goroutines must run one after the other, in one order: a bug of
// depth 4. The random walk has no chance.
func TestDeepBug(t *testing.T) {
	p := make(program, 5)
	for g := range p {
		p[g] = repeat(w(0), 12)
	}
	deep := func(o string) bool {
		for g := range 4 {
			if !before(o, string(rune('0'+g+1))+".11", string(rune('0'+g))+".0") {
				return false
			}
		}
		return true
	}
	const n = 10000
	if got, _ := share(p, new(Random), n, deep); got > 0 {
		t.Errorf("the random walk finds it in a share of %v", got)
	}
	for _, spec := range []string{"pct", "pct:4", "auto"} {
		if got, _ := share(p, NewStrategy(spec, 256), n, deep); got == 0 {
			t.Errorf("%s misses it in %d runs", spec, n)
		}
	}
}

// TestSURWInPackage: of the objects that are shared, only those are drawn that the package
// uses in the first run.
func TestSURWInPackage(t *testing.T) {
	strat := NewStrategy("surw:in=example.com/p", 256).(*SURW)
	strat.Profile(8, []Event{
		{G: 1, Object: 1, Op: OpLock}, {G: 2, Object: 1, Op: OpLock},
		{G: 1, Object: 2, Op: OpLock, Mine: true}, {G: 2, Object: 2, Op: OpLock},
		{G: 1, Object: 3, Op: OpLock, Mine: true}, {G: 1, Object: 3, Op: OpLock, Mine: true},
	})
	for seed := range uint64(20) {
		if strat.Begin(seed); strat.selected != 2 {
			t.Fatalf("seed %d: object %d is selected, want 2: it alone is shared and used by the package", seed, strat.selected)
		}
	}
}
