package engine

// priorities holds a number for each slot, 0 for one that takes no part, and finds the slot with the
// highest in the time of a few comparisons: only the blocks in which something has changed are looked
// at again.
type priorities struct {
	of    []uint64 // by slot
	best  []uint64 // by block: the highest in it, unless it is stale
	stale []bool
	top   int32 // slots from here on have 0
}

// slotBlock is how many slots have a summary of what they hold.
const slotBlock = 64

// blocks is how many blocks so many slots are.
func blocks(slots int32) int32 { return (slots + slotBlock - 1) / slotBlock }

func newPriorities(slots int) priorities {
	n := blocks(int32(slots))
	return priorities{of: make([]uint64, slots), best: make([]uint64, n), stale: make([]bool, n)}
}

// clear takes all slots out.
func (p *priorities) clear() {
	n := blocks(p.top)
	clear(p.of[:p.top])
	clear(p.best[:n])
	clear(p.stale[:n])
	p.top = 0
}

// set gives slot s the number v.
func (p *priorities) set(s int32, v uint64) {
	p.top = max(p.top, s+1)
	b := s / slotBlock
	switch old := p.of[s]; {
	case v >= p.best[b]:
		p.best[b] = v
	case old == p.best[b]:
		p.stale[b] = true
	}
	p.of[s] = v
}

// highest returns the slot with the highest number, the first of several, and NoSlot if all take no part.
func (p *priorities) highest() int32 {
	at, most := NoSlot, uint64(0)
	for from := int32(0); from < p.top; from += slotBlock {
		b := from / slotBlock
		block := p.of[from:min(from+slotBlock, p.top)]
		if p.stale[b] {
			p.stale[b], p.best[b] = false, 0
			for _, v := range block {
				p.best[b] = max(p.best[b], v)
			}
		}
		if p.best[b] > most {
			at, most = from, p.best[b]
		}
	}
	if at == NoSlot {
		return NoSlot
	}
	for p.of[at] != most {
		at++
	}
	return at
}
