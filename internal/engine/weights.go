package engine

// weights holds a weight for each slot and draws slots in proportion to them.
type weights struct {
	of    []int // by slot
	sums  []int // by block
	total int
	top   int32 // slots from here on weigh nothing
}

func newWeights(slots int) weights {
	return weights{of: make([]int, slots), sums: make([]int, blocks(int32(slots)))}
}

// clear lets all slots weigh nothing.
func (w *weights) clear() {
	clear(w.of[:w.top])
	clear(w.sums[:blocks(w.top)])
	w.total, w.top = 0, 0
}

// set gives slot s the weight n, 0 or more.
func (w *weights) set(s int32, n int) {
	w.top = max(w.top, s+1)
	more := n - w.of[s]
	w.of[s] = n
	w.sums[s/slotBlock] += more
	w.total += more
}

// at returns the slot that the i-th unit of weight is of, 0 <= i < total.
func (w *weights) at(i int) int32 {
	b := 0
	for ; i >= w.sums[b]; b++ {
		i -= w.sums[b]
	}
	s := b * slotBlock
	for ; i >= w.of[s]; s++ {
		i -= w.of[s]
	}
	return int32(s)
}
