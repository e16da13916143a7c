package engine

// RoundRobin runs each enabled goroutine for a slice of scheduling points and
// then passes the turn to the next in slot order: a fair schedule, under which
// only a program that makes no progress never ends. The lengths of the slices are drawn from
// the seed: with slices of one length a loop of the same length would always be parted from
// the turn at the same place, with its mutex held for instance.
type RoundRobin struct {
	left int
	rng  Rand
}

// maxSlice is the longest slice. The average lets a goroutine get some work done.
const maxSlice = 25

func (r *RoundRobin) slice() int { return 1 + r.rng.Intn(maxSlice) }

// Begin implements [Strategy].
func (r *RoundRobin) Begin(seed uint64) {
	r.rng.Seed(seed)
	r.left = r.slice()
}

// Pick implements [Strategy].
func (r *RoundRobin) Pick(e *Engine, n int) int {
	if r.left--; r.left > 0 {
		return 0
	}
	r.left = r.slice()
	if e.IsEnabled(e.Cur) {
		return 1
	}
	return 0
}

// Value implements [Strategy].
func (r *RoundRobin) Value(_ *Engine, n int) int { return 0 }

// Fair implements [Strategy].
func (r *RoundRobin) Fair() bool { return true }
