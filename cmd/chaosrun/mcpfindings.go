package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/report"
)

type listIn struct {
	All bool `json:"all,omitempty" jsonschema:"resolved ones too"`
}

type listOut struct {
	Findings []findingListed `json:"findings"`
}

type findingListed struct {
	ID         string   `json:"id"`
	State      string   `json:"state"`
	Kind       string   `json:"kind"`
	Message    string   `json:"message"`
	At         string   `json:"at,omitempty"`
	Tests      []string `json:"tests"`
	Recordings []string `json:"recordings"`
}

// findingsFile is where the commands keep findings.
var findingsFile = filepath.Join(artifactsFolder, "findings.json")

// listFindings is chaosrun findings.
func (s *agentServer) listFindings(c *call, in listIn) (string, listOut, error) {
	out := listOut{Findings: []findingListed{}}
	f, err := findings.Read(findingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "nothing was explored in this folder yet", out, nil
	}
	if err != nil {
		return "", out, err
	}
	for _, d := range f.Findings {
		if !in.All && !d.State.Open() {
			continue
		}
		l := findingListed{ID: d.ID, State: string(d.State), Kind: d.Kind, Message: clean(d.Message), At: d.At, Tests: []string{}, Recordings: []string{}}
		for _, g := range d.Sightings {
			if t := g.Package + "." + g.Test; !slices.Contains(l.Tests, t) {
				l.Tests = append(l.Tests, t)
			}
			l.Recordings = append(l.Recordings, g.Recording)
		}
		out.Findings = append(out.Findings, l)
	}
	var text bytes.Buffer
	err = list(&text, f, in.All)
	return text.String(), out, err
}

type replayIn struct {
	Finding string `json:"finding,omitempty" jsonschema:"id of a finding or the beginning of one, or the file of a recording below .chaosrun; default: the newest recording"`
}

type readIn struct {
	Finding string `json:"finding,omitempty" jsonschema:"id of a finding or the beginning of one, or the file of a recording below .chaosrun; default: the newest recording"`
	All     bool   `json:"all,omitempty" jsonschema:"every step of the schedule, not only those that matter"`
	Cause   bool   `json:"cause,omitempty" jsonschema:"run the test from points of the recording on, to find the choice after which every continuation fails"`
}

type readOut struct {
	Finding   string `json:"finding"`
	Package   string `json:"package"`
	Test      string `json:"test"`
	Kind      string `json:"kind"`
	Message   string `json:"message"`
	At        string `json:"at,omitempty"`
	Recording string `json:"recording"`
	State     string `json:"state,omitempty"`
}

