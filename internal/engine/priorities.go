package engine

// priorities are random numbers, one for each operation that a goroutine has announced: the highest
// is done first, and one that has a low priority is late.
type priorities struct {
	prio []uint64 // slot -> the number, never 0, once it is drawn
	seen []uint64 // slot -> the run and the announcement that prio is of
	gen  uint64
}

func newPriorities(slots int) priorities {
	return priorities{prio: make([]uint64, slots), seen: make([]uint64, slots)}
}

// begin starts a run.
func (p *priorities) begin() { p.gen++ }

// isNew reports whether what the goroutine in slot s has announced has no priority yet.
func (p *priorities) isNew(s int32, pend *Pending) bool {
	return p.seen[s] != p.gen<<32|uint64(pend.Seq)
}

// draw gives what the goroutine in slot s has announced a priority.
func (p *priorities) draw(rng *Rand, s int32, pend *Pending) {
	p.seen[s] = p.gen<<32 | uint64(pend.Seq)
	p.prio[s] = rng.Uint64() | 1
}
