package formats

import (
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/findings"
)

// timing is a warning, with all tests that have shown it. It is no finding: no campaign keeps it.
type timing struct {
	findings.Observation
	tests []string // packages and names
}

// timings are the timing warnings of the campaign, each once.
func (c *Campaign) timings() []timing {
	var all []timing
	for _, t := range c.Tests {
		for _, f := range t.Result.Timings {
			id := findings.ID(f.Trace)
			i := slices.IndexFunc(all, func(w timing) bool { return w.ID == id })
			if i < 0 {
				i = len(all)
				all = append(all, timing{Observation: findings.Observation{
					ID: id, Kind: f.Kind, Message: f.Message, At: f.Trace.Where(),
					Package: t.Package, Test: t.Result.Test, Run: f.ShownRun(), Steps: f.Steps, Recording: f.Recording,
				}})
			}
			if name := t.Package + "." + t.Result.Test; !slices.Contains(all[i].tests, name) {
				all[i].tests = append(all[i].tests, name)
			}
			all[i].Times += max(1, f.Times)
		}
	}
	return all
}

// says is the warning in a few lines.
func (w timing) says() string {
	lines := []string{w.Message, "timing: no failure without that hold-up", "shown by " + strings.Join(w.tests, ", ")}
	if w.Recording != "" {
		lines = append(lines, "to replay: chaosrun replay "+w.Recording)
	}
	return strings.Join(lines, "\n")
}
