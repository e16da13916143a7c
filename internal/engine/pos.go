package engine

// POS is partial order sampling (Yuan, Yang and Gu, "Partial Order Aware Concurrency
// Sampling", CAV 2018): every announced operation has a random priority and the highest
// one is done. Then the operations that depend on it draw new priorities, so that the
// order of dependent operations is close to uniform and no choice is wasted on the order
// of independent ones.
type POS struct {
	rng Rand
	priorities
	last Pending
	any  bool // last is an operation that others may depend on
}

func newPOS(slots int) *POS { return &POS{priorities: newPriorities(slots)} }

// Begin implements [Strategy].
func (p *POS) Begin(seed uint64) {
	p.rng.Seed(seed)
	p.begin()
	p.any = false
}

// Pick implements [Strategy].
func (p *POS) Pick(e *Engine, n int) int {
	best, at, most := 0, e.Option(0), uint64(0)
	s := at
	for k := range n {
		pend := &e.g[s].pend
		if p.isNew(s, pend) || p.any && Dependent(p.last, *pend) {
			p.draw(&p.rng, s, pend)
		}
		if p.prio[s] > most {
			best, at, most = k, s, p.prio[s]
		}
		s = e.After(s)
	}
	p.last, p.any = e.g[at].pend, true
	return best
}

// Value implements [Strategy].
func (p *POS) Value(_ *Engine, n int) int { return p.rng.Intn(n) }

// Fair implements [Strategy].
func (p *POS) Fair() bool { return false }
