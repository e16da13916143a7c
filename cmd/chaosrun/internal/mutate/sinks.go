package mutate

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/chaosrun/chaosrun/internal/report"
)

// Text shows what became of mutants to a person. It implements [Sink].
type Text struct {
	W       io.Writer
	Verbose bool // the diffs of killed mutants too
	Scores
}

// Scores keeps the scores of packages, and counts what could not run.
type Scores struct {
	all    []*Score
	errors int
}

// Errors is how many packages and mutants could not be tried.
func (s *Scores) Errors() int { return s.errors }

// Below returns the packages whose score is less than that many per cent.
func (s *Scores) Below(least float64) []*Score {
	var below []*Score
	for _, score := range s.all {
		if p, ok := score.Percent(); ok && p < least {
			below = append(below, score)
		}
	}
	return below
}

func (s *Scores) add(score *Score) {
	s.all = append(s.all, score)
	s.errors += score.Broken
}

// LeftOut implements [Sink].
func (t *Text) LeftOut(pkg, test, why string) {
	fmt.Fprintf(t.W, "--- LEFT OUT: %s: %s\n", test, why)
}

// Outcome implements [Sink].
func (t *Text) Outcome(pkg string, o *Outcome) {
	fmt.Fprintf(t.W, "--- %s: %s:%d %s: %s (%s)\n", strings.ToUpper(o.Status), o.File, o.Line, o.Func, o.What, o.Operator)
	if o.Status == Killed {
		fmt.Fprintf(t.W, "    by %s: %s in schedule %d: %s\n", o.Test, o.Kind, o.Run, o.Message)
	} else {
		fmt.Fprintf(t.W, "    %s\n", strings.ReplaceAll(o.Evidence, "\n", "\n    "))
	}
	if o.Status != Killed || t.Verbose {
		fmt.Fprintf(t.W, "    %s\n", strings.ReplaceAll(strings.TrimSpace(o.Diff), "\n", "\n    "))
	}
}

// PackageError implements [Sink].
func (t *Text) PackageError(pkg string, err error) {
	t.errors++
	fmt.Fprintf(t.W, "%s\nFAIL\t%s [could not run]\n", err, pkg)
}

// PackageDone implements [Sink].
func (t *Text) PackageDone(s *Score) {
	t.add(s)
	if s.Note != "" {
		fmt.Fprintf(t.W, "?   \t%s\t[%s]\n", s.Package, s.Note)
		return
	}
	parts := []string{fmt.Sprintf("%d killed", s.Killed), fmt.Sprintf("%d survived", s.Survived), fmt.Sprintf("%d suspect", s.Suspect)}
	if s.Broken > 0 {
		parts = append(parts, fmt.Sprintf("%d could not run", s.Broken))
	}
	if s.Discarded > 0 {
		parts = append(parts, fmt.Sprintf("%d do not compile", s.Discarded))
	}
	if s.Sampled > 0 {
		parts = append(parts, fmt.Sprintf("a sample of %d", s.Sampled))
	}
	score := "no score"
	if p, ok := s.Percent(); ok {
		score = fmt.Sprintf("score %.0f %%", math.Floor(p)) // 100 is all of them
	}
	fmt.Fprintf(t.W, "%s\t%s\t%s\t%.1fs\n", score, s.Package, strings.Join(parts, ", "), s.Elapsed.Seconds())
}

// JSON writes what became of mutants for programs, one object a line. It implements
// [Sink].
type JSON struct {
	W io.Writer
	Scores
}

func (j *JSON) put(v any) { report.PutLine(j.W, v) }

type leftOutEvent struct {
	Event   string `json:"event"`
	Package string `json:"package"`
	Test    string `json:"test"`
	Why     string `json:"why"`
}

type mutantEvent struct {
	Event    string  `json:"event"`
	Package  string  `json:"package"`
	Mutant   int     `json:"mutant"`
	Operator string  `json:"operator"`
	File     string  `json:"file"`
	Line     int     `json:"line"`
	Func     string  `json:"func"`
	What     string  `json:"what"`
	Status   string  `json:"status"` // killed, survived, suspect, error
	Evidence string  `json:"evidence,omitempty"`
	Tests    int     `json:"tests"` // that come to its place
	Test     string  `json:"test,omitempty"`
	Kind     string  `json:"kind,omitempty"`
	Message  string  `json:"message,omitempty"`
	Run      uint64  `json:"run"` // the schedule that failed
	Runs     uint64  `json:"runs"`
	Elapsed  float64 `json:"elapsed"`
	Diff     string  `json:"diff"`
}

type scoreEvent struct {
	Event     string   `json:"event"`
	Package   string   `json:"package"`
	Note      string   `json:"note,omitempty"`
	Score     *float64 `json:"score"` // per cent; null: there is none
	Tests     int      `json:"tests"`
	Killed    int      `json:"killed"`
	Survived  int      `json:"survived"`
	Suspect   int      `json:"suspect"`
	Errors    int      `json:"errors"`
	Discarded int      `json:"discarded"`
	Sampled   int      `json:"sampled,omitempty"`
	Build     float64  `json:"build"`
	Elapsed   float64  `json:"elapsed"`
}

// LeftOut implements [Sink].
func (j *JSON) LeftOut(pkg, test, why string) {
	j.put(leftOutEvent{"left out", pkg, test, why})
}

// Outcome implements [Sink].
func (j *JSON) Outcome(pkg string, o *Outcome) {
	j.put(mutantEvent{"mutant", pkg, o.ID, o.Operator, o.File, o.Line, o.Func, o.What, o.Status, o.Evidence,
		o.Tests, o.Test, o.Kind, o.Message, o.Run, o.Runs, o.Elapsed.Seconds(), o.Diff})
}

// PackageError implements [Sink].
func (j *JSON) PackageError(pkg string, err error) {
	j.errors++
	j.put(report.ErrorEvent{Event: "error", Package: pkg, Message: err.Error()})
}

// PackageDone implements [Sink].
func (j *JSON) PackageDone(s *Score) {
	j.add(s)
	e := scoreEvent{"score", s.Package, s.Note, nil, s.Tests, s.Killed, s.Survived, s.Suspect, s.Broken, s.Discarded, s.Sampled,
		s.Build.Seconds(), s.Elapsed.Seconds()}
	if p, ok := s.Percent(); ok {
		e.Score = &p
	}
	j.put(e)
}
