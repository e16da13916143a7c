package runner

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/faults"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// FaultPoint is a failpoint, and what the runs of a test have seen of it.
type FaultPoint struct {
	Name  string `json:"name"`
	Seen  bool   `json:"seen"`  // it was evaluated
	Fired bool   `json:"fired"` // something happened there
}

// String says it in words.
func (p FaultPoint) String() string {
	switch {
	case p.Fired:
		return p.Name + ": fired"
	case p.Seen:
		return p.Name + ": evaluated, did not fire"
	}
	return p.Name + ": never evaluated"
}

// CheckFaults reports an error if a plan makes no sense, or names a failpoint that is in none
// of the test binaries.
func CheckFaults(plan string, tc *toolchain.Toolchain, pkgs []*toolchain.Package) error {
	rules, err := faults.Parse(plan)
	if err != nil {
		return err
	}
	var all []toolchain.Failpoint
	for _, p := range pkgs {
		all = append(all, tc.Failpoints(p)...)
	}
	for i := range rules {
		if rules[i].Builtin() {
			if rules[i].OfNet() && tc.Net == "real" {
				return fmt.Errorf("the fault %q can never happen with -net real: it is of the virtual network", rules[i].String())
			}
			continue
		}
		if len(pointsNamed(all, &rules[i])) == 0 {
			return noPoint(rules[i].Point, all)
		}
	}
	return nil
}

// anyOfNet reports whether a plan has faults of the virtual network.
func anyOfNet(plan string) bool {
	rules, err := faults.Parse(plan)
	return err == nil && slices.ContainsFunc(rules, func(r faults.Rule) bool { return r.OfNet() })
}

// resolve gives the rules of a plan the full names of their points. A rule for a point that
// is not in the test binary is left out, or, with must, an error.
func resolve(plan string, points []toolchain.Failpoint, must bool) (string, error) {
	rules, err := faults.Parse(plan)
	if err != nil || plan == "" {
		return "", err
	}
	var out []faults.Rule
	for _, r := range rules {
		if r.Builtin() {
			out = append(out, r)
			continue
		}
		found := pointsNamed(points, &r)
		names := make(map[string]bool)
		takes := false
		for _, p := range found {
			names[p.Name] = true
			takes = takes || !p.Call
		}
		switch {
		case len(found) == 0 && must:
			return "", noPoint(r.Point, points)
		case len(found) == 0:
			continue
		case len(names) > 1:
			return "", fmt.Errorf("there is more than one failpoint %s: write more of the name of %s", r.Point, list(names))
		case !takes && (r.Kind == faults.Return || r.Kind == faults.Error):
			return "", fmt.Errorf("the fault %q can never do anything: %s is an InjectCall, or has no body, so nothing can be returned to it", r.String(), r.Point)
		}
		for name := range names {
			r.Point = name
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return "none", nil
	}
	return faults.Text(out), nil
}

// pointsNamed are the failpoints that the rule may mean.
func pointsNamed(points []toolchain.Failpoint, r *faults.Rule) []toolchain.Failpoint {
	var out []toolchain.Failpoint
	for _, p := range points {
		switch {
		case !p.Prefix && p.Name == r.Point:
			return []toolchain.Failpoint{p}
		case !p.Prefix && faults.Matches(p.Name, r.Point):
			out = append(out, p)
		}
	}
	for _, p := range points {
		if len(out) == 0 && p.Prefix && strings.HasPrefix(r.Point, p.Name) {
			return []toolchain.Failpoint{{Name: r.Point, Call: p.Call}}
		}
	}
	return out
}

func noPoint(name string, points []toolchain.Failpoint) error {
	names := make(map[string]bool)
	for _, p := range points {
		if !p.Prefix {
			names[p.Name] = true
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("there is no failpoint %s: the code has no markers of github.com/pingcap/failpoint", name)
	}
	return fmt.Errorf("there is no failpoint %s: there are %s", name, list(names))
}

// list names a few things.
func list(names map[string]bool) string {
	const most = 10
	all := make([]string, 0, len(names))
	for n := range names {
		all = append(all, n)
	}
	slices.Sort(all)
	if len(all) > most {
		all = append(all[:most], fmt.Sprintf("%d more", len(all)-most))
	}
	return strings.Join(all, ", ")
}

// fault takes in what a worker says of a failpoint; the caller holds c.mu.
func (c *campaign) fault(rest string) {
	what, quoted, _ := strings.Cut(rest, " ")
	name := unquoted(quoted)
	if c.Faults != "none" && aside(c.Faults, name) {
		return
	}
	p := c.point(name)
	p.Seen = true
	p.Fired = p.Fired || what == "fired"
}

// aside reports whether a point is one that every test has and the plan does not name: that
// nothing happens there is no news.
func aside(plan, point string) bool {
	rules, _ := faults.Parse(plan) // it was resolved before
	builtin := faults.Rule{Point: point}
	return builtin.Builtin() && !slices.ContainsFunc(rules, func(r faults.Rule) bool { return r.Point == point })
}

func (c *campaign) point(name string) *FaultPoint {
	i, found := slices.BinarySearchFunc(c.res.Faults, name, func(p FaultPoint, name string) int { return strings.Compare(p.Name, name) })
	if !found {
		c.res.Faults = slices.Insert(c.res.Faults, i, FaultPoint{Name: name})
	}
	return &c.res.Faults[i]
}

// eachFault is the strategy for one fault a run.
const eachFault = "faults"

// checkFaults reports an error if there is nothing for the strategy to do.
func (c *campaign) checkFaults() error {
	if rules, _ := faults.Parse(c.Faults); c.Strategy == eachFault && len(rules) == 0 {
		return errors.New("the strategy faults lets the faults of a plan happen one by one, and this test has none: give it one with -faults or sched.Faults")
	}
	return nil
}

// expectFaults notes the failpoints that there are, before the first run.
func (c *campaign) expectFaults() {
	if c.Faults == "" {
		return
	}
	c.res.FaultsAsked = c.Explicit[flagFaults]
	for _, p := range c.Points {
		if !p.Prefix {
			c.point(p.Name)
		}
	}
}

// unfired says which faults of the plan no run has had.
func unfired(plan string, res *Result) []string {
	rules, _ := faults.Parse(plan) // it was resolved before
	c := campaign{res: res}
	var out []string
	for _, r := range rules {
		switch p := c.point(r.Point); {
		case p.Fired:
		case p.Seen:
			out = append(out, fmt.Sprintf("the fault %s %s, though its failpoint was reached", r.String(), didNotHappen(res.ShownRuns())))
		default:
			out = append(out, fmt.Sprintf("the fault %s %s: its failpoint was never reached", r.String(), didNotHappen(res.ShownRuns())))
		}
	}
	return out
}

// didNotHappen says that a fault happened in no run of that number.
func didNotHappen(runs uint64) string {
	if runs == 1 {
		return "did not happen in the only run"
	}
	return "happened " + inNone(runs)
}
