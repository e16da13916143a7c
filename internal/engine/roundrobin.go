package engine

// Caser is a strategy that chooses among the ready cases of a select in another way than among other values.
type Caser interface {
	Strategy
	// Case returns one of n cases.
	Case(e *Engine, n int) int
}

// RoundRobin runs each enabled goroutine for a slice of scheduling points and
// then passes the turn to the next in slot order: a fair schedule, under which
// only a program that makes no progress never ends. The lengths of the slices are drawn from
// the seed: with slices of one length a loop of the same length would always be parted from
// the turn at the same place, with its mutex held for instance.
//
// A select with several ready cases takes the first one, a hundred times. A loop that leaves only by
// another one of them would then never end, though every schedule of Go's, which draws, ends it. So
// from then on the case is drawn, as it is wherever the schedule has to be fair.
type RoundRobin struct {
	left  int
	cases int
	rng   Rand
}

// firstCases is how often the first of several ready cases is taken.
const firstCases = 100

// maxSlice is the longest slice. The average lets a goroutine get some work done.
const maxSlice = 25

func (r *RoundRobin) slice() int { return 1 + r.rng.Intn(maxSlice) }

// Begin implements [Strategy].
func (r *RoundRobin) Begin(seed uint64) {
	r.rng.Seed(seed)
	r.left, r.cases = r.slice(), 0
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
func (r *RoundRobin) Value(*Engine, int) int { return 0 }

// Case implements [Caser].
func (r *RoundRobin) Case(e *Engine, n int) int {
	if r.cases++; r.cases <= firstCases && !e.Fairly() {
		return 0
	}
	return r.rng.Intn(n)
}

// Fair implements [Strategy].
func (r *RoundRobin) Fair() bool { return true }
