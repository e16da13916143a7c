package main

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed programs.tsv
var programsText string

// program is one of the programs, and what others have published of it.
type program struct {
	Name          string // as the literature has it
	Package, Test string
	Published     []string // mean schedules to the bug, in the order of publishedBy
}

// publishedBy are whose figures programs.tsv has.
var publishedBy = []string{"SURW", "PCT-3", "PCT-10", "POS", "RW", "PERIOD"}

// strategies are what is measured, in the order of the page's columns.
var strategies = []string{"auto", "random", "pct", "pos", "surw", "dpor"}

// draws reports whether a strategy depends on the seed.
func draws(strategy string) bool { return strategy != "dpor" }

// budget is how many schedules a program has, if most have that many. The literature gives
// SafeStack a hundred times as many.
func (p program) budget(schedules uint64) uint64 {
	if p.Name == "SafeStack" {
		return 100 * schedules
	}
	return schedules
}

// programs reads programs.tsv.
func programs() ([]program, error) {
	var ps []program
	for l := range strings.Lines(programsText) {
		if strings.HasPrefix(l, "#") {
			continue
		}
		f := strings.Split(strings.TrimSpace(l), "\t")
		if len(f) != 3+len(publishedBy) {
			return nil, fmt.Errorf("programs.tsv: %q has not %d fields", l, 3+len(publishedBy))
		}
		ps = append(ps, program{f[0], f[1], f[2], f[3:]})
	}
	return ps, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
