package fuzz

import (
	"container/heap"
	"slices"
)

// minimal returns the fewest tapes that were found to do all that the given ones do: again and
// again the one that adds the most, the cheaper of two equal ones. The number of features that a
// tape adds only falls, so it is counted again only when the tape comes to the top (Minoux,
// "Accelerated greedy algorithms", 1978).
func minimal(entries []*entry) []*entry {
	done := make(map[uint32]bool)
	adds := func(e *entry) (n int) {
		for _, f := range e.features {
			if !done[f] {
				n++
			}
		}
		return n
	}
	h := make(gains, len(entries))
	for i, e := range entries {
		h[i] = gain{e, len(e.features)}
	}
	heap.Init(&h)
	var out []*entry
	for len(h) > 0 {
		top := &h[0]
		switch n := adds(top.entry); {
		case n == 0:
			heap.Pop(&h)
		case n < top.n:
			top.n = n
			heap.Fix(&h, 0)
		default:
			for _, f := range top.features {
				done[f] = true
			}
			out = append(out, top.entry)
			heap.Pop(&h)
		}
	}
	slices.SortFunc(out, func(a, b *entry) int { return a.number - b.number })
	return out
}

// gain is how many features a tape adds at most.
type gain struct {
	*entry
	n int
}

// gains is a heap of tapes, the best one on top.
type gains []gain

func (h gains) Len() int      { return len(h) }
func (h gains) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h gains) Less(i, j int) bool {
	switch {
	case h[i].n != h[j].n:
		return h[i].n > h[j].n
	case h[i].cost() != h[j].cost():
		return h[i].cost() < h[j].cost()
	}
	return h[i].number < h[j].number
}
func (h *gains) Push(x any) { *h = append(*h, x.(gain)) }
func (h *gains) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}
