package verify

import (
	"strings"

	"github.com/chaosrun/chaosrun/internal/findings"
)

// SightingOf is the sighting of a recorded failure by its test in a findings file, or nil: that of the
// recording itself, if there are several.
func SightingOf(f *findings.File, id, pkg, test, recording string) *findings.Sighting {
	d := f.Find(id)
	if d == nil {
		return nil
	}
	var found *findings.Sighting
	for _, s := range d.Sightings {
		if s.Package == pkg && s.Test == test && (found == nil || s.Recording == recording) {
			found = s
		}
	}
	return found
}

// Note takes the answer into a findings file as chaosrun test would take the same runs: a failure is
// found again, and what a search that is wide enough does not find is resolved. It returns the state of
// the finding now, or "" if it is in no file.
func (a *Answer) Note(f *findings.File, now findings.Moment) findings.State {
	rec := a.Of.Recording
	c := findings.Campaign{Now: now}
	res := a.Result()
	seen := findings.Observe(rec.Package, res)
	if a.Stated {
		seen = nil // it is as expected
	}
	if !a.searched() {
		alone := *res
		alone.Verdict = "" // it says nothing of the test's other failures
		res = &alone
	}
	c.Add(rec.Package, res, seen)
	f.Apply(&c)
	if d := f.Find(findings.ID(rec)); d != nil {
		return d.State
	}
	return ""
}

// searched reports whether the whole test was searched, with settings that a findings file knows it by.
func (a *Answer) searched() bool {
	rec := a.Of.Recording
	plain := len(rec.Flags)+len(rec.Args)+len(rec.Files)+len(rec.Together)+rec.Parallel == 0 && !rec.Short && (rec.Leaks == "proved" || rec.Leaks == "all")
	return a.Search != nil && !a.Of.Rebuilt && (a.Of.Sighting != nil || plain) && rec.Calls == "" && !strings.Contains(rec.TestRun+rec.TestSkip, "/")
}
