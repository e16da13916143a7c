package engine

// PCT is probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and
// Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs",
// ASPLOS 2010): every goroutine has a random priority and the highest enabled one runs;
// at depth-1 random steps of the run the running goroutine falls below all others. A bug
// that needs d ordering constraints is found with probability at least 1/(n k^(d-1)) a
// run, for n goroutines and k steps. The number of steps is estimated from the first run of
// the process.
//
// So that loops which wait for another goroutine end, a goroutine that has made
// pctPatience steps in a row falls below the others too, and one that could have gone on at
// maxPatience choices and did not rises above them: the loop may be one of several
// goroutines that wake each other. In one of oneInPatient runs a goroutine falls only when it has
// made as many steps as a whole run has, and rises only after as many: some bugs need one that fills a
// queue while the others wait.
type PCT struct {
	rng     Rand
	depth   int // 0: drawn for each run
	length  uint64
	prio    priorities // of the goroutines that can run
	own     []uint64   // slot -> the priority of its goroutine
	owner   []uint64   // slot -> the run and the goroutine that own is of
	since   []uint64   // slot -> the choice since which it could have gone on and did not
	picks   uint64     // choices of this run
	gen     uint64
	points  [maxDepth]uint64
	changes int    // change points of this run, in order
	passed  int    // those behind it
	low     uint64 // priorities below this are of goroutines that fell
	high    uint64 // and above this, of those that rose
	last    int32
	streak  int
	most    int // steps in a row of one goroutine, in this run
}

const (
	maxDepth    = 16
	pctPatience = 1000
	// oneInPatient is a power of two.
	oneInPatient = 8
	pctLow       = 1 << 30
	pctHigh      = 1 << 60
)

func newPCT(depth, slots int) *PCT {
	return &PCT{depth: depth, length: 100, prio: newPriorities(slots), own: make([]uint64, slots), owner: make([]uint64, slots), since: make([]uint64, slots)}
}

// Profile implements [Profiled].
func (p *PCT) Profile(steps uint64, _ []Event) { p.length = max(steps, 2) }

// Begin implements [Strategy].
func (p *PCT) Begin(seed uint64) {
	p.rng.Seed(seed)
	p.gen++
	p.prio.clear()
	p.picks = 0
	p.most = pctPatience
	if mix64(seed)%oneInPatient == 0 { // a draw would make other runs of every seed
		p.most = int(min(max(p.length, pctPatience), maxActs))
	}
	p.passed, p.low, p.high, p.last, p.streak = 0, pctLow, pctHigh, NoSlot, 0
	depth := p.depth
	if depth == 0 {
		depth = 1 + p.rng.Intn(5)
	}
	p.changes = depth - 1
	for i := range p.points[:p.changes] {
		at := 1 + p.rng.Uint64()%p.length
		for ; i > 0 && p.points[i-1] > at; i-- {
			p.points[i] = p.points[i-1]
		}
		p.points[i] = at
	}
}

// Pick implements [Strategy].
func (p *PCT) Pick(e *Engine, _ int) int {
	p.picks++
	for s := e.Changed(); s != NoSlot; s = e.Changed() {
		p.enter(e, s)
	}
	if cur := e.Cur; e.IsEnabled(cur) {
		if cur != p.last {
			p.last, p.streak = cur, 0
		}
		p.streak++
		fall := p.streak > p.most
		for p.passed < p.changes && p.points[p.passed] <= e.Steps {
			p.passed++
			fall = true
		}
		if fall {
			p.low--
			p.move(cur, p.low)
			p.streak = 0
		}
	}
	if p.picks%pctPatience == 0 {
		p.raise(e)
	}
	s := p.prio.highest()
	p.since[s] = p.picks
	return e.OptionOf(s)
}

// enter takes in that the goroutine in slot s can run, or that it cannot. Its priority is drawn when it
// is first seen.
func (p *PCT) enter(e *Engine, s int32) {
	if !e.enabled.has(s) {
		p.prio.set(s, 0)
		return
	}
	if id := p.gen<<32 | uint64(e.g[s].id); p.owner[s] != id {
		p.owner[s] = id
		p.own[s] = pctLow + 1 + p.rng.Uint64()>>8
	}
	if p.prio.of[s] == 0 {
		p.since[s] = p.picks
	}
	p.prio.set(s, p.own[s])
}

// raise lets those rise that have been passed over for too long.
func (p *PCT) raise(e *Engine) {
	s := e.Option(0)
	for range e.Enabled() {
		if p.picks-p.since[s] > uint64(max(maxPatience, p.most)) {
			p.high++
			p.move(s, p.high)
			p.since[s] = p.picks
		}
		s = e.After(s)
	}
}

func (p *PCT) move(s int32, to uint64) {
	p.own[s] = to
	p.prio.set(s, to)
}

// Value implements [Strategy].
func (p *PCT) Value(_ *Engine, n int) int { return p.rng.Intn(n) }

// Fair implements [Strategy].
func (p *PCT) Fair() bool { return false }
