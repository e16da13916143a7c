// Package sweep explores the tests of many packages under many configurations, as one campaign.
//
// A campaign is made of shares: some runs of one test under one configuration. A share is
// plain data, and so is what became of it; [Executor.Do] makes the one from the other, in this
// process or another. [Campaign] says which share comes next and adds up what became of them.
// Each is written to a [Journal] before anything follows from it, so that a campaign goes on
// where it was, whatever has ended it.
package sweep

import (
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/search"
)

// Config is a configuration: what the runs of a test have in common.
type Config struct {
	Strategy string `json:"strategy"`
	Clock    string `json:"clock,omitempty"`  // "": the test's own
	Faults   string `json:"faults,omitempty"` // a plan; "": the test's own
	Seed     uint64 `json:"seed"`
}

// Share is a part of a campaign: runs First to First+Count-1 of a test, or as many of them as
// its time allows.
type Share struct {
	Package  string        `json:"package"`
	Test     string        `json:"test"`
	Config   Config        `json:"config"`
	Strategy string        `json:"weighted,omitempty"` // the configuration's, with what was learnt; "": as it is
	Part     search.Part   `json:"part,omitzero"`      // of a search that is split into shards
	First    uint64        `json:"first"`
	Count    uint64        `json:"count"`
	Duration time.Duration `json:"duration,omitempty"` // 0: no limit
	Begins   bool          `json:"begins,omitempty"`   // the test's first share: kept recordings and predictions too
	Job      int           `json:"job,omitempty"`      // of a search that is divided
	State    string        `json:"state,omitempty"`    // of a systematic strategy: where it goes on
	Known    []string      `json:"known,omitempty"`    // fingerprints of failures that need not be made simple and saved again
}

// Outcome is what became of a share.
type Outcome struct {
	Error      string                       `json:"error,omitempty"` // why the test could not run
	Skipped    bool                         `json:"skipped,omitempty"`
	Next       uint64                       `json:"next"`               // the first run that was not made
	Over       bool                         `json:"over,omitempty"`     // no run of this configuration is left
	Limit      uint64                       `json:"limit,omitempty"`    // runs of this configuration, by the test's own word
	Strategy   string                       `json:"strategy,omitempty"` // that was used: the test may have its own
	State      string                       `json:"state,omitempty"`
	Runs       uint64                       `json:"runs"`
	Steps      uint64                       `json:"steps"`
	Elapsed    time.Duration                `json:"elapsed"`
	External   uint64                       `json:"external,omitempty"`
	Assumes    engine.Assumptions           `json:"assumes,omitempty"`
	Sequent    bool                         `json:"sequential,omitempty"`
	Complete   bool                         `json:"complete,omitempty"`
	EachFault  bool                         `json:"each_fault,omitempty"`
	Predicted  bool                         `json:"predicted,omitempty"`
	Bound      string                       `json:"bound,omitempty"`
	Explored   float64                      `json:"explored,omitempty"`
	Graphs     []string                     `json:"graphs,omitempty"` // each with the member of the portfolio that saw it
	Pairs      []string                     `json:"pairs,omitempty"`
	Members    [len(engine.AutoMembers)]int `json:"members"`
	Props      []runner.Property            `json:"properties,omitempty"`
	Discards   uint64                       `json:"discards,omitempty"`
	Undecided  uint64                       `json:"undecided,omitempty"`
	Leaks      uint64                       `json:"leaks,omitempty"`   // runs that leak
	Failing    bool                         `json:"failing,omitempty"` // a run failed, also if it did not do so again
	Faults     []runner.FaultPoint          `json:"faults,omitempty"`
	Plan       string                       `json:"plan,omitempty"` // the faults that could happen, with the full names of their points
	Notes      []string                     `json:"notes,omitempty"`
	Notable    bool                         `json:"notable,omitempty"`    // its notes are shown though the test passes
	Unfinished bool                         `json:"unfinished,omitempty"` // none of its runs ended in time
	Unsteady   []runner.Unsteady            `json:"unsteady,omitempty"`
	Expect     *runner.Expect               `json:"expect,omitempty"` // what must be found
	Findings   []Finding                    `json:"findings,omitempty"`
}

// Finding is a failing run.
type Finding struct {
	Package     string `json:"package"`
	Test        string `json:"test"`
	Config      Config `json:"config"`
	Kind        string `json:"kind"`
	Message     string `json:"message"`
	Fingerprint string `json:"fingerprint"`
	Run         uint64 `json:"run"`
	Steps       uint64 `json:"steps"`
	Timing      bool   `json:"timing,omitempty"`    // a warning: it takes a goroutine that is held up for long
	Recording   string `json:"recording,omitempty"` // below the artifacts folder; "": the first one like it has it

	Expect *runner.Expect `json:"expect,omitempty"` // what must be found
}
