package engine

// Random is the uniform random walk: every enabled goroutine is equally likely at
// every scheduling point.
type Random struct {
	rng  Rand
	salt uint64
}

// Begin implements [Strategy].
func (r *Random) Begin(seed uint64) { r.rng.Seed(seed ^ mix64(r.salt)) }

// Salt makes the walk another one for the same seed.
func (r *Random) Salt(n uint64) { r.salt = n }

// Pick implements [Strategy].
func (r *Random) Pick(_ *Engine, n int) int { return r.rng.Intn(n) }

// Value implements [Strategy].
func (r *Random) Value(_ *Engine, n int) int { return r.rng.Intn(n) }

// Fair implements [Strategy]. A random walk is fair in the long run only.
func (r *Random) Fair() bool { return false }
