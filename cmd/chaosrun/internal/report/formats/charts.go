package formats

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// chart is a line that grows over the time of the campaign.
type chart struct {
	Name, Most, Took string
	Points           string // of a polyline in a box of chartWidth by chartHeight
	Area             string // the same, closed below
}

const chartWidth, chartHeight = 600, 150

// growth is how much was seen more at a moment, by one test.
type growth struct {
	at            time.Duration
	graphs, pairs int
}

// charts draw how coverage grew: the sum over all explorations.
func (c *Campaign) charts() []chart {
	var grow []growth
	var begin time.Time
	for _, t := range c.Tests {
		if s := t.Result.Started; !s.IsZero() && (begin.IsZero() || s.Before(begin)) {
			begin = s
		}
	}
	for _, t := range c.Tests {
		var before runner.Sample
		offset := max(0, t.Result.Started.Sub(begin))
		if t.Result.Started.IsZero() {
			offset = 0
		}
		for _, s := range t.Result.Series {
			grow = append(grow, growth{offset + s.Elapsed, s.Graphs - before.Graphs, s.Pairs - before.Pairs})
			before = s
		}
	}
	if len(grow) == 0 {
		return nil
	}
	slices.SortStableFunc(grow, func(a, b growth) int { return cmp.Compare(a.at, b.at) })
	graphs, pairs := line{{}}, line{{}}
	for _, g := range grow {
		graphs = append(graphs, dot{float64(g.at), graphs[len(graphs)-1].y + float64(g.graphs)})
		pairs = append(pairs, dot{float64(g.at), pairs[len(pairs)-1].y + float64(g.pairs)})
	}
	took := grow[len(grow)-1].at
	draw := func(name string, l line) chart {
		points := l.thin(coveragePoints).points(chartWidth, chartHeight)
		return chart{
			Name: name, Most: grouped(uint64(max(0, l[len(l)-1].y))), Took: short(took), Points: points,
			Area: fmt.Sprintf("0,%d %s %d,%d", chartHeight, points, chartWidth, chartHeight),
		}
	}
	return []chart{draw("distinct interleavings", graphs), draw("pairs of dependent operations", pairs)}
}

// spark is a test's own coverage, against its schedules.
func spark(series runner.Series) string {
	if len(series) < 2 {
		return ""
	}
	l := line{{}}
	for _, s := range series {
		l = append(l, dot{float64(s.Runs), float64(s.Graphs)})
	}
	return l.thin(sparkPoints).points(100, 24)
}

type dot struct{ x, y float64 }

type line []dot

// thin leaves out dots until there are no more than most; the first and the last stay.
func (l line) thin(most int) line {
	if len(l) <= most {
		return l
	}
	out := make(line, most)
	for i := range out {
		out[i] = l[i*(len(l)-1)/(most-1)]
	}
	return out
}

// points are those of a polyline that fills a box.
func (l line) points(width, height float64) string {
	last := l[len(l)-1]
	top := 1.0
	for _, d := range l {
		top = max(top, d.y)
	}
	var b strings.Builder
	for i, d := range l {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%.1f,%.1f", width*d.x/max(1, last.x), height-height*d.y/top)
	}
	return b.String()
}

// strategyRow is what one strategy was given, and what came of it.
type strategyRow struct {
	Name      string
	Member    bool // of the portfolio above it
	Schedules uint64
	New       int
	Findings  int
	Share     int // of all schedules, in percent
}

// strategies sum up the budget: a row for each strategy, and below a portfolio's its members.
func (c *Campaign) strategies() []strategyRow {
	rows := make(map[string]*strategyRow)
	members := make(map[string]map[string]*strategyRow)
	var order []string
	var all uint64
	for _, t := range c.Tests {
		b := t.Result.Budget
		if b.Strategy == "" {
			continue // it could not run
		}
		r := rows[b.Strategy]
		if r == nil {
			r = &strategyRow{Name: b.Strategy}
			rows[b.Strategy] = r
			members[b.Strategy] = make(map[string]*strategyRow)
			order = append(order, b.Strategy)
		}
		r.Schedules += t.Result.Runs
		r.New += t.Result.Distinct
		r.Findings += len(t.Findings)
		all += t.Result.Runs
		for name, s := range b.Members {
			m := members[b.Strategy][name]
			if m == nil {
				m = &strategyRow{Name: name, Member: true}
				members[b.Strategy][name] = m
			}
			m.Schedules += uint64(max(0, s.Schedules))
			m.New += s.New
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(rows[b].Schedules, rows[a].Schedules) })
	var out []strategyRow
	for _, name := range order {
		out = append(out, *rows[name])
		var below []strategyRow
		for _, m := range members[name] {
			below = append(below, *m)
		}
		slices.SortFunc(below, func(a, b strategyRow) int {
			return cmp.Or(cmp.Compare(b.Schedules, a.Schedules), cmp.Compare(a.Name, b.Name))
		})
		out = append(out, below...)
	}
	for i := range out {
		out[i].Share = int(100 * out[i].Schedules / max(1, all))
	}
	return out
}
