package runner

import (
	"slices"
	"strings"
)

// Listener takes in what the runs of a test say of themselves, for a search that is not
// [Runner.Explore].
type Listener struct{ c *campaign }

// Listen returns a Listener of a test that notes what it hears in res.
func (r *Runner) Listen(test string, res *Result) *Listener {
	c := &campaign{Runner: r, test: test, res: res}
	for _, what := range r.Stated[test] {
		c.props.add(what, false)
	}
	c.expectFaults()
	return &Listener{c}
}

// Hear takes in a line of a process's report, and reports whether it was for it.
func (l *Listener) Hear(line string) bool { return l.c.said(line) }

// Judge says of a test that passes what no run has shown.
func (l *Listener) Judge() {
	l.c.res.Unmet = l.c.props.unmet(l.c.res.ShownRuns())
	l.c.res.Warnings = slices.Concat(l.c.res.Warnings, l.c.res.Unmet, unfired(l.c.Faults, l.c.res))
	l.c.waste.judge(l.c.res)
}

// said takes in what a run says of itself; the caller holds c.mu, if others may hear.
func (c *campaign) said(line string) bool {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "fault":
		c.fault(rest)
	case "declares", "meets":
		c.props.add(unquoted(rest), word == "meets")
	case "reached":
		if id := int(atoi(rest)); !slices.Contains(c.res.Reached, id) {
			c.res.Reached = append(c.res.Reached, id)
		}
	case "discards":
		c.waste.discards += atoi(rest)
	case "undecided":
		c.waste.undecided++
	default:
		return false
	}
	return true
}
