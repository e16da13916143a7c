package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

const head = `# What each strategy finds

This page shows how many schedules each strategy needs for the bugs of SCTBench (Thomson, Donaldson and Betts, PPoPP
2014 and TOPC 2016) and ConVul (Cai et al., ICSE 2019) on which the literature on controlled concurrency testing
reports. These commands write the page:

	go run ./internal/corpus/table                            # everything: two to three hours on one core
	go run ./internal/corpus/table -strategies auto -seeds 3  # one strategy, in some minutes
	go run ./internal/corpus/table -page                      # measures nothing

The programs are Go tests (` + "`internal/corpus/testdata/table`" + `), rewritten from the published description
of each program. A comment describes the bug. Shared variables are atomics, so every access is a
scheduling point. chaosrun explores each program with one process until it fails, for at most 10,000 schedules
(SafeStack: 1,000,000), as in the literature.

A cell is the mean number of schedules until the bug is found, over the seeds that find it. *n of m* means that only
n of m seeds find it, and *none of m* that no seed does. There are 20 seeds unless the cell gives another number, and
one for ` + "`dpor`" + `, which draws no random numbers and supports at most 64 goroutines.
The first run of a program uses ` + "`roundrobin`" + ` under every strategy: a bug that it finds counts as found in one
schedule. *Unsteady* is a failure that was seen once, and not when its run was repeated. It does not count.
`

const publishedHead = `
## What is published

The table shows the mean number of schedules until the bug is found, over the trials that find it (in brackets: how
many of 20, if not all). The columns *SURW* to *RW* (random walk) are computed from the raw data of SURW's artifact
(github.com/zhaohuanqdcn/SURW, ` + "`stats/period`" + `; Zhao et al., ASPLOS 2025). *PERIOD* (Wen et al., ICSE 2022) is
systematic; its numbers come from RFF's artifact (github.com/dylanjwolff/RFF, ` + "`prior_work.csv`" + `; Wolff et al., ASPLOS 2024).

The published numbers are for the C programs, with scheduling points at the memory accesses of the binary, and so
with more steps than chaosrun's programs. A small difference between two numbers therefore means little; a factor of
a hundred is significant. The RADBench programs here contain only the affected functions of the library, where the
literature runs the whole library.
`

// render writes the page.
func render(all []program, measured Results) string {
	var b strings.Builder
	b.WriteString(head)
	row(&b, "\n", append([]string{"program"}, strategies...), "published: best", "by")
	rule(&b, len(strategies)+3)
	for _, p := range all {
		cells := []string{p.Name}
		for _, s := range strategies {
			cells = append(cells, measured[p.Name][s].mean(usualSeeds(s), p.budget(usualSchedules)))
		}
		best, by := p.best()
		row(&b, "", cells, best, by)
	}
	cells := []string{"**found by every seed**"}
	for _, s := range strategies {
		cells = append(cells, foundByAll(all, measured, s))
	}
	row(&b, "", cells, "", "")

	b.WriteString("\n## Median and time\n\nA cell has the median number of schedules and the mean time until chaosrun finds the bug or gives up. A seed that does\nnot find the bug counts as more than any number. The times are for one core of a machine that did other work.\n")
	row(&b, "\n", append([]string{"program"}, strategies...))
	rule(&b, len(strategies)+1)
	for _, p := range all {
		cells := []string{p.Name}
		for _, s := range strategies {
			cells = append(cells, measured[p.Name][s].medianAndTime())
		}
		row(&b, "", cells)
	}

	b.WriteString(publishedHead)
	row(&b, "\n", append([]string{"program"}, publishedBy...))
	rule(&b, len(publishedBy)+1)
	for _, p := range all {
		row(&b, "", append([]string{p.Name}, p.Published...))
	}
	return b.String()
}

func row(b *strings.Builder, before string, cells []string, more ...string) {
	fmt.Fprintf(b, "%s| %s |\n", before, strings.Join(append(slices.Clone(cells), more...), " | "))
}

func rule(b *strings.Builder, columns int) {
	b.WriteString(strings.Repeat("|---", columns) + "|\n")
}

// found are the runs of the seeds that find the bug, in order.
func (c *Cell) found() []int64 {
	var runs []int64
	for _, r := range c.Runs {
		if r > 0 {
			runs = append(runs, r)
		}
	}
	slices.Sort(runs)
	return runs
}

// usualSchedules is how many schedules most programs have where the page says nothing else.
const usualSchedules = 10_000

// usualSeeds is how many seeds a strategy has where the page says nothing else.
func usualSeeds(strategy string) int {
	if draws(strategy) {
		return 20
	}
	return 1
}

// mean is the mean of the runs that find the bug, and what is not as usual.
func (c *Cell) mean(usualSeeds int, usualSchedules uint64) string {
	if c == nil {
		return ""
	}
	runs, seeds := c.found(), len(c.Runs)
	unusual := ""
	if c.Schedules != usualSchedules {
		unusual = fmt.Sprintf(", at most %d schedules", c.Schedules)
	}
	if slices.Contains(c.Runs, -1) {
		unusual += ", unsteady"
	}
	if len(runs) == 0 {
		return fmt.Sprintf("none of %d%s", seeds, unusual)
	}
	sum := int64(0)
	for _, r := range runs {
		sum += r
	}
	text := fmt.Sprintf("%.0f", float64(sum)/float64(len(runs)))
	if len(runs) < seeds || seeds != usualSeeds {
		text += fmt.Sprintf(" (%d of %d)", len(runs), seeds)
	}
	return text + unusual
}

// medianAndTime is the median of the runs and the mean of the seconds.
func (c *Cell) medianAndTime() string {
	if c == nil {
		return ""
	}
	median := "-"
	if runs, middle := c.found(), (len(c.Runs)-1)/2; middle < len(runs) {
		median = fmt.Sprint(runs[middle])
	}
	sum := 0.0
	for _, s := range c.Seconds {
		sum += s
	}
	return fmt.Sprintf("%s, %.1f s", median, sum/float64(len(c.Seconds)))
}

// foundByAll says of how many of the programs that were measured every seed finds the bug.
func foundByAll(all []program, measured Results, strategy string) string {
	n, of := 0, 0
	for _, p := range all {
		if c := measured[p.Name][strategy]; c != nil {
			of++
			if len(c.found()) == len(c.Runs) {
				n++
			}
		}
	}
	return fmt.Sprintf("**%d of %d**", n, of)
}

// best is the smallest figure that is published of the sampling strategies, of those that found the
// bug in every trial if there is one, and whose it is.
func (p program) best() (mean, by string) {
	least := math.Inf(1)
	for i, text := range p.Published {
		var m float64
		var trials int
		n, _ := fmt.Sscanf(text, "%g (%d)", &m, &trials)
		if publishedBy[i] == "PERIOD" || n == 0 {
			continue // it is systematic, or has not found it
		}
		rank := m
		if n == 2 {
			rank += 1e9 * float64(20-trials)
		}
		if rank < least {
			least, mean, by = rank, text, publishedBy[i]
		}
	}
	if mean == "" {
		return "none", ""
	}
	return mean, by
}
