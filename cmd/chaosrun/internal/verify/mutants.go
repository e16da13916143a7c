package verify

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/mutate"
	"github.com/chaosrun/chaosrun/internal/changes"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Mutants says how much of a repair the recording's test notices: the test is explored with a part of
// the synchronization in the changed lines left out, one part at a time.
type Mutants struct {
	Since    string // the commit since which lines have changed
	Outcomes []*mutate.Outcome
	Unusable string // why the test could not be explored with mutants, or ""
}

// mutantSteps are the steps after which a run continues under a fair schedule: many a mutant never ends.
const mutantSteps = 1 << 20

// Mutate tries the mutants of what has changed since a commit in the package of a recording.
func Mutate(ctx context.Context, tc *toolchain.Toolchain, o runner.Options, rec *trace.Trace, since string) (*Mutants, error) {
	what := ""
	switch {
	case rec.Program != "":
		what = "a program"
	case len(rec.Files) > 0:
		what = "a test in files that were named"
	case len(rec.Together) > 0:
		what = "tests that run together"
	}
	if what != "" {
		return nil, fmt.Errorf("-mutants is for the recording of one test of a package, and this is one of %s: leave -mutants out", what)
	}
	lines, err := changes.Of(ctx, tc.Dir, since)
	if err != nil {
		return nil, fmt.Errorf("-since: %w", err)
	}
	mo := mutate.Options{Options: o, Operators: mutate.Operators, Changed: lines}
	mo.Run = "^" + regexp.QuoteMeta(rec.Test) + "$"
	mo.Parallel, mo.Args, mo.Short = rec.Parallel, rec.Args, rec.Short
	mo.Leaks, mo.Clock, mo.Faults = rec.Leaks, rec.Clock, rec.Faults
	mo.Verbose, mo.MaxSteps = false, mutantSteps
	mo.Explicit = map[string]bool{"schedules": true, "count": true, "duration": true, "artifacts": true} // whatever the test asks for
	s := &mutantSink{Mutants: &Mutants{Since: since}}
	if err := mutate.Packages(ctx, tc, mo, []string{rec.Package}, s); err != nil {
		return nil, err
	}
	return s.Mutants, s.err
}

// mutantSink takes the outcomes for the mutants of one package.
type mutantSink struct {
	*Mutants
	err error
}

// LeftOut implements [mutate.Sink].
func (s *mutantSink) LeftOut(_, _, why string) { s.Unusable = why }

// Outcome implements [mutate.Sink].
func (s *mutantSink) Outcome(_ string, o *mutate.Outcome) { s.Outcomes = append(s.Outcomes, o) }

// PackageError implements [mutate.Sink].
func (s *mutantSink) PackageError(_ string, err error) { s.err = err }

// PackageDone implements [mutate.Sink].
func (s *mutantSink) PackageDone(*mutate.Score) {}

// of are the outcomes with a status.
func (m *Mutants) of(status string) (all []*mutate.Outcome) {
	for _, o := range m.Outcomes {
		if o.Status == status {
			all = append(all, o)
		}
	}
	return all
}

// Sentence says what the test notices, as one sentence and, in lines below, what it does not notice.
func (m *Mutants) Sentence() string {
	switch {
	case m.Unusable != "":
		return "mutants: the test cannot be explored with parts of the change left out: " + m.Unusable
	case len(m.Outcomes) == 0:
		return fmt.Sprintf("mutants: the lines of the test's package that have changed since %s have no synchronization that could be left out", m.Since)
	}
	var b strings.Builder
	n := uint64(len(m.Outcomes))
	switch killed := len(m.of(mutate.Killed)); {
	case killed == len(m.Outcomes) && n == 1:
		fmt.Fprintf(&b, "mutants: the test notices the only mutant of what has changed since %s", m.Since)
	case killed == len(m.Outcomes):
		fmt.Fprintf(&b, "mutants: the test notices each of %d mutants of what has changed since %s", n, m.Since)
	default:
		fmt.Fprintf(&b, "mutants: the test notices %d of %s of what has changed since %s", killed, runner.Plural(n, "mutant"), m.Since)
	}
	for _, o := range m.Outcomes {
		if o.Status != mutate.Killed {
			fmt.Fprintf(&b, "\n  not noticed: %s:%d: %s (%s)", o.File, o.Line, o.What, o.Evidence)
		}
	}
	return b.String()
}

// mutant is a mutant for programs.
type mutant struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	What     string `json:"what"`
	Status   string `json:"status"` // killed, survived, suspect, error
	Evidence string `json:"evidence,omitempty"`
}

// list are the mutants for programs.
func (m *Mutants) list() []mutant {
	all := []mutant{}
	for _, o := range m.Outcomes {
		all = append(all, mutant{o.File, o.Line, o.What, o.Status, o.Evidence})
	}
	return all
}
