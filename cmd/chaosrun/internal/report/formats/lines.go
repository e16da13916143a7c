package formats

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/chaosrun/chaosrun/internal/findings"
)

// mostLines bounds how many findings are listed to a person.
const mostLines = 20

// Text says to a person what the findings of the campaign are: new, ongoing, resolved…
func Text(w io.Writer, c *Campaign, file string) {
	bugs := c.Bugs()
	if len(bugs)+len(c.Resolved) == 0 {
		return
	}
	n := make(map[findings.State]int)
	for _, b := range bugs {
		n[b.State]++
	}
	n[findings.Resolved] = len(c.Resolved)
	var parts []string
	for _, s := range []findings.State{findings.New, findings.Regressed, findings.Ongoing, findings.Resolved} {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
		}
	}
	fmt.Fprintf(w, "findings: %s (%s)\n", strings.Join(parts, ", "), file)
	for i, b := range bugs {
		if i == mostLines {
			fmt.Fprintf(w, "    and %d more\n", len(bugs)-i)
			break
		}
		at := ""
		if b.At.File != "" {
			at = " at " + b.At.Pos()
		}
		fmt.Fprintf(w, "    %s %s%s: %s\n", b.ID, b.Kind, at, b.Says())
	}
	for i, d := range c.Resolved {
		if i == mostLines {
			fmt.Fprintf(w, "    and %d more are resolved\n", len(c.Resolved)-i)
			break
		}
		fmt.Fprintf(w, "    %s %s: resolved\n", d.ID, d.Kind)
	}
}

type findingEvent struct {
	Event   string         `json:"event"`
	ID      string         `json:"id"`
	State   findings.State `json:"state"`
	Kind    string         `json:"kind"`
	Message string         `json:"message"`
	At      string         `json:"at,omitempty"`
	Tests   []string       `json:"tests"`
	Times   uint64         `json:"times,omitempty"` // failing runs of this campaign
	Counts  bool           `json:"counts"`          // it makes the command fail
	Known   string         `json:"known,omitempty"` // why it is accepted
}

// JSON says the same to a program, one object a line.
func JSON(w io.Writer, c *Campaign) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, b := range c.Bugs() {
		e := findingEvent{"finding", b.ID, b.State, b.Kind, b.Message, b.At.Pos(), b.Tests, b.Times, b.Counts, ""}
		if b.Known != nil {
			e.Known = b.Known.Reason
		}
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	for _, d := range c.Resolved {
		e := findingEvent{Event: "finding", ID: d.ID, State: d.State, Kind: d.Kind, Message: d.Message, At: d.At, Tests: []string{}}
		for _, s := range d.Sightings {
			e.Tests = append(e.Tests, s.Package+"."+s.Test)
		}
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}