// readFinding is chaosrun findings show, chaosrun show and chaosrun cause.
func (s *agentServer) readFinding(c *call, in readIn) (string, readOut, error) {
	rec, name, err := s.recording(in.Finding)
	if err != nil {
		return "", readOut{}, err
	}
	out := readOut{Finding: findings.ID(rec), Package: rec.Package, Test: rec.Test, Kind: rec.Kind, Message: rec.Message, At: rec.Where().Pos(), Recording: name}
	var text bytes.Buffer
	switch f, err := findings.Read(findingsFile); {
	case err == nil:
		if d := f.Find(out.Finding); d != nil {
			out.State = string(d.State)
			showFinding(&text, d)
			fmt.Fprintln(&text)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return "", out, err
	}
	src := report.SourcesOf(rec, ".", artifactsFolder)
	defer src.Close()
	if info, err := os.Stat(name); err == nil {
		src.RecordedAt(info.ModTime())
	}
	if err := report.Show(&text, rec, src, name, in.All, 0); err != nil {
		return "", out, err
	}
	if !in.Cause {
		return text.String(), out, nil
	}
	r, err := s.build(c, rec, name)
	if err != nil {
		return "", out, err
	}
	c.report("looking for the choice that made the failure inevitable")
	cause, err := r.FindCause(c.ctx, rec, causeBranches)
	if err != nil {
		return "", out, err
	}
	fmt.Fprintln(&text)
	report.Cause(&text, rec, cause)
	return text.String(), out, nil
}

type replayOut struct {
	Outcome   string `json:"outcome" jsonschema:"same failure, passed, or another way (the run is not the recorded one any more)"`
	SameBuild bool   `json:"same_build" jsonschema:"the test binary is the one that was recorded"`
}

// replay is chaosrun replay.
func (s *agentServer) replay(c *call, in replayIn) (string, replayOut, error) {
	rec, name, err := s.recording(in.Finding)
	if err != nil {
		return "", replayOut{}, err
	}
	r, err := s.build(c, rec, name)
	if err != nil {
		return "", replayOut{}, err
	}
	c.report("replaying " + rec.Test)
	got, err := r.Replay(c.ctx, rec)
	if err != nil {
		return "", replayOut{}, err
	}
	out := replayOut{Outcome: "passed", SameBuild: got.SameBuild}
	var text bytes.Buffer
	switch status := showReplay(&text, rec, got, false); {
	case errors.Is(status, exitStatus(exitFound)):
		out.Outcome = "same failure"
	case errors.Is(status, exitStatus(exitDiverged)):
		out.Outcome = "another way"
	}
	return text.String(), out, nil
}

type verifyIn struct {
	Finding   string `json:"finding,omitempty" jsonschema:"id of a finding or the beginning of one, or the file of a recording below .chaosrun; default: the newest recording"`
	Schedules int    `json:"schedules,omitempty" jsonschema:"schedules of the search; default 1000, or as many as it took to find the failure"`
	Seconds   int    `json:"seconds,omitempty" jsonschema:"real time for the search, default 10"`
	Strategy  string `json:"strategy,omitempty" jsonschema:"how the schedules of the search are chosen: auto (default); dpor makes all schedules of a small test"`
	Seed      int    `json:"seed,omitempty" jsonschema:"seed of the search, default 1"`
	Mutants   bool   `json:"mutants,omitempty" jsonschema:"if all schedules pass, explore the test with parts of the changed synchronization left out: does it notice that the repair is gone?"`
	Since     string `json:"since,omitempty" jsonschema:"for mutants: the commit since which lines have changed; default HEAD, so what is not committed"`
}

type verifyOut struct {
	Verdict   string        `json:"verdict" jsonschema:"still fails, another failure, unsteady, passes (what was tried; no proof), complete (every schedule passes) or unknown"`
	Sentence  string        `json:"sentence"`
	Finding   string        `json:"finding"`
	State     string        `json:"state,omitempty" jsonschema:"of the finding now"`
	Failure   *failureFound `json:"failure,omitempty"`
	SameBuild bool          `json:"same_build" jsonschema:"the test binary is the one that was recorded: nothing has changed"`
	Mutants   string        `json:"mutants,omitempty" jsonschema:"which parts of the change the test does not notice when they are left out"`
}

// verify is chaosrun verify.
func (s *agentServer) verify(c *call, in verifyIn) (string, verifyOut, error) {
	rec, name, err := s.recording(in.Finding)
	if err != nil {
		return "", verifyOut{}, err
	}
	d, err := seconds(in.Seconds)
	if err != nil {
		return "", verifyOut{}, err
	}
	var v verifyFlags
	cmd := c.command()
	v.define(cmd.Flags())
	err = setFlags(cmd.Flags(), map[string]string{"schedules": number(in.Schedules), "duration": d, "strategy": in.Strategy, "seed": number(in.Seed), "since": in.Since})
	v.mutants = in.Mutants
	if err == nil {
		err = c.turn()
	}
	if err != nil {
		return "", verifyOut{}, err
	}
	var text bytes.Buffer
	v.mayRun = s.own
	a, state, err := v.run(cmd, rec, name, c, &report.Text{W: &text, Verbose: true, Seed: v.o.Seed, Program: rec.Program != ""})
	if err != nil {
		return "", verifyOut{}, err
	}
	v.tell(&text, a, state)
	out := verifyOut{Verdict: string(a.Verdict), Sentence: a.Sentence(), Finding: findings.ID(rec), State: string(state), SameBuild: a.SameBuild}
	if a.Mutants != nil {
		out.Mutants = a.Mutants.Sentence()
	}
	if f := a.Failure; f != nil {
		out.Failure = &failureFound{findings.ID(f.Trace), f.Kind, f.Message, f.Recording}
	}
	return text.String(), out, nil
}

// command is the command verify as the tools call it, without flags.
func (c *call) command() *cobra.Command {
	cmd := &cobra.Command{Use: "verify"}
	cmd.SetContext(c.ctx)
	return cmd
}
