package sweep

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/search"
)

// Shard is one of Of parts of a campaign that are made apart, counted from 1.
type Shard struct{ Number, Of int }

// ParseShard reads a shard like 2/5.
func ParseShard(text string) (Shard, error) {
	a, b, _ := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || i < 1 || i > n || n > maxShards {
		return Shard{}, fmt.Errorf("the shard is %q: want one like 2/5, the second of five", text)
	}
	return Shard{i, n}, nil
}

// maxShards bounds into how many shards a campaign is cut.
const maxShards = 10_000

// String is the shard as ParseShard reads it.
func (s Shard) String() string {
	if s.Of == 0 {
		return "none"
	}
	return fmt.Sprintf("%d/%d", s.Number, s.Of)
}

// place is a test under a configuration.
type place struct {
	pkg, test string
	config    Config
}

// unit is what goes to one shard as a whole: runs of a test under a configuration.
type unit struct {
	place
	runs   span
	weight float64 // seconds that it is taken to need
}

// largest is the part of a shard that one unit may be, so that shards come out equal: a longest-
// first distribution exceeds the mean by less than one unit.
const largest = 0.1

// Plan cuts a campaign into shards. It follows from its arguments alone, so that machines that
// know nothing of each other come to the same plan.
func (c *Campaign) Plan(pkgs []Package, past Durations, n int) *Plan {
	units := c.units(pkgs, past, n)
	slices.SortStableFunc(units, func(a, b unit) int { return cmp.Compare(b.weight, a.weight) })
	p := &Plan{shards: make([]map[place][]span, n)}
	load := make([]float64, n)
	h := sha256.New()
	for _, u := range units {
		at := 0
		for i := range load {
			if load[i] < load[at] {
				at = i
			}
		}
		load[at] += u.weight
		if p.shards[at] == nil {
			p.shards[at] = make(map[place][]span)
		}
		p.shards[at][u.place] = append(p.shards[at][u.place], u.runs)
		fmt.Fprintf(h, "%d %+v\n", at, u)
	}
	p.ID = hex.EncodeToString(h.Sum(nil))[:16]
	return p
}

// Plan says which runs are whose.
type Plan struct {
	ID     string // the same for the same plan
	shards []map[place][]span
}

// units are the parts of the campaign, those that are too large for one shard cut.
func (c *Campaign) units(pkgs []Package, past Durations, n int) []unit {
	var units []unit
	total := 0.0
	known := past.weights()
	for _, p := range pkgs {
		for _, name := range p.Tests {
			if c.rule(c.Spec.Skips, p.Path, name) != nil {
				continue
			}
			limit := c.limit(p.Path, name)
			for _, config := range c.Spec.Configs() {
				u := unit{place: place{p.Path, name, config}, runs: span{first: 1, last: limit}}
				u.weight = known(u.place)
				total += u.weight
				units = append(units, u)
			}
		}
	}
	var cut []unit
	for _, u := range units {
		cut = append(cut, u.cut(int(math.Ceil(u.weight/(largest*total/float64(n)))), n)...)
	}
	return cut
}

// cut cuts a unit into about so many, for n shards.
func (u unit) cut(parts, n int) []unit {
	runs := u.runs.last - u.runs.first + 1
	parts = int(min(uint64(max(parts, 1)), max(1, runs/runner.PartSize(0))))
	switch {
	case runner.Ordered(u.config.Strategy):
		parts = 1 // its search is one
	case runner.Divides(u.config.Strategy):
		parts = search.Parts(runs, min(parts, n))
	}
	var out []unit
	each := runs / uint64(parts)
	for i := range uint64(parts) {
		v := u
		v.weight = u.weight / float64(parts)
		v.runs = span{first: u.runs.first + i*each, last: u.runs.first + (i+1)*each - 1}
		if i == uint64(parts)-1 {
			v.runs.last = u.runs.last
		}
		if runner.Divides(u.config.Strategy) && parts > 1 {
			v.runs.part = search.Part{Number: int(i) + 1, Of: parts}
		}
		out = append(out, v)
	}
	return out
}
