package engine

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
