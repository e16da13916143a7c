package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// Results are by program and strategy.
type Results map[string]map[string]*Cell

// Cell is what became of the seeds 1, 2, and so on of a strategy on a program.
type Cell struct {
	Schedules uint64    // at most, of each seed
	Runs      []int64   // the run that failed; 0: none did; -1: one did that could not be repeated
	Seconds   []float64 // until it was found, or given up
}

func (r Results) set(program, strategy string, c *Cell) {
	if r[program] == nil {
		r[program] = make(map[string]*Cell)
	}
	r[program][strategy] = c
}

// add takes the cells of some programs and a strategy over.
func (r Results) add(from Results, of []program, strategy string) {
	for _, p := range of {
		r.set(p.Name, strategy, from[p.Name][strategy])
	}
}

// write writes a cell a line.
func write(name string, all Results) error {
	var b strings.Builder
	b.WriteString("{")
	for i, program := range sortedKeys(all) {
		fmt.Fprintf(&b, "%s\n%q: {", comma(i), program)
		for j, strategy := range sortedKeys(all[program]) {
			cell, err := json.Marshal(all[program][strategy])
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%s\n\t%q: %s", comma(j), strategy, cell)
		}
		b.WriteString("\n}")
	}
	b.WriteString("\n}\n")
	return os.WriteFile(name, []byte(b.String()), 0o644)
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}
