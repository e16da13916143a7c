package report

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// What the list of a failure is of, and what its marks and its goroutines are.

// title says how many of the steps that involve other goroutines the list shows, and what its marks mean. What a
// goroutine does for itself does not count.
func (v *view) title(all []listed, keep []bool, steps int) string {
	part := ""
	switch {
	case v.t.From > 0:
		part = "last " // the recording has no others
	case v.t.Kind == "livelock":
		part = "first " // nor this one
	}
	which := runner.Plural(uint64(steps), "step")
	switch {
	case slices.Contains(keep, false) && part == "":
		which = fmt.Sprintf("%d of %s", len(shown(all, keep)), which)
	case slices.Contains(keep, false):
		which = fmt.Sprintf("%d of the %s%s", len(shown(all, keep)), part, which)
	default:
		if part != "" {
			which = "the " + part + which
		}
		involve := "involve"
		if steps == 1 {
			involve = "involves"
		}
		which += " that " + involve + " other goroutines"
	}
	if marks := legendOfMarks(all, keep); marks != "" {
		which += " (" + marks + ")"
	}
	return which
}

// shown are the lines that are kept.
func shown(all []listed, keep []bool) []listed {
	var lines []listed
	for i, l := range all {
		if keep[i] {
			lines = append(lines, l)
		}
	}
	return lines
}

// legend says what the goroutines on the list are.
func (v *view) legend(w io.Writer, all []listed, keep []bool) {
	var gs []int
	add := func(g int) {
		if g > 0 && g != engine.ClockID && !slices.Contains(gs, g) {
			gs = append(gs, g)
		}
	}
	for i, l := range all {
		if keep[i] {
			add(l.g)
		}
	}
	for _, i := range slices.Sorted(maps.Keys(v.marks)) {
		if len(gs) < mostChoices && v.brief < fewSteps {
			add(v.t.Events[i].G)
		}
	}
	for _, i := range v.choices {
		if e := v.t.Events[i]; len(gs) < mostChoices && v.brief < fewSteps {
			add(e.G)
			add(e.Next)
		}
	}
	slices.Sort(gs)
	for i, g := range gs {
		if runs := v.runs(g); runs != "" && i < mostChoices {
			fmt.Fprintf(w, "    %s\n", clip(fmt.Sprintf("%-4s is %s", name(g), runs), columns-4))
		}
	}
}

// harness is what g0 is, which starts the test or main and waits for it.
func (v *view) harness() string {
	if v.t.Program != "" {
		return "chaosrun"
	}
	return "the test framework"
}

// root is what a goroutine runs that the test framework has started. It starts tests that run together
// in their order.
func (v *view) root(g int) string {
	n := 0
	for other, s := range v.waits.Started {
		if s.Detail == "g0" && other < g {
			n++
		}
	}
	if v.t.From > 0 || n >= len(v.t.Together) {
		return v.t.Root()
	}
	return v.t.Together[n]
}

// runs says what a goroutine is, by the statement that started it.
func (v *view) runs(g int) string {
	s, ok := v.waits.Started[g]
	if !ok { // that part of the run is not recorded
		for _, left := range v.t.Goroutine {
			if left.ID == g {
				s.At, ok = left.Created, true
			}
		}
	}
	switch {
	case !ok:
		return ""
	case s.Detail == "g0":
		return v.root(g)
	case s.Detail == "timer":
		return v.ofTimer(g)
	case s.At.Std():
		return "started inside " + packageOf(s.At.Func)
	case s.At.File == "":
		return ""
	}
	if l := v.src.Line(s.At.File, s.At.Line); l != "" {
		return fmt.Sprintf("“%s” (%s)", clip(l, 40), base(s.At))
	}
	return "started at " + base(s.At)
}

// startedBy says where a goroutine comes from, in a few words.
func (v *view) startedBy(g int) string {
	s, ok := v.waits.Started[g]
	switch {
	case !ok && v.t.From == 0:
		return "of an earlier run"
	case !ok:
		return ""
	case s.Detail == "g0":
		return v.t.Test
	case s.Detail == "timer":
		return "by a timer"
	}
	return fmt.Sprintf("by %s at %s", s.Detail, base(s.At))
}
