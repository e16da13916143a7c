package search

import (
	"cmp"
	"hash/fnv"
	"slices"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Part is one of Of parts of a search that are explored apart, counted from 1. The zero Part is the whole search.
//
// Who explores a part knows nothing of the others. So each begins with the same runs, which split the search into
// subtrees. What the runs below show of the states above the subtrees is not told to the others: each explores the
// branches that its own runs ask for, and some are explored several times. If a run of one part shows what makes the
// search begin anew, the part is one of another split, and the parts are no whole.
type Part struct {
	Number int `json:"number"`
	Of     int `json:"of"`
}

// SplitRuns is how many runs of a subtree show how it is to be split: with fewer, more branches are found late.
const SplitRuns = 20

// subtreesPerPart is into how many subtrees for each part a search is split: they are not equally large.
const subtreesPerPart = 8

// split is how a part begins.
type split struct {
	part   Part
	runs   uint64          // of each subtree
	made   map[*Job]uint64 // so far
	stands map[*Job]string // where one stands that has made some of them
}

// Parts is into how many parts, at most, a search of so many runs is split: all parts make the runs that split it,
// and each is to have as many for its own subtrees.
func Parts(runs uint64, most int) int {
	for most > 1 && uint64(2*SplitRuns*subtreesPerPart*most*most) > runs {
		most--
	}
	return max(most, 1)
}

// goesOn takes in where a subtree stands after some of its runs, and reports whether more are to be made before that
// counts. How the search is split must not depend on how many runs someone had time for.
func (x *split) goesOn(j *Job, state string, runs uint64) bool {
	x.made[j] += runs
	p := engine.ParsePath(Words(state))
	if x.made[j] >= x.runs || p.Ended || p.Anew {
		return false
	}
	x.stands[j] = state
	return true
}

// NewPart returns a part of a search that has not begun. Each subtree has so many runs before the search is split.
func NewPart(p Part, runs uint64) *Search {
	if p.Of <= 1 {
		return NewSearch()
	}
	s := &Search{tree: New(), jobs: make(map[int]*Job), split: &split{part: p, runs: runs}}
	s.tree.part = true
	s.begin()
	return s
}

// begin begins to split the search.
func (s *Search) begin() {
	s.mark, s.split.made, s.split.stands = 0, make(map[*Job]uint64), make(map[*Job]string)
	s.refill()
}

// Mark tells how the search was split, 0 as long as it is not: parts belong together if their marks are equal.
func (s *Search) Mark() uint64 { return s.mark }

// splitting reports whether the search is being split. Jobs are handed out one after the other then.
func (s *Search) splitting() bool { return s.split != nil && s.mark == 0 }

// divide goes on splitting the search, until runs are needed or there are subtrees enough.
func (s *Search) divide() {
	t, x := s.tree, s.split
	for len(s.jobs) == 0 && s.mark == 0 {
		for j := t.begin(); j != nil; j = t.begin() {
			t.waiting = append(t.waiting, j)
		}
		i := slices.IndexFunc(t.waiting, func(j *Job) bool { return x.made[j] < x.runs })
		switch {
		case i >= 0:
			j := t.waiting[i]
			t.waiting = slices.Delete(t.waiting, i, i+1)
			t.out = append(t.out, j)
			s.hand(j)
		case len(t.waiting) >= subtreesPerPart*x.part.Of || !t.divideFirst():
			s.choose()
		}
	}
}

// divideFirst divides the subtree that begins first, of those that can be divided. It reports whether there is one.
func (t *Tree) divideFirst() bool {
	jobs := slices.Clone(t.waiting)
	slices.SortStableFunc(jobs, func(a, b *Job) int { return cmp.Compare(a.path.Floor, b.path.Floor) })
	for _, j := range jobs {
		floor := j.path.Floor
		if t.divide(j); j.path.Floor > floor {
			return true
		}
	}
	return false
}

// choose keeps the subtrees of the part.
func (s *Search) choose() {
	t, h := s.tree, fnv.New64a()
	var mine []*Job
	t.whole = 0
	for i, j := range t.waiting {
		h.Write([]byte(Text(j.State())))
		if i%s.split.part.Of == s.split.part.Number-1 {
			mine = append(mine, j)
			t.whole += weight(j.above) * (1 - j.path.Explored())
		}
	}
	t.waiting, s.mark = mine, h.Sum64()|1<<63
	s.split.made, s.split.stands = nil, nil
	t.forget()
}
