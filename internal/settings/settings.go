// Package settings holds what a test says about its own exploration. It is how package sched
// tells the process that explores.
package settings

import (
	"encoding/json"
	"strings"
	"time"
)

// Settings are the options of a test. A zero field is not set.
type Settings struct {
	Schedules uint64         `json:"schedules,omitempty"`
	Duration  time.Duration  `json:"duration,omitempty"`
	Seed      *uint64        `json:"seed,omitempty"`
	Strategy  string         `json:"strategy,omitempty"`
	Leaks     string         `json:"leaks,omitempty"`
	MaxSteps  uint64         `json:"max_steps,omitempty"`
	Shrink    *time.Duration `json:"shrink,omitempty"`
	HoldUp    *time.Duration `json:"holdup,omitempty"`
	Isolate   bool           `json:"isolate,omitempty"`
	Artifacts string         `json:"artifacts,omitempty"`
	Faults    string         `json:"faults,omitempty"`
	Expect    string         `json:"expect,omitempty"` // kind of the failure that must be found
}

// Line is the settings as a line of text.
func (s Settings) Line() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // it is plain data
	}
	return string(b)
}

// Merge sets the fields that a line has set.
func (s *Settings) Merge(line string) error { return json.Unmarshal([]byte(line), s) }

// Call is a call of package sched in a test: the n-th, from 0, of the test or subtest of
// that name.
type Call struct {
	Test string `json:"test"`
	N    int    `json:"n"`
}

// Calls says which call a worker explores, and what the calls before it have returned. The
// zero value is all calls.
type Calls struct {
	Call Call `json:"call"`
	// Done holds the results of the calls that are through, by test, as JSON.
	Done map[string][]json.RawMessage `json:"done,omitempty"`
}

// String is the calls as a line of text, "" for the zero value.
func (c Calls) String() string {
	if c.Call.Test == "" {
		return ""
	}
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // it is plain data
	}
	return string(b)
}

// ParseCalls reads what String has made.
func ParseCalls(line string) (Calls, error) {
	var c Calls
	if line == "" {
		return c, nil
	}
	err := json.NewDecoder(strings.NewReader(line)).Decode(&c)
	return c, err
}
