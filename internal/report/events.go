package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// Events writes results for programs, one object a line.
type Events struct {
	W              io.Writer
	Seed           uint64
	failed, errors int
}

func (e *Events) put(v any) { PutLine(e.W, v) }

// PutLine writes an object as a line.
func PutLine(w io.Writer, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our events are plain data
	}
	fmt.Fprintf(w, "%s\n", b)
}

type failureEvent struct {
	Event     string `json:"event"`
	Package   string `json:"package"`
	Test      string `json:"test"`
	Kind      string `json:"kind"`
	Seed      uint64 `json:"seed"`
	Run       uint64 `json:"run"`
	Steps     uint64 `json:"steps"`
	Message   string `json:"message"`
	Recording string `json:"recording"`
	Finding   string `json:"finding"`         // the same for failures of the same bug
	Times     uint64 `json:"times,omitempty"` // failing runs of the test like this one
	Expected  bool   `json:"expected,omitempty"`
}

type summaryEvent struct {
	Event      string   `json:"event"`
	Package    string   `json:"package"`
	Test       string   `json:"test"`
	Verdict    string   `json:"verdict"`
	Runs       uint64   `json:"runs"`
	Steps      uint64   `json:"steps"`
	Elapsed    float64  `json:"elapsed"`
	Controlled bool     `json:"controlled"`
	Sequential bool     `json:"sequential,omitempty"`
	Distinct   int      `json:"distinct"`          // different happens-before graphs
	Pairs      int      `json:"pairs"`             // different pairs of dependent operations
	Complete   bool     `json:"complete"`          // every schedule was explored
	Assumes    []string `json:"assumes,omitempty"` // what that takes for granted
	Explored   float64  `json:"explored,omitempty"`
	LeftLeast  uint64   `json:"left_least,omitempty"` // runs that an exhaustive search has still to make, estimated
	LeftMost   uint64   `json:"left_most,omitempty"`
	Unseen     float64  `json:"unseen,omitempty"` // probability that one more run shows a new interleaving, estimated
	Depth      int      `json:"missed_depth,omitempty"`
	Missed     float64  `json:"missed,omitempty"` // probability, at most, that pct has missed a bug of that depth
	Saturated  bool     `json:"saturated,omitempty"`
	Notes      []string `json:"notes"`
	Warnings   []string `json:"warnings,omitempty"`
	Control    string   `json:"control"` // proved: a canary failed under control in the test binary

	Faults []runner.FaultPoint `json:"faults,omitempty"` // failpoints, if there is a plan
}

type unsteadyEvent struct {
	Event   string `json:"event"`
	Package string `json:"package"`
	Test    string `json:"test"`
	Kind    string `json:"kind"`
	Seed    uint64 `json:"seed"`
	Run     uint64 `json:"run"`
	Message string `json:"message"`
	Output  string `json:"output"` // of the worker
}

type timingEvent struct {
	Event     string `json:"event"`
	Package   string `json:"package"`
	Test      string `json:"test"`
	Kind      string `json:"kind"`
	HoldUp    string `json:"holdup"` // how long a goroutine has to be held up
	Message   string `json:"message"`
	Recording string `json:"recording"`
}

// ErrorEvent says of a package why it could not run.
type ErrorEvent struct {
	Event   string `json:"event"`
	Package string `json:"package"`
	Message string `json:"message"`
}

// Result implements [runner.Sink].
func (e *Events) Result(pkg string, res *runner.Result) {
	for _, f := range res.Failures {
		e.put(failureEvent{"failure", pkg, res.Test, f.Kind, e.Seed, f.ShownRun(), f.Steps, f.Message, f.Recording, findings.ID(f.Trace), f.Times, res.Expected})
	}
	for _, u := range res.Unsteady {
		e.put(unsteadyEvent{"unsteady", pkg, res.Test, u.Kind, e.Seed, u.Run, u.Message, u.Output})
	}
	for _, f := range res.Timings {
		e.put(timingEvent{"timing", pkg, res.Test, f.Kind, f.HoldUp().String(), f.Message, f.Recording})
	}
	switch {
	case res.Fails():
		e.failed++
	case res.Verdict == "error":
		e.errors++
		e.put(ErrorEvent{"error", pkg, res.Err.Error()})
	}
	notes := res.Notes
	if notes == nil {
		notes = []string{}
	}
	var taken []string
	if res.Complete || res.Explored > 0 {
		taken = res.Assumes.Texts()
	}
	left, missed, unseen := orZero(res.Left), orZero(res.Missed), orZero(res.Unseen)
	e.put(summaryEvent{"summary", pkg, res.Test, res.Verdict, res.ShownRuns(), res.ShownSteps(), res.Elapsed.Seconds(), res.Controlled(), res.Sequential,
		res.ShownDistinct(), res.Pairs, res.Complete, taken, res.Explored, left.Least, left.Most, unseen.Probability, missed.Depth, missed.Probability, res.Saturated, notes, res.Warnings, "proved", res.Faults})
}

// orZero is what p points to, or nothing.
func orZero[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// PackageError implements [runner.Sink].
func (e *Events) PackageError(pkg string, err error) {
	e.errors++
	e.put(ErrorEvent{"error", pkg, err.Error()})
}

// PackageDone implements [runner.Sink].
func (e *Events) PackageDone(pkg string, tests, others int, elapsed time.Duration) {}

// Proved says that test binaries are under control, which each summary says.
func (e *Events) Proved(binaries int) {}

// Close says what concerns all packages: nothing that is not in their events.
func (e *Events) Close() {}

// Failed returns how many tests failed and how many things could not run.
func (e *Events) Failed() (failed, errors int) { return e.failed, e.errors }
