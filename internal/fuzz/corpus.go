package fuzz

import (
	"slices"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Tape is a run of a test as fuzzing keeps it.
type Tape struct {
	Draw  uint64 // the run whose pinned random numbers it has, from 1
	Guide engine.Guide
}

// entry is a tape of the corpus.
type entry struct {
	Tape
	features []uint32 // what its run did, in order
	steps    uint64
	number   int    // in the order of their coming
	name     string // of its file, "" if it has none yet
	owned    int    // features of which it is the cheapest tape
	dropped  bool   // it is not in the corpus any more
	weight   uint64 // how likely it is chosen
}

// cost is what makes one tape better than another that does the same: fewer switches, then
// fewer steps.
func (e *entry) cost() uint64 {
	return uint64(len(e.Guide.Turns)+len(e.Guide.Values))<<20 + min(e.steps, 1<<20-1)
}

// size is about how many bytes it takes.
func (e *entry) size() int {
	return 8*len(e.Guide.Turns) + 12*len(e.Guide.Values) + 4*len(e.features)
}

// Limits bound a corpus, so that fuzzing can go on for hours.
type Limits struct {
	Tapes int // number
	Bytes int // of memory
}

// DefaultLimits are those of the command.
var DefaultLimits = Limits{Tapes: 4096, Bytes: 64 << 20}

// Corpus is the tapes of one test that are worth mutating. It is not safe for concurrent use.
type Corpus struct {
	limits  Limits
	entries []*entry
	best    map[uint32]*entry // feature -> the cheapest tape that has it
	runs    map[uint32]uint64 // feature -> runs that had it
	bytes   int
	next    int
	chosen  int      // tapes, since all weights were made
	evicted []string // files of tapes that were dropped
}

// NewCorpus returns an empty corpus.
func NewCorpus(l Limits) *Corpus {
	return &Corpus{limits: l, best: make(map[uint32]*entry), runs: make(map[uint32]uint64)}
}

// Len is the number of tapes.
func (c *Corpus) Len() int { return len(c.entries) }

// Features is how many different ones the tapes have.
func (c *Corpus) Features() int { return len(c.best) }

// Pairs is how many different pairs of places in the code the runs had.
func (c *Corpus) Pairs() int {
	pairs := make(map[uint32]bool)
	for f := range c.best {
		if pair := f >> engine.ClassBits; pair < 1<<engine.HitBits {
			pairs[pair] = true
		}
	}
	return len(pairs)
}

// Tapes returns the tapes, oldest first.
func (c *Corpus) Tapes() []Tape {
	tapes := make([]Tape, len(c.entries))
	for i, e := range c.entries {
		tapes[i] = e.Tape
	}
	return tapes
}

// add takes a tape in if it has a feature that none had before, and returns its entry, or nil.
func (c *Corpus) add(t Tape, features []uint32, steps uint64) *entry {
	fresh := false
	for _, f := range features {
		if c.best[f] == nil {
			fresh = true
			break
		}
	}
	if !fresh {
		return nil
	}
	features = slices.Clone(features)
	slices.Sort(features)
	e := &entry{Tape: t, features: features, steps: steps, number: c.next}
	c.next++
	for _, f := range features {
		old := c.best[f]
		if old != nil && !old.dropped && old.cost() <= e.cost() {
			continue
		}
		if old != nil {
			old.owned--
		}
		c.best[f] = e
		e.owned++
	}
	c.weigh(e)
	c.entries = append(c.entries, e)
	c.bytes += e.size()
	c.bound(e)
	return e
}

// bound evicts tapes until the corpus keeps to its limits: first those of which other tapes
// do everything, more cheaply, then those that alone do the least. keep stays.
func (c *Corpus) bound(keep *entry) {
	for len(c.entries) > 1 && (len(c.entries) > c.limits.Tapes || c.bytes > c.limits.Bytes) {
		var worst *entry
		for _, e := range c.entries {
			if e != keep && (worst == nil || e.owned < worst.owned || e.owned == worst.owned && e.cost() > worst.cost()) {
				worst = e
			}
		}
		c.drop(worst)
	}
}

// drop removes a tape. What only it did is known still: a tape that does it again is not
// new, or the two would take turns for ever.
func (c *Corpus) drop(e *entry) {
	c.entries = slices.DeleteFunc(c.entries, func(x *entry) bool { return x == e })
	c.bytes -= e.size()
	e.dropped, e.Guide, e.features = true, engine.Guide{}, nil
	if e.name != "" {
		c.evicted = append(c.evicted, e.name)
	}
}

// takeEvicted returns the files of the tapes that were dropped since it was called last.
func (c *Corpus) takeEvicted() []string {
	names := c.evicted
	c.evicted = nil
	return names
}

// count takes in how many runs had a feature.
func (c *Corpus) count(feature uint32, runs uint32) { c.runs[feature] += uint64(runs) }

// choose draws a tape to mutate. Most of the time one is drawn by the feature of it that the
// fewest runs had: the rarer that is, the more likely. So every rare feature gets about as
// many runs as every other (after Böhme, Pham and Roychoudhury, "Coverage-based Greybox
// Fuzzing as Markov Chain", 2016, and Lemieux and Sen, "FairFuzz", 2018).
func (c *Corpus) choose(rng *engine.Rand) *entry {
	if len(c.entries) == 0 {
		return nil
	}
	if rng.Intn(8) == 0 {
		return c.entries[rng.Intn(len(c.entries))]
	}
	if c.chosen%reweigh == 0 {
		for _, e := range c.entries {
			c.weigh(e)
		}
	}
	c.chosen++
	total := uint64(0)
	for _, e := range c.entries {
		total += e.weight
	}
	if total == 0 {
		return c.entries[rng.Intn(len(c.entries))]
	}
	at := rng.Uint64() % total
	for _, e := range c.entries {
		if at < e.weight {
			return e
		}
		at -= e.weight
	}
	return nil // the weights are of all entries
}

// reweigh is how many tapes are chosen before their weights are made again.
const reweigh = 32

// weigh makes the weight of a tape: none if others do all that it does.
func (c *Corpus) weigh(e *entry) {
	const unit = 1 << 20
	e.weight = 0
	for _, f := range e.features {
		if c.best[f] == e {
			e.weight = max(e.weight, 1+unit/(1+c.runs[f]))
		}
	}
}

// Minimise leaves only the fewest tapes that do all that the corpus does.
func (c *Corpus) Minimise() {
	keep := make(map[*entry]bool)
	for _, e := range minimal(c.entries) {
		keep[e] = true
	}
	for _, e := range slices.Clone(c.entries) {
		if !keep[e] {
			c.drop(e)
		}
	}
}
