package engine

// Custom is a strategy of the user's: whoever runs the engine asks it before the choice is
// made, with Options, and leaves the answer with Answer. Choices that are not asked about fall
// on the first option; what is no scheduling choice is drawn at random.
type Custom struct {
	rng    Rand
	seed   uint64
	live   bool  // there is somebody to ask
	answer int32 // the slot that is to go on, or NoSlot
}

// Begin implements [Strategy].
func (c *Custom) Begin(seed uint64) {
	c.seed, c.live, c.answer = seed, false, NoSlot
	c.rng.Seed(seed)
}

// Live says that there is somebody to ask in this run, and returns the run's seed.
func (c *Custom) Live() uint64 {
	c.live = true
	return c.seed
}

// Answer is who is to go on at the next choice.
func (c *Custom) Answer(slot int32) { c.answer = slot }

// Answered reports whether it is known who goes on at the next choice.
func (c *Custom) Answered() bool { return c.answer != NoSlot }

// Pick implements [Strategy].
func (c *Custom) Pick(e *Engine, n int) int {
	want := c.answer
	c.answer = NoSlot
	if want == NoSlot {
		return 0
	}
	s := e.Option(0)
	for k := range n {
		if s == want {
			return k
		}
		s = e.After(s)
	}
	return 0
}

// Value implements [Strategy].
func (c *Custom) Value(_ *Engine, n int) int { return c.rng.Intn(n) }

// Fair implements [Strategy].
func (c *Custom) Fair() bool { return false }

// Asks returns the custom strategy if it is to be asked about the next scheduling choice, in
// which cur or nobody (NoSlot) holds the turn: not while a tape is replayed, not when the
// run is finished under a fair schedule, and not when there is only one option.
func (e *Engine) Asks(op Op) *Custom {
	c := e.custom
	if c == nil || !c.live || int(e.Branches) < len(e.replay) || e.Steps >= e.max {
		return nil
	}
	n := e.enabled.n
	if op == OpYield {
		n--
	}
	if n < 2 {
		return nil
	}
	return c
}

// Custom returns the strategy of the run if it is a custom one, or nil.
func (e *Engine) Custom() *Custom { return e.custom }

// Chosen returns the slots among which the next scheduling choice is, one by one: the first
// after NoSlot, the next after that, and NoSlot after the last. op is what the goroutine that
// holds the turn is about to do.
func (e *Engine) Chosen(after int32, op Op) int32 {
	if e.enabled.n == 0 {
		return NoSlot
	}
	base := e.Cur
	if base == NoSlot {
		base = e.last
	}
	first := e.enabled.nth(base, 0)
	if op == OpYield {
		first = e.enabled.after(e.Cur)
	}
	if after == NoSlot {
		return first
	}
	s := e.enabled.after(after)
	if s == first || op == OpYield && s == e.Cur {
		return NoSlot
	}
	return s
}
