package engine_test

import (
	"maps"
	"math/rand"
	"testing"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/search"
)

// TestDividedSearch: a search that is divided explores the classes of one that is not, once each,
// whatever its shares are and in whatever order they return.
func TestDividedSearch(t *testing.T) {
	n := 400
	if testing.Short() {
		n = 40
	}
	rng := rand.New(rand.NewSource(5))
	divided := 0
	for range n {
		p := engine.RandomProgram(rng)
		whole := engine.NewStrategy("dpor", 64).(*engine.DPOR)
		want := p.All(t, whole)

		tree := search.New()
		got := make(map[string]bool)
		e := engine.NewTestEngine()
		most := 1 + rng.Intn(6)
		var out []*search.Job
		var states [][]uint32
		for !tree.Over() {
			for len(out) < most {
				j := tree.Next(most)
				if j == nil {
					break
				}
				out, states = append(out, j), append(states, j.State())
				divided = max(divided, len(out))
			}
			if len(out) == 0 {
				t.Fatalf("%v: nothing is out, and the search is not over", p)
			}
			i := rng.Intn(len(out))
			strat := engine.NewStrategy("dpor", 64).(*engine.DPOR)
			strat.Load(states[i])
			for k := rng.Intn(4); k >= 0 && strat.More(); k-- {
				got[p.Run(e, strat)] = true
			}
			strat.More()
			tree.Return(out[i], strat.Save())
			out, states = append(out[:i], out[i+1:]...), append(states[:i], states[i+1:]...)
			if share, _ := tree.Explored(); share < 0 || share > 1 {
				t.Fatalf("%v: explored %v", p, share)
			}
		}
		if share, exact := tree.Explored(); share != 1 || !exact {
			t.Fatalf("%v: explored %v, exact %v", p, share, exact)
		}
		if !maps.Equal(got, want) {
			t.Fatalf("%v: outcomes %v, want %v", p, got, want)
		}
		// Of slots that sleep it is only known what all of their steps touch together.
		if classes, _ := tree.Classes(); classes != whole.Classes && p.Plain() {
			t.Fatalf("%v: %d classes, want %d", p, classes, whole.Classes)
		}
	}
	if divided < 4 {
		t.Errorf("at most %d shares at the same time", divided)
	}
}

// TestParts: the parts of a search that is split explore together what the whole search does.
func TestParts(t *testing.T) {
	n := 60
	if testing.Short() {
		n = 20
	}
	rng := rand.New(rand.NewSource(11))
	apart, together := 0, 0
	for i := range n {
		p := engine.RandomProgram(rng)
		if i%2 == 0 {
			p = engine.LargerProgram(rng)
		}
		whole := engine.NewStrategy("dpor", 64).(*engine.DPOR)
		want := p.All(t, whole)

		of, runs := 2+rng.Intn(4), 1+uint64(rng.Intn(20))
		got := make(map[string]bool)
		e := engine.NewTestEngine()
		var mark uint64
		for number := 1; number <= of; number++ {
			s := search.NewPart(search.Part{Number: number, Of: of}, runs)
			for !s.Over() {
				splitting := s.Mark() == 0
				job, state, most := s.Next()
				if rng.Intn(6) == 0 {
					s.GiveBack(job)
					continue
				}
				strat := engine.NewStrategy("dpor", 64).(*engine.DPOR)
				strat.Load(search.Words(state))
				made := uint64(0)
				for k := min(1+uint64(rng.Intn(4)), most); made < k && strat.More(); made++ {
					got[p.Run(e, strat)] = true
					if !splitting || number == 1 {
						together++
					}
				}
				strat.More()
				s.Return(job, search.Text(strat.Save()), made)
			}
			if share, exact := s.Explored(); share != 1 || !exact {
				t.Fatalf("%v: explored %v, exact %v", p, share, exact)
			}
			if number > 1 && s.Mark() != mark {
				t.Fatalf("%v: part %d was split in another way", p, number)
			}
			mark = s.Mark()
		}
		if !maps.Equal(got, want) {
			t.Fatalf("%v in %d parts: outcomes %v, want %v", p, of, got, want)
		}
		apart += int(whole.Classes + whole.Redundant)
	}
	t.Logf("%d runs in one, %d in parts", apart, together)
	if together > 3*apart {
		t.Errorf("the parts make %d runs, the whole search %d", together, apart)
	}
}
