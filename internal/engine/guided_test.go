package engine

import (
	"math/rand"
	"slices"
	"testing"
)

// TestFollow: a run that follows its own guide is the same run, values included.
func TestFollow(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	e := newEngine()
	for i := range uint64(2000) {
		p := random(rng)
		if i%2 == 0 {
			p = selecting(rng)
		}
		p[0] = append(p[0], choose3)
		f := NewGuided(256)
		f.Follow(Guide{}, false, i)
		first := p.exec(e, f, 1)
		tape := slices.Clone(e.Tape())
		g := NewMutator(f, Guide{}).Guide()

		again := NewGuided(256)
		again.Follow(g, true, 0)
		for range 2 {
			second := p.exec(e, again, 1)
			if second != first || !slices.Equal(e.Tape(), tape) {
				t.Fatalf("%v under %v\nfirst:  %+v %v\nsecond: %+v %v", p, g, first, tape, second, e.Tape())
			}
		}
	}
}

// TestFollowPart: a guide that asks for what cannot be is followed as far as it can.
func TestFollowPart(t *testing.T) {
	p := program{{w(0), w(0)}, {w(0), w(0)}, {w(0)}}
	for _, c := range []struct {
		name  string
		turns []Turn
		want  string
	}{
		{"nothing", nil, "0.0 0.1 1.0 1.1 2.0"},
		{"a switch", []Turn{{0, 2}, {1, 3}, {0, 3}}, "0.0 1.0 1.1 0.1 2.0"},
		{"a goroutine that is not there", []Turn{{7, 3}, {1, 3}, {0, 3}}, "1.0 1.1 0.0 0.1 2.0"},
		{"turns that are past", []Turn{{1, 3}, {1, 1}, {1, 2}, {0, 3}}, "1.0 1.1 0.0 0.1 2.0"},
		{"only those that are not there", slices.Repeat([]Turn{{7, 3}, {8, 1}}, 100), "0.0 0.1 1.0 1.1 2.0"},
	} {
		f := NewGuided(256)
		f.Follow(Guide{Turns: c.turns}, true, 0)
		if got := p.exec(newEngine(), f, 1).order; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// mutants runs n mutations of a run of the program and returns their orders.
func mutants(p program, first *Guided, kind int, n uint64) (orders []string) {
	e := newEngine()
	p.exec(e, first, 1)
	m := NewMutator(first, Guide{Turns: []Turn{{1, 2}, {0, 2}}})
	var weights [NumMutations]int
	weights[kind] = 1
	for i := range n {
		g, _ := m.Mutate(i, &weights)
		f := NewGuided(256)
		f.Follow(g, true, i)
		orders = append(orders, p.exec(e, f, 1).order)
	}
	return orders
}

// TestMutations: every kind of mutation that changes schedules does so, and in the same way
// for the same seed.
func TestMutations(t *testing.T) {
	p := program{{w(0), w(0), w(0)}, {w(0), r(0), w(0)}, {w(0), choose3, w(0)}}
	first := NewGuided(256)
	first.Follow(Guide{}, false, 5)
	base := p.exec(newEngine(), first, 1).order
	for kind := range NumMutations {
		if kind == MutFresh || kind == MutDraw || kind == MutValue {
			continue // the rest of the run, and its values, say what they do
		}
		got := mutants(p, first, kind, 200)
		seen := make(map[string]bool)
		for _, o := range got {
			seen[o] = true
		}
		if len(seen) < 2 {
			t.Errorf("%s: 200 mutations of %s are only %v", MutationNames[kind], base, seen)
		}
		if again := mutants(p, first, kind, 200); !slices.Equal(got, again) {
			t.Errorf("%s: the same seeds do something else", MutationNames[kind])
		}
	}
}

// TestReverse: of two operations on one object that came one after the other, the second comes
// first.
func TestReverse(t *testing.T) {
	p := program{{w(0), w(1)}, {w(2), w(1)}}
	first := NewGuided(256)
	first.Follow(Guide{}, true, 0)
	for _, o := range mutants(p, first, MutReverse, 10) {
		if !before(o, "1.1", "0.1") {
			t.Errorf("%s: the two writes of 1 are in their old order", o)
		}
	}
}

// TestMutateValue: one value is another one, within its range.
func TestMutateValue(t *testing.T) {
	p := program{{choose3, choose3}, {w(0)}}
	f := NewGuided(256)
	f.Follow(Guide{}, true, 0)
	e := newEngine()
	p.exec(e, f, 1)
	m := NewMutator(f, Guide{})
	var weights [NumMutations]int
	weights[MutValue] = 1
	seen := make(map[[2]uint32]bool)
	for i := range uint64(100) {
		g, made := m.Mutate(i, &weights)
		if made != MutValue || len(g.Values) != 2 || g.Values[0].K >= 3 || g.Values[1].K >= 3 {
			t.Fatalf("%s made of two values %v", MutationNames[made], g.Values)
		}
		seen[[2]uint32{g.Values[0].K, g.Values[1].K}] = true
	}
	if len(seen) != 5 { // 00, 01, 02, 10, 20
		t.Errorf("100 mutations of 0, 0 are %v, want 5 different ones", seen)
	}
}

// TestNothingToMutate: a run without choices is run afresh.
func TestNothingToMutate(t *testing.T) {
	f := NewGuided(256)
	f.Follow(Guide{}, true, 0)
	program{{w(0)}}.exec(newEngine(), f, 1)
	m := NewMutator(f, Guide{})
	for kind := range NumMutations {
		var weights [NumMutations]int
		weights[kind] = 1
		if g, made := m.Mutate(1, &weights); made != MutFresh && made != MutDraw || len(g.Values) > 0 {
			t.Errorf("%s made %s: %v", MutationNames[kind], MutationNames[made], g)
		}
	}
}

// TestHits: a pair of places is counted for each operation that saw the effect of another
// goroutine's, and forgotten with the next run.
func TestHits(t *testing.T) {
	e := newEngine()
	e.CountHits()
	count := func() (pairs int, most uint8) {
		e.Hits(func(_ uint32, n uint8) { pairs++; most = max(most, n) })
		return pairs, most
	}
	f := NewGuided(256)
	run := func(p program, turns ...Turn) (int, uint8) {
		f.Follow(Guide{Turns: turns}, true, 0)
		p.exec(e, f, 1)
		return count()
	}
	if n, _ := run(program{{w(0), w(0)}, {w(1)}}); n != 0 {
		t.Errorf("%d pairs of operations on different objects", n)
	}
	if n, most := run(program{{w(0)}, {r(0), r(0)}}); n != 1 || most != 2 {
		t.Errorf("two reads of one write: %d pairs, %d times", n, most)
	}
	if n, most := run(program{{w(0)}, {r(0), r(0)}}, Turn{1, 3}); n != 0 || most != 0 {
		t.Errorf("two reads before the write: %d pairs, %d times", n, most)
	}
}

// TestHitClass: classes are in order, small counts each have their own, and there are no more
// than fit.
func TestHitClass(t *testing.T) {
	firsts := []int{1}
	for n := 2; n < 256; n++ {
		if c := HitClass(uint8(n)); c == HitClass(uint8(n-1))+1 {
			firsts = append(firsts, n)
		} else if c != HitClass(uint8(n-1)) {
			t.Errorf("class %d of %d after %d", c, n, HitClass(uint8(n-1)))
		}
	}
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 17, 25, 33, 49, 65, 97}; !slices.Equal(firsts, want) {
		t.Errorf("classes begin with %v, want %v", firsts, want)
	}
}
