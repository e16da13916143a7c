package mutate

import "time"

// Score says how many mutants of a package its tests have noticed.
type Score struct {
	Package   string
	Note      string // why there are no mutants, or ""
	Tests     int    // that were used
	Killed    int
	Survived  int
	Suspect   int
	Broken    int
	Discarded int // changes that do not compile
	Sampled   int // the mutants are a sample of so many; 0: they are all
	Build     time.Duration
	Elapsed   time.Duration
}

func (s *Score) add(o *Outcome) {
	switch o.Status {
	case Killed:
		s.Killed++
	case Survived:
		s.Survived++
	case Suspect:
		s.Suspect++
	case Broken:
		s.Broken++
	}
}

// Percent is the share of those killed among the mutants that were killed or survived, and
// whether there are any.
func (s *Score) Percent() (float64, bool) {
	if s.Killed+s.Survived == 0 {
		return 0, false
	}
	return 100 * float64(s.Killed) / float64(s.Killed+s.Survived), true
}
