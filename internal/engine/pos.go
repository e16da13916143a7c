package engine

// POS is partial order sampling (Yuan, Yang and Gu, "Partial Order Aware Concurrency
// Sampling", CAV 2018): every announced operation has a random priority and the highest
// one is done. Then the operations that depend on it draw new priorities, so that the
// order of dependent operations is close to uniform and no choice is wasted on the order
// of independent ones.
type POS struct {
	rng  Rand
	prio priorities
	on   []uintptr // slot -> the object of what it has announced, or anyObject
	last Pending
	any  bool // last is an operation that others may depend on
}

// anyObject stands for the objects of operations that may depend on those on others.
const anyObject = ^uintptr(0)

func newPOS(slots int) *POS { return &POS{prio: newPriorities(slots), on: make([]uintptr, slots)} }

// Begin implements [Strategy].
func (p *POS) Begin(seed uint64) {
	p.rng.Seed(seed)
	p.prio.clear()
	p.any = false
}

// Pick implements [Strategy].
func (p *POS) Pick(e *Engine, _ int) int {
	for s := e.Changed(); s != NoSlot; s = e.Changed() {
		pend := e.g[s].pend
		p.on[s] = pend.Obj
		if pend.Op.selects() || pend.Op == OpAdvance {
			p.on[s] = anyObject
		}
		p.draw(e, s)
	}
	if p.any {
		obj := p.last.Obj
		all := p.last.Op.selects() || p.last.Op == OpAdvance
		for s, on := range p.on[:p.prio.top] {
			if (on == obj || on == anyObject || all) && Dependent(p.last, e.g[s].pend) {
				p.draw(e, int32(s))
			}
		}
	}
	s := p.prio.highest()
	p.last, p.any = e.g[s].pend, true
	return e.OptionOf(s)
}

// draw draws a priority for what the goroutine in slot s has announced, if it can run.
func (p *POS) draw(e *Engine, s int32) {
	v := uint64(0)
	if e.enabled.has(s) {
		v = p.rng.Uint64() | 1
	}
	p.prio.set(s, v)
}

// Value implements [Strategy].
func (p *POS) Value(_ *Engine, n int) int { return p.rng.Intn(n) }

// Fair implements [Strategy].
func (p *POS) Fair() bool { return false }
