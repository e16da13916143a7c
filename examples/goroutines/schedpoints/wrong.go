//go:build chaosrun

package schedpoints

// hurriedSeat looks and takes without a lock: nothing much happens between the two, it
// was thought. between is what did get there in time: a line of the log, a metric, a
// look at a cache.
type hurriedSeat struct {
	taken   bool
	between func()
}

func (s *hurriedSeat) Take() bool {
	if s.taken {
		return false
	}
	s.between()
	s.taken = true
	return true
}
