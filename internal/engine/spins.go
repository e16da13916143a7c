package engine

// spins finds goroutines that wait in a loop: that look, again and again, at what has not changed
// since they looked last. [DPOR] lets another one go on after so many rounds.
type spins struct {
	gen   uint32
	any   bool // somebody has waited for long enough
	loops [maxDPORSlots]loop
}

// loop is what a goroutine has looked at since anybody did anything else.
type loop struct {
	gen  uint32
	n    uint32 // how often it looked at something again
	seen [4]uintptr
}

const maxSpins = 20

func (s *spins) begin() {
	s.gen++
	s.any = false
}

// step takes in what slot g has done, and whether it took a mutex.
func (s *spins) step(g int32, p Pending, eff Effects, took bool) {
	failed := (p.Op == OpTryLock || p.Op == OpTryWLock) && !took
	if eff != eff.read() || !p.Op.reads() && !failed && p.Op != OpYield {
		s.begin()
		return
	}
	l := &s.loops[g]
	if l.gen != s.gen {
		*l = loop{gen: s.gen}
	}
	for i, obj := range l.seen {
		switch obj {
		case p.Obj:
			if p.Obj != 0 {
				l.n++
				s.any = s.any || l.n >= maxSpins
			}
			return
		case 0:
			l.seen[i] = p.Obj
			return
		}
	}
}

// others are options without those who have waited for long enough, if there are any.
func (s *spins) others(options uint64) uint64 {
	if !s.any {
		return options
	}
	left := options
	for rest := options; rest != 0; rest &= rest - 1 {
		if g := trailingZeros(rest); s.loops[g].gen == s.gen && s.loops[g].n >= maxSpins {
			left &^= 1 << uint(g)
		}
	}
	if left == 0 {
		return options
	}
	return left
}
