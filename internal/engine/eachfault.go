package engine

// EachFault lets the first fault that can happen in a run happen in one run, the second in
// the next, and so on, one a run, until there are no more; all else is as under
// [RoundRobin].
type EachFault struct {
	RoundRobin
	at, n uint32 // the fault that happens in this run, from 1; how many could have happened
	last  bool   // no fault was left for the run
}

// Begin implements [Strategy].
func (s *EachFault) Begin(seed uint64) {
	s.RoundRobin.Begin(seed)
	s.at++
	s.n, s.last = 0, true
}

// Value implements [Strategy].
func (s *EachFault) Value(e *Engine, n int) int {
	if !e.Faulting {
		return 0
	}
	if s.n++; s.n != s.at {
		return 0
	}
	s.last = false
	return 1
}

// More implements [Systematic].
func (s *EachFault) More() bool { return !s.last }

// Save implements [Systematic].
func (s *EachFault) Save() []uint32 {
	if s.last {
		return []uint32{s.at, 1}
	}
	return []uint32{s.at, 0}
}

// Load implements [Systematic].
func (s *EachFault) Load(state []uint32) {
	if len(state) == 2 {
		s.at, s.last = state[0], state[1] == 1
	}
}

// Explored implements [Systematic]. Schedules are not what it explores.
func (*EachFault) Explored() (float64, bool) { return 0, false }
