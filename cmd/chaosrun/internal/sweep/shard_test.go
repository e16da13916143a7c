package sweep

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/search"
)

// pastOf is how long tests took, from much to little.
func pastOf(c *Campaign, pkgs []Package, seed int64) (d Durations) {
	rng := rand.New(rand.NewSource(seed))
	for _, p := range pkgs {
		for _, name := range p.Tests {
			w := rng.ExpFloat64()
			for _, config := range c.Spec.Configs() {
				d = append(d, Took{p.Path, name, config, w * (0.5 + rng.Float64())})
			}
		}
	}
	return d
}

// Every run is of one shard, each shard has its part of the work within a tenth, and the plan is
// the same on every machine.
func TestPlan(t *testing.T) {
	for _, tests := range []int{1, 3, 40} {
		for _, n := range []int{1, 2, 3, 7, 16} {
			c := NewCampaign(spec(10_000), 1)
			pkgs := add(c, tests)
			past := pastOf(c, pkgs, int64(tests*n))
			p := c.Plan(pkgs, past, n)
			if q := NewCampaign(spec(10_000), 1).Plan(pkgs, past, n); q.ID != p.ID {
				t.Errorf("%d tests, %d shards: two plans", tests, n)
			}
			weight := past.weights()
			total, runs := 0.0, make(map[place]uint64)
			load := make([]float64, n)
			var all []span
			for i, s := range p.shards {
				for at, spans := range s {
					for _, s := range spans {
						runs[at] += s.last - s.first + 1
						load[i] += weight(at) * float64(s.last-s.first+1) / 10_000
						if at.test == "Test0" && at.config == c.Spec.Configs()[0] {
							all = append(all, s)
						}
					}
				}
			}
			for _, l := range load {
				total += l
			}
			for i, l := range load {
				if r := l / (total / float64(n)); r < 0.9 || r > 1.1 {
					t.Errorf("%d tests: shard %d/%d has %.2f of its part", tests, i+1, n, r)
				}
			}
			if len(runs) != tests*4 {
				t.Errorf("%d tests, %d shards: %d places", tests, n, len(runs))
			}
			for at, k := range runs {
				if k != 10_000 {
					t.Errorf("%v has %d runs in %d shards", at, k, n)
				}
			}
			slices.SortFunc(all, func(a, b span) int { return int(a.first) - int(b.first) })
			for i, s := range all {
				if i > 0 && s.first != all[i-1].last+1 {
					t.Errorf("runs %d to %d come after run %d", s.first, s.last, all[i-1].last)
				}
			}
		}
	}
}

// A search cannot be cut.
func TestPlanSystematic(t *testing.T) {
	s := spec(1000)
	s.Strategies = []string{"dfs"}
	c := NewCampaign(s, 1)
	for _, shard := range c.Plan(add(c, 1), nil, 3).shards {
		for at, spans := range shard {
			if len(spans) != 1 || spans[0] != (span{first: 1, last: 1000}) {
				t.Errorf("%v: %v", at, spans)
			}
		}
	}
}

// One that can be divided is cut into parts, each of one shard.
func TestPlanParts(t *testing.T) {
	s := spec(10_000)
	s.Strategies, s.Seeds = []string{"dpor"}, []uint64{1}
	c := NewCampaign(s, 1)
	seen := make(map[search.Part]bool)
	var runs uint64
	for _, shard := range c.Plan(add(c, 1), nil, 3).shards {
		if len(shard) == 0 {
			t.Error("a shard has no part")
		}
		for _, spans := range shard {
			for _, s := range spans {
				if seen[s.part] {
					t.Errorf("%v is in two places", s.part)
				}
				seen[s.part] = true
				runs += s.last - s.first + 1
			}
		}
	}
	for p := range seen {
		if p.Of < 3 || p.Of != len(seen) {
			t.Errorf("part %d of %d, and there are %d", p.Number, p.Of, len(seen))
		}
	}
	if runs != 10_000 {
		t.Errorf("%d runs, want 10,000", runs)
	}
	// Three parts of 1000 runs would come no further than where they are split.
	s.Schedules = 1000
	c = NewCampaign(s, 1)
	for _, shard := range c.Plan(add(c, 1), nil, 3).shards {
		for at, spans := range shard {
			if len(spans) != 1 || spans[0] != (span{first: 1, last: 1000}) {
				t.Errorf("%v: %v", at, spans)
			}
		}
	}
}

func TestParseShard(t *testing.T) {
	if s, err := ParseShard("2/5"); err != nil || s != (Shard{2, 5}) || s.String() != "2/5" {
		t.Error(s, err)
	}
	for _, text := range []string{"", "2", "0/5", "6/5", "-1/5", "a/b", "1/0", "1/99999", "1/2/3"} {
		if _, err := ParseShard(text); err == nil || !strings.Contains(err.Error(), "want one like 2/5") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestDurations(t *testing.T) {
	dir := t.TempDir()
	if d, err := ReadDurations("", dir); err != nil || d != nil {
		t.Error(d, err)
	}
	if _, err := ReadDurations(filepath.Join(dir, "none"), dir); err == nil {
		t.Error("a file that is named must be there")
	}
	if err := os.WriteFile(filepath.Join(dir, durationsName), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadDurations("", dir); err == nil || !strings.Contains(err.Error(), "cannot read past durations from ") {
		t.Error(err)
	}
	for round, want := range []int{3 * 4, 5 * 4} {
		c := NewCampaign(spec(10), 1)
		pkgs := add(c, 3)
		pkgs[0].Path = fmt.Sprint("p", round)
		if round == 1 {
			pkgs[0].Tests = pkgs[0].Tests[:2]
		}
		for _, p := range pkgs {
			c.Add(p)
		}
		for _, t := range c.tests {
			for _, x := range t.cells {
				x.spent = 2
			}
		}
		if err := c.WriteDurations(dir); err != nil {
			t.Fatal(err)
		}
		if d, err := ReadDurations("", dir); err != nil || len(d) != want {
			t.Errorf("%d durations, want %d; %v", len(d), want, err)
		}
	}
}
