// Package findings keeps what campaigns have found, from run to run: what is new, what goes
// on, what is gone, what has come back, and what is known.
//
// Failing runs are put together by what broke ([trace.Trace.Group]): a finding is one bug,
// whatever the schedules, tests and settings that show it. It is resolved when each test that
// had it was explored again with the same settings, at least as far as it took to find it, and
// did not show it.
package findings

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// State is what has become of a finding.
type State string

// The states. They are of the last campaign that looked.
const (
	New       State = "new"       // found for the first time
	Ongoing   State = "ongoing"   // found again
	Resolved  State = "resolved"  // looked for and not found
	Regressed State = "regressed" // found after it was resolved
)

// Open reports whether a finding in that state is a bug that is there.
func (s State) Open() bool { return s != Resolved }

// Finding is one bug.
type Finding struct {
	ID        string      `json:"id"`
	Kind      string      `json:"kind"`
	Group     string      `json:"group"` // what makes it this finding: [trace.Trace.Group]
	Message   string      `json:"message"`
	At        string      `json:"at,omitempty"` // file:line, as last seen
	State     State       `json:"state"`
	First     Moment      `json:"first"`
	Last      Moment      `json:"last"`
	Resolved  *Moment     `json:"resolved,omitempty"`
	Campaigns int         `json:"campaigns"` // that found it
	Times     uint64      `json:"times"`     // failing runs, in all of them
	Sightings []*Sighting `json:"sightings"`
	Known     *Known      `json:"known,omitempty"`
}

// Moment says when, in time and in the history of the code.
type Moment struct {
	Time   time.Time `json:"time"`
	Commit string    `json:"commit,omitempty"` // "+" at its end: and what was not committed
}

// Sighting is a test that has shown a finding, with the settings under which it did.
type Sighting struct {
	Package   string        `json:"package"`
	Test      string        `json:"test"`
	Budget    runner.Budget `json:"budget"` // that it took to find it, at most
	Last      Moment        `json:"last"`
	Recording string        `json:"recording,omitempty"`
	Gone      bool          `json:"gone,omitempty"` // it was looked for since, and not found
}

// Known is a person's word that a finding need not stop anybody, until then.
type Known struct {
	Reason string    `json:"reason"`
	Until  time.Time `json:"until"` // the first moment at which it no longer holds
}

// Holds reports whether the word still holds.
func (k *Known) Holds(now time.Time) bool { return k != nil && now.Before(k.Until) }

// ID names a finding: it is the same for failing runs of the same group.
func ID(t *trace.Trace) string {
	h := sha256.Sum256([]byte(t.Group()))
	return hex.EncodeToString(h[:6])
}
