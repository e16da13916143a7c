package engine

// Strategy decides the choices of a run that no tape prescribes.
type Strategy interface {
	// Begin starts a run. Equal seeds must give equal decisions.
	Begin(seed uint64)
	// Pick returns the option (0 <= k < n, n > 1) of a scheduling choice;
	// [Engine.Option] and [Engine.PendingOp] tell what each stands for.
	Pick(e *Engine, n int) int
	// Value returns a choice among n > 1 that is no scheduling choice.
	Value(e *Engine, n int) int
	// Fair reports whether every enabled goroutine gets its turn, so that only a program
	// that makes no progress never ends.
	Fair() bool
}

// NewStrategy returns the strategy of that name, or nil if there is none.
func NewStrategy(name string) Strategy {
	switch name {
	case "random":
		return new(Random)
	case "roundrobin":
		return new(RoundRobin)
	}
	return nil
}

// StrategyNames lists the names that NewStrategy knows.
var StrategyNames = [...]string{"random", "roundrobin"}

// Random is the uniform random walk: every enabled goroutine is equally likely at
// every scheduling point.
type Random struct{ rng Rand }

// Begin implements [Strategy].
func (r *Random) Begin(seed uint64) { r.rng.Seed(seed) }

// Pick implements [Strategy].
func (r *Random) Pick(_ *Engine, n int) int { return r.rng.Intn(n) }

// Value implements [Strategy].
func (r *Random) Value(_ *Engine, n int) int { return r.rng.Intn(n) }

// Fair implements [Strategy]. A random walk is fair in the long run only.
func (r *Random) Fair() bool { return false }

// RoundRobin runs each enabled goroutine for a quantum of scheduling points and
// then passes the turn to the next in slot order: a fair schedule, under which
// only a program that makes no progress never ends.
type RoundRobin struct{ left int }

// roundRobinQuantum lets a goroutine get some work done, and is odd so that it does
// not fall in step with loops of even length.
const roundRobinQuantum = 13

// Begin implements [Strategy].
func (r *RoundRobin) Begin(uint64) { r.left = roundRobinQuantum }

// Pick implements [Strategy].
func (r *RoundRobin) Pick(e *Engine, n int) int {
	if r.left--; r.left > 0 {
		return 0
	}
	r.left = roundRobinQuantum
	if e.IsEnabled(e.Cur) {
		return 1
	}
	return 0
}

// Value implements [Strategy].
func (r *RoundRobin) Value(_ *Engine, n int) int { return 0 }

// Fair implements [Strategy].
func (r *RoundRobin) Fair() bool { return true }
