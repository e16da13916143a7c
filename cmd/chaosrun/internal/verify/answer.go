package verify

import (
	"fmt"
	"io"
	"strings"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// Sentence is the answer as one sentence.
func (a *Answer) Sentence() string {
	rec := a.Of.Recording
	switch a.Verdict {
	case StillFails:
		s := fmt.Sprintf("still fails: %s: %s; %s", a.Failure.Kind, a.Failure.Message, a.shownBy())
		if a.Stated {
			s += "; the test states this failure, so chaosrun test expects it"
		}
		return s
	case Another:
		return fmt.Sprintf("another failure: %s: %s; %s; whether the recorded failure (%s: %s) is fixed is not known",
			a.Failure.Kind, a.Failure.Message, a.shownBy(), rec.Kind, rec.Message)
	case Unsteady:
		u := a.Search.Unsteady[0]
		return fmt.Sprintf("not known: a run failed (%s: %s) and passed when it was repeated, so the test depends on something that chaosrun does not control", u.Kind, u.Message)
	case Unknown:
		if a.Search.Verdict == "skip" {
			return "not known: the test skips itself now, so nothing of it is run"
		}
		return fmt.Sprintf("not known: no run of a search ended within %v; give it more time with -duration", a.Of.Runner.Duration)
	case Complete:
		return fmt.Sprintf("complete: every schedule passes (%s)%s", runs(a.Search), a.assumptions())
	}
	return a.passes()
}

// shownBy says which schedule has shown the failure.
func (a *Answer) shownBy() string {
	switch {
	case a.By != BySearch && a.Failure.Trace.Run == 0 && a.Of.Recording.Run > 0:
		return "the first run of every process leads to it, which has the plain schedule"
	case a.Exact:
		return fmt.Sprintf("the recorded schedule was replayed, all %d events as recorded", len(a.Of.Recording.Events))
	case a.By == ByReplay && a.fits():
		return "the recorded schedule leads to it"
	case a.By == ByReplay:
		return "the recorded schedule leads to it, as far as it fits: " + a.misfit()
	case a.By == ByNear:
		return fmt.Sprintf("schedule %d of those near the recorded one leads to it; %s", a.Near.Runs, a.recorded())
	}
	s := fmt.Sprintf("run %d of a fresh search leads to it; %s", a.Failure.ShownRun(), a.recorded())
	if n := a.Near.Runs - a.Near.Lost; n > 0 {
		s += fmt.Sprintf("; %s near it %s", runner.Plural(n, "schedule"), pass(n))
	}
	return s
}

// passes is the sentence for a test of which every schedule that was tried passes.
func (a *Answer) passes() string {
	near := a.Near.Runs - a.Near.Lost
	n := a.tried()
	s := fmt.Sprintf("not fixed for certain, but %s", runner.Plural(n, "schedule"))
	if near > 0 {
		s += fmt.Sprintf(", %d of them near the recorded one,", near)
	}
	s += " " + pass(n) + "; " + a.recorded()
	if a.SameBuild {
		s += "; the test binary is the one that was recorded: nothing has changed since"
	}
	if a.Search.Budget.Complete {
		s += fmt.Sprintf("; no schedule of this %s%s fails", a.Search.Of(), a.Search.Bound) + a.assumptions()
	}
	if before := a.Of.Sighting; before != nil && before.Budget.Schedules > a.Search.Budget.Schedules {
		s += fmt.Sprintf("; it took %s of %s to find the failure", runner.Plural(before.Budget.Schedules, "schedule"), before.Budget.Strategy)
	}
	if a.Near.Lost > 0 {
		s += fmt.Sprintf("; %s failed once and passed when repeated in a process of its own", runner.Plural(a.Near.Lost, "schedule"))
	}
	if a.Search.External > 0 {
		s += "; the runs were not fully controlled"
	}
	return s
}

// recorded says what has become of the recorded schedule, which passes.
func (a *Answer) recorded() string {
	switch {
	case a.apart != "":
		return a.apart
	case a.fits():
		return "the recorded schedule still fits, and passes"
	}
	return a.misfit()
}

// fits reports whether the program still makes all choices of the recorded schedule.
func (a *Answer) fits() bool {
	rec := a.Of.Recording
	return a.Fit == a.Choices && rec.From == 0 && len(rec.Events) > 0
}

// misfit says from where on the recorded schedule could not be followed.
func (a *Answer) misfit() string {
	switch rec := a.Of.Recording; {
	case len(rec.Events) == 0:
		return "the recording has no schedule, since the failure was seen only once"
	case rec.From > 0:
		return fmt.Sprintf("the recording begins at step %d, so how far its schedule fits is not known", rec.From+1)
	}
	return fmt.Sprintf("the recorded schedule no longer fits at choice %d of %d", a.Fit+1, a.Choices)
}

// assumptions are what a search that is complete takes for granted, as the end of a sentence.
func (a *Answer) assumptions() string {
	texts := a.Search.Assumes.Texts()
	if len(texts) == 0 {
		return ""
	}
	return ", if " + strings.Join(texts, ", and ")
}

// tried is how many schedules were tried and pass: the recorded one, those near it, and those of the
// search, in which the first run of a process is another one.
func (a *Answer) tried() uint64 {
	n := a.Near.Runs - a.Near.Lost
	if a.apart == "" {
		n++
	}
	if a.Search != nil {
		n += max(1, a.Search.Runs)
	}
	return n
}

func runs(res *runner.Result) string {
	if res.Sequential {
		return runner.Plural(res.ShownRuns(), "run") + ", in which no choice had two options"
	}
	return runner.Plural(res.ShownRuns(), "run")
}

func pass(n uint64) string {
	if n == 1 {
		return "passes"
	}
	return "pass"
}

// event is the answer for programs.
type event struct {
	Event     string   `json:"event"`
	Package   string   `json:"package"`
	Test      string   `json:"test"`
	Finding   string   `json:"finding"` // id of the recorded failure
	Kind      string   `json:"kind"`    // of the recorded failure
	Recording string   `json:"recording"`
	Verdict   Verdict  `json:"verdict"`
	Sentence  string   `json:"sentence"`
	By        string   `json:"by,omitempty"` // what has shown a failure: replay, near, search
	Failure   *failure `json:"failure,omitempty"`
	Schedules uint64   `json:"schedules"` // that pass
	Near      uint64   `json:"near"`      // of them, those near the recorded one
	Choices   int      `json:"choices"`   // of the recorded schedule
	Fit       int      `json:"fit"`       // of them, those that the program still makes, from the first on
	SameBuild bool     `json:"same_build"`
	State     string   `json:"state,omitempty"` // of the finding now
	Mutants   []mutant `json:"mutants,omitempty"`
}

type failure struct {
	Finding   string `json:"finding"`
	Kind      string `json:"kind"`
	Message   string `json:"message"`
	Recording string `json:"recording"`
}

// JSON writes the answer as an event; state is that of the finding, if it is known.
func (a *Answer) JSON(w io.Writer, state findings.State) {
	rec := a.Of.Recording
	e := event{
		Event: "verify", Package: rec.Package, Test: rec.Test, Finding: findings.ID(rec), Kind: rec.Kind, Recording: a.Of.Name,
		Verdict: a.Verdict, Sentence: a.Sentence(), By: a.By, Near: a.Near.Runs - a.Near.Lost,
		Choices: a.Choices, Fit: a.Fit, SameBuild: a.SameBuild, State: string(state),
	}
	if a.Verdict == Passes || a.Verdict == Complete {
		e.Schedules = a.tried()
	}
	if f := a.Failure; f != nil {
		e.Failure = &failure{findings.ID(f.Trace), f.Kind, f.Message, f.Recording}
	}
	if a.Mutants != nil {
		e.Mutants = a.Mutants.list()
	}
	report.PutLine(w, e)
}
