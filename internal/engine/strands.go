package engine

// strands are chains of events for each channel of a run: those that are on it, or end the wait of a select
// that has it. An event may be in several.
type strands struct {
	knots   []knot
	heads   [64]int32 // channel -> the last knot
	changes [64]int32 // channel -> the last one of an event that does not only read
	looking bool      // the event that is looked at has strands
	at      [64]int32 // the knots at which it is
	of      [64]uint8 // their channels
	n       int       // how many there are
	reads   bool      // it only reads
}

// knot is an event on a strand.
type knot struct{ event, prev, change int32 }

// maxKnots is how many a run may have.
const maxKnots = 1 << 20

func (s *strands) begin() {
	s.knots = s.knots[:0]
	for c := range s.heads {
		s.heads[c], s.changes[c] = -1, -1
	}
}

// add puts an event at the end of its strands. It reports false if there are too many.
func (s *strands) add(i int32, ev *dporEvent) bool {
	reads := ev.pend.Op.reads()
	set := ev.near
	if reads {
		set = ev.on
	}
	if len(s.knots)+onesCount(uint64(set)) > maxKnots {
		return false
	}
	for rest := uint64(set); rest != 0; rest &= rest - 1 {
		c := trailingZeros(rest)
		s.knots = append(s.knots, knot{i, s.heads[c], s.changes[c]})
		s.heads[c] = int32(len(s.knots)) - 1
		if !reads {
			s.changes[c] = s.heads[c]
		}
	}
	return true
}

// look begins to look for what an event depends on, on the strands of the channels that it is on. It returns the
// last event on them, or -1.
func (s *strands) look(ev *dporEvent) int32 {
	s.n, s.reads = 0, ev.pend.Op.reads()
	for rest := uint64(ev.on); rest != 0; rest &= rest - 1 {
		c := trailingZeros(rest)
		k := s.heads[c]
		if s.reads {
			k = s.changes[c]
		}
		if k >= 0 {
			s.at[s.n], s.of[s.n] = k, uint8(c)
			s.n++
		}
	}
	return s.last()
}

// last is the last of the events at which it is, or -1.
func (s *strands) last() int32 {
	last := int32(-1)
	for _, k := range s.at[:s.n] {
		last = max(last, s.knots[k].event)
	}
	return last
}

// next goes on from event j, and returns the last of those that are left. A strand ends at an event on its
// channel that does not only read: whatever is earlier on the strand comes before that.
func (s *strands) next(j int32, ev *dporEvent) int32 {
	n := 0
	for i, k := range s.at[:s.n] {
		if s.knots[k].event == j {
			if ev.on>>s.of[i]&1 != 0 && !ev.pend.Op.reads() {
				continue
			}
			if s.reads {
				k = s.knots[k].change
			} else {
				k = s.knots[k].prev
			}
			if k < 0 {
				continue
			}
		}
		s.at[n], s.of[n] = k, s.of[i]
		n++
	}
	s.n = n
	return s.last()
}
