package runner

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Left is an estimate of what an exhaustive search has still to explore.
type Left struct {
	Least, Most uint64 // runs; Most is 0 if nothing can be said
	Time        time.Duration
}

// advance is how far a search has come, after each of its shares.
type advance []struct {
	runs  uint64
	share float64 // of all schedules, as far as known then
}

func (p *advance) add(runs uint64, share float64) {
	*p = append(*p, struct {
		runs  uint64
		share float64
	}{runs, share})
}

// left estimates what is left from how fast the search has come on in all, and in its later half.
// The two differ as much as the parts of the tree do; and as the search finds out about more
// branches, what it thought it had explored shrinks. So what both say is taken three times as widely,
// which in eleven of twelve cases has held what was left (docs/strategies.md).
func (p advance) left(elapsed time.Duration) *Left {
	if len(p) == 0 {
		return nil
	}
	end := p[len(p)-1]
	if end.share <= 0 || end.share >= 1 || end.runs == 0 {
		return nil
	}
	all := end.share / float64(end.runs)
	least, most := all, all
	for _, at := range p {
		if 2*at.runs >= end.runs && at.runs < end.runs {
			late := (end.share - at.share) / float64(end.runs-at.runs)
			least, most = max(least, late), min(most, late)
			break
		}
	}
	runs := func(rate float64) uint64 { return uint64(math.Ceil((1 - end.share) / rate)) }
	l := &Left{Least: max(runs(least)/3, 1), Time: time.Duration(float64(elapsed) * (1 - end.share) / end.share)}
	if most > 0 {
		l.Most = 3 * runs(most)
	}
	return l
}

// leastSampled is how many runs there must be before their later half says something about the next.
const leastSampled = 200

// Unseen is the probability that one more run shows an interleaving that no run has shown.
type Unseen struct{ Probability, Most float64 }

// unseen estimates it by the share of such runs among the later half, with the upper end of the 95 %
// interval (Wilson). It grows smaller with every run, so both rather say too much (Böhme, "STADS:
// Software Testing as Species Discovery", TOSEM 2018). It is nil if too few runs were made to tell.
func (c *coverage) unseen(runs uint64) *Unseen {
	c.mu.Lock()
	defer c.mu.Unlock()
	if runs < leastSampled || len(c.totals) == 0 {
		return nil
	}
	for _, at := range c.totals {
		if 2*uint64(at.all) < runs || uint64(at.all) >= runs {
			continue
		}
		const z = 1.96
		k, n := float64(c.totals[len(c.totals)-1].graphs-at.graphs), float64(runs)-float64(at.all)
		p := min(k/n, 1)
		return &Unseen{p, (p + z*z/(2*n) + z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))) / (1 + z*z/n)}
	}
	return nil
}

// pctDepths is how many depths pct draws from for its runs, from 1, if none is named.
const pctDepths = 5

// Missed is what runs of pct say of the bugs that they have not found.
type Missed struct {
	Depth       int // orderings that such a bug needs
	Probability float64
}

// missed is the greatest depth of which runs of pct have missed a bug with a probability of half or
// less (Burckhardt et al., ASPLOS 2010): each run of that depth finds one with a probability of
// 1/(n k^(d-1)) at least, for n goroutines and k steps. It holds for what shows within as many steps as
// the first run had. It is nil if there is none, or the runs were made with another strategy.
func (r *Result) missed(strategy string) *Missed {
	name, arg, named := strings.Cut(strategy, ":")
	if name != "pct" || r.Plain == 0 || r.Goroutines == 0 {
		return nil
	}
	first, last, runs := 1, pctDepths, r.Runs/pctDepths
	if d, err := strconv.Atoi(arg); named && err == nil {
		first, last, runs = d, d, r.Runs
	}
	var m *Missed
	for d := first; d <= last; d++ {
		found := 1 / (float64(r.Goroutines) * math.Pow(float64(r.Plain), float64(d-1)))
		if p := math.Pow(1-found, float64(runs)); p <= 0.5 {
			m = &Missed{d, p}
		}
	}
	return m
}
