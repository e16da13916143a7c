package runner

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// bound says what a bounded strategy keeps to.
func bound(strategy string) string {
	name, n, _ := strings.Cut(strategy, ":")
	what, ok := map[string]string{"preempt": "preemption", "delay": "delay"}[name]
	if !ok {
		return ""
	}
	if n != "1" {
		what += "s"
	}
	return " with at most " + n + " " + what
}

// coverage puts together what the processes of a campaign have seen for the first time:
// happens-before graphs and pairs of dependent operations. From that it weighs the members
// of a portfolio, and tells when nothing new appears any more.
//
// Chunks are taken in in the order of their numbers, and what is decided for a chunk
// follows from those that are lag before it: so it does not depend on how many processes
// there are, or how fast.
type coverage struct {
	base string // the strategy as the user named it

	mu     sync.Mutex
	turn   sync.Cond
	chunks map[int]*seen // finished or under way, not taken in yet
	taken  int           // chunks that are taken in: all before this number
	graphs map[string]bool
	pairs  map[string]bool
	totals []memberNews // after each chunk
}

const lag = 4

// seen is what one chunk has reported.
type seen struct {
	graphs, pairs []string
	runs          [len(engine.AutoMembers)]int
	done          bool
}

// memberNews is how many runs each member has made, and how many of them were new, up to
// a chunk; and how many runs there were in all when something new was seen last.
type memberNews struct {
	runs, news [len(engine.AutoMembers)]int
	all, last  int
	graphs     int
}

func (c *coverage) init(strategy string) {
	c.base = strategy
	c.turn.L = &c.mu
	c.chunks = make(map[int]*seen)
	c.graphs, c.pairs = make(map[string]bool), make(map[string]bool)
}

func (c *coverage) chunk(index int) *seen {
	s := c.chunks[index]
	if s == nil {
		s = new(seen)
		c.chunks[index] = s
	}
	return s
}

// add takes in a line of a worker's report.
func (c *coverage) add(index int, word string, items []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.chunk(index)
	switch word {
	case "graphs":
		s.graphs = append(s.graphs, items...)
	case "pairs":
		s.pairs = append(s.pairs, items...)
	case "members":
		for i, n := range items {
			if i < len(s.runs) {
				s.runs[i] += int(atoi(n))
			}
		}
	}
}

// done says that a chunk is through, whatever became of it. It returns how many runs there
// are in the chunks that are taken in, and what they have shown.
func (c *coverage) done(index int) (runs, graphs, pairs int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chunk(index).done = true
	for c.chunks[c.taken] != nil && c.chunks[c.taken].done {
		c.take(c.chunks[c.taken])
		delete(c.chunks, c.taken)
		c.taken++
	}
	c.turn.Broadcast()
	if n := len(c.totals); n > 0 {
		runs = c.totals[n-1].all
	}
	return runs, len(c.graphs), len(c.pairs)
}

func (c *coverage) take(s *seen) {
	t := memberNews{}
	if n := len(c.totals); n > 0 {
		t = c.totals[n-1]
	}
	t.all += int(chunkSize(c.taken))
	for i, n := range s.runs {
		t.runs[i] += n
	}
	for _, g := range s.graphs {
		graph, member, _ := strings.Cut(g, ":")
		if c.graphs[graph] {
			continue
		}
		c.graphs[graph] = true
		t.last = t.all
		if m := int(atoi(member)); m < len(t.news) && member != "-1" {
			t.news[m]++
		}
	}
	for _, p := range s.pairs {
		if !c.pairs[p] {
			c.pairs[p] = true
			t.last = t.all
		}
	}
	t.graphs = len(c.graphs)
	c.totals = append(c.totals, t)
}

// wait waits until the chunks that a chunk's strategy depends on are taken in.
func (c *coverage) wait(index int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.taken <= index-lag {
		c.turn.Wait()
	}
}

// strategy is what a chunk is explored with: the portfolio's weights follow what its
// members have found that was new.
func (c *coverage) strategy(index int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.base != "auto" || index < lag {
		return c.base
	}
	t := c.totals[index-lag]
	return c.base + ":" + weights(t.runs, t.news)
}

// weights are those of a portfolio whose members have made so many runs, of which so many
// showed something new.
func weights(runs, news [len(engine.AutoMembers)]int) string {
	w := make([]string, len(runs))
	for i := range w {
		w[i] = fmt.Sprint(engine.AutoWeights[i] * (1 + 8*news[i]/max(1, runs[i])))
	}
	return strings.Join(w, ",")
}

// leastRuns is how many runs there must be before nothing new means anything.
const leastRuns = 500

// saturated reports whether the later half of the runs up to the chunk's decision has
// shown nothing new.
func (c *coverage) saturated(index int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if index < lag {
		return false
	}
	t := c.totals[index-lag]
	return t.all >= leastRuns && t.last*2 <= t.all
}

// spent is what the members of the portfolio have done, in all chunks.
func (c *coverage) spent() map[string]Spent {
	c.mu.Lock()
	defer c.mu.Unlock()
	var t memberNews
	if n := len(c.totals); n > 0 {
		t = c.totals[n-1]
	}
	for _, s := range c.chunks { // that are not taken in
		for i, n := range s.runs {
			t.runs[i] += n
		}
	}
	out := make(map[string]Spent)
	for i, name := range engine.AutoMembers {
		out[name] = Spent{Schedules: t.runs[i], New: t.news[i]}
	}
	return out
}

// distinct is how many graphs and pairs were seen, also by chunks that are not through.
func (c *coverage) distinct() (graphs, pairs int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.chunks {
		for _, g := range s.graphs {
			graph, _, _ := strings.Cut(g, ":")
			c.graphs[graph] = true
		}
		for _, p := range s.pairs {
			c.pairs[p] = true
		}
	}
	return len(c.graphs), len(c.pairs)
}

// behaviour identifies the set of graphs that so many runs and steps have shown; distinct has
// been called.
func (c *coverage) behaviour(runs, steps uint64) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := sha256.New()
	fmt.Fprintln(h, runs, steps)
	for _, g := range slices.Sorted(maps.Keys(c.graphs)) {
		fmt.Fprintln(h, g)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
