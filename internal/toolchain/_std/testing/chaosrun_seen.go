package testing

import (
	"chaosrun/engine"
	"strconv"
	"strings"
)

// chaosSeen is what this process has seen for the first time: happens-before graphs, and
// pairs of dependent operations. The parent puts together what all processes have seen.
type chaosSeen struct {
	auto   *engine.Auto // the strategy, if it is a portfolio
	graphs map[uint64]bool
	fresh  []string // graphs in the order of their first runs, with the member that made it
	pairs  []string
	runs   [len(engine.AutoMembers)]int
}

// chaosMaxSeen bounds what one process keeps and reports.
const chaosMaxSeen = 1 << 16

func newChaosSeen(strat engine.Strategy) *chaosSeen {
	s := &chaosSeen{graphs: make(map[uint64]bool)}
	s.auto, _ = strat.(*engine.Auto)
	return s
}

// member is the member of the portfolio that made the last run, or -1.
func (s *chaosSeen) member() int {
	if s.auto == nil {
		return -1
	}
	return s.auto.Member()
}

// add takes in a run: its happens-before graph, and the new pairs that the runtime has of
// it.
func (s *chaosSeen) add(graph uint64, member int) {
	if member >= 0 {
		s.runs[member]++
	}
	if !s.graphs[graph] && len(s.graphs) < chaosMaxSeen {
		s.graphs[graph] = true
		s.fresh = append(s.fresh, strconv.FormatUint(graph, 16)+":"+strconv.Itoa(member))
	}
	s.addPairs()
}

// addPairs takes in the new pairs alone.
func (s *chaosSeen) addPairs() {
	for _, p := range chaosNewPairs() {
		if len(s.pairs) < chaosMaxSeen {
			s.pairs = append(s.pairs, strconv.FormatUint(uint64(p), 16))
		}
	}
}

func (s *chaosSeen) report() {
	chaosReport("graphs %s", strings.Join(s.fresh, " "))
	chaosReport("pairs %s", strings.Join(s.pairs, " "))
	if s.auto != nil {
		runs := make([]string, len(s.runs))
		for i, n := range s.runs {
			runs[i] = strconv.Itoa(n)
		}
		chaosReport("members %s", strings.Join(runs, " "))
	}
}

// reportSearch says how far a systematic strategy has come, and where another process can
// go on.
func (r *chaosRunner) reportSearch() {
	if r.sys == nil {
		return
	}
	share, exact := r.sys.Explored()
	chaosReport("explored %s %t %d", strconv.FormatFloat(share, 'g', -1, 64), exact, chaosAssumed())
	state := r.sys.Save()
	words := make([]string, len(state))
	for i, n := range state {
		words[i] = strconv.FormatUint(uint64(n), 10)
	}
	chaosReport("state %s", strings.Join(words, " "))
}
