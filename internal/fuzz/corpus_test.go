package fuzz

import (
	"slices"
	"testing"

	"github.com/chaosrun/chaosrun/internal/engine"
)

var large = Limits{Tapes: 1000, Bytes: 1 << 20}

// numbers are the draws of the tapes of a corpus, by which these tests tell them apart.
func numbers(c *Corpus) (ns []int) {
	for _, t := range c.Tapes() {
		ns = append(ns, int(t.Draw))
	}
	return ns
}

// tape is a tape with that many turns.
func tape(draw uint64, turns int) Tape {
	return Tape{Draw: draw, Guide: engine.Guide{Turns: make([]engine.Turn, turns)}}
}

func TestAdd(t *testing.T) {
	c := NewCorpus(large)
	for _, x := range []struct {
		features []uint32
		kept     bool
	}{
		{[]uint32{1, 2}, true},
		{[]uint32{1, 2}, false},
		{[]uint32{2}, false},
		{nil, false},
		{[]uint32{2, 3}, true},
	} {
		if got := c.add(tape(1, 1), x.features, 1) != nil; got != x.kept {
			t.Errorf("%v is kept: %v", x.features, got)
		}
	}
	if c.Len() != 2 || c.Features() != 3 {
		t.Errorf("%d tapes, %d features", c.Len(), c.Features())
	}
}

// TestMinimise: what others do is left out, and what is left does all.
func TestMinimise(t *testing.T) {
	c := NewCorpus(large)
	c.add(tape(1, 1), []uint32{1}, 1)
	c.add(tape(2, 1), []uint32{1, 2}, 1)
	c.add(tape(3, 1), []uint32{3, 4}, 1)
	c.add(tape(4, 1), []uint32{2, 3, 4, 5}, 1)
	c.add(tape(5, 9), []uint32{1, 6}, 1)
	c.Minimise()
	if got := numbers(c); !slices.Equal(got, []int{4, 5}) {
		t.Errorf("left: %v, want 4 and 5", got)
	}
	if c.add(tape(6, 1), []uint32{1, 2, 3, 4, 5, 6}, 1) != nil {
		t.Error("what was done before is new")
	}
}

// TestMinimalIsFast: the largest corpus there can be is made small in no time, and loses
// nothing.
func TestMinimalIsFast(t *testing.T) {
	var rng engine.Rand
	var entries []*entry
	want := make(map[uint32]bool)
	for i := range DefaultLimits.Tapes {
		e := &entry{number: i}
		for range 300 {
			f := uint32(rng.Intn(1 + rng.Intn(30_000)))
			e.features = append(e.features, f)
			want[f] = true
		}
		entries = append(entries, e)
	}
	got := minimal(entries)
	if len(got) == len(entries) {
		t.Error("nothing was left out")
	}
	for _, e := range got {
		for _, f := range e.features {
			delete(want, f)
		}
	}
	if len(want) > 0 {
		t.Errorf("%d features are lost", len(want))
	}
}

// TestBound: a corpus keeps to its limits, and what goes first is what others do as well.
func TestBound(t *testing.T) {
	c := NewCorpus(Limits{Tapes: 3, Bytes: 1 << 20})
	for i, features := range [][]uint32{{1, 2}, {1, 2, 3}, {4}, {5, 6}, {1, 7, 8}} {
		if e := c.add(tape(uint64(i+1), 10-i), features, 1); e != nil {
			e.name = string(rune('a' + i))
		}
	}
	if got := numbers(c); !slices.Equal(got, []int{2, 4, 5}) {
		t.Errorf("left: %v, want 2, 4, 5", got)
	}
	if got := c.takeEvicted(); !slices.Equal(got, []string{"a", "c"}) || c.takeEvicted() != nil {
		t.Errorf("files to remove: %v, want a and c, once", got)
	}

	// For as long as it goes on, it does not grow.
	rng := engine.Rand{}
	c = NewCorpus(Limits{Tapes: 20, Bytes: 4000})
	for i := range uint32(5000) {
		e := c.add(tape(1, rng.Intn(60)), []uint32{i, i / 2, i / 3}, 1)
		if e != nil {
			e.name = "x"
		}
		c.takeEvicted()
		size := 0
		for _, e := range c.entries {
			size += e.size()
		}
		if c.Len() > 20 || size != c.bytes || c.bytes > 4000 && c.Len() > 1 {
			t.Fatalf("after %d: %d tapes, %d bytes, counted %d", i, c.Len(), size, c.bytes)
		}
	}
}

// TestChoose: the rarer what a tape does, the more often it is chosen; none is forgotten.
func TestChoose(t *testing.T) {
	c := NewCorpus(large)
	c.add(tape(1, 1), []uint32{1}, 1)
	c.add(tape(2, 1), []uint32{1, 2}, 1)
	c.add(tape(3, 1), []uint32{1, 3}, 1)
	c.count(1, 10000)
	c.count(2, 10000)
	c.count(3, 10)
	var rng engine.Rand
	var n [4]int
	for range 1000 {
		n[c.choose(&rng).Draw]++
	}
	if n[3] < 800 || n[1] < 10 || n[2] < 10 {
		t.Errorf("chosen %v times", n[1:])
	}
	if NewCorpus(large).choose(&rng) != nil {
		t.Error("an empty corpus has a tape")
	}
}

// TestWeights: a kind of mutation that finds more is made more often, and every kind is made.
func TestWeights(t *testing.T) {
	var m mutations
	even := m.weights()
	var made [engine.NumMutations]int
	for i := range made {
		made[i] = 1000
	}
	for range 50 {
		m.took(made)
		m.found[engine.MutReverse] += 10
	}
	w := m.weights()
	if w[engine.MutReverse] < 2*even[engine.MutReverse] {
		t.Errorf("reverse: %d, at first %d", w[engine.MutReverse], even[engine.MutReverse])
	}
	for i := range w {
		if w[i] < 10 {
			t.Errorf("%s: %d of %v", engine.MutationNames[i], w[i], w)
		}
	}
}
