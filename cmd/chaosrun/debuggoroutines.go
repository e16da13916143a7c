package main

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/dlv"
)

// mostGoroutines bounds how many goroutines are asked for what they are in the run.
const mostGoroutines = 200

// goroutines says which goroutines of the debugger are which of the recording, and which of them could
// take a step.
func goroutines(c *dlv.Client, state *dlv.State) ([]string, error) {
	ids, err := c.Goroutines(mostGoroutines)
	if err != nil {
		return nil, fmt.Errorf("the debugger cannot list goroutines: %w", err)
	}
	type member struct {
		number int
		text   string
	}
	var members []member
	for _, id := range ids {
		of := func(expr string) string {
			v, err := c.Eval(id, 0, "runtime.curg.chaos."+expr)
			if err != nil {
				return ""
			}
			return v
		}
		number, err := strconv.Atoi(of("id"))
		if err != nil || number == 0 || of("slot") == "0" {
			continue // none of the run's
		}
		what := "can run"
		switch {
		case state.Goroutine != nil && state.Goroutine.ID == id:
			what = "runs"
		case of("blocked") == "true":
			what = "is blocked"
		}
		members = append(members, member{number, fmt.Sprintf("g%-3d is goroutine %d of the debugger, and %s", number, id, what)})
	}
	slices.SortFunc(members, func(a, b member) int { return a.number - b.number })
	lines := make([]string, len(members))
	for i, m := range members {
		lines[i] = m.text
	}
	return lines, nil
}

// userFrame is the innermost frame that is in no file of the standard library, or 0.
func userFrame(stack []dlv.Frame, std func(file string) bool) int {
	return max(0, slices.IndexFunc(stack, func(f dlv.Frame) bool { return f.File != "" && !std(f.File) }))
}
