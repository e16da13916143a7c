package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/hunt"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// runFrom hunts the failures of a log.
func (h *huntFlags) runFrom(ctx context.Context, patterns []string) error {
	log, err := readLog(h.from)
	if err != nil {
		return err
	}
	goals, err := h.chosen(log)
	if err != nil {
		return err
	}
	w := &hunt.Workshop{Config: h.c, Options: h.o, Patterns: patterns}
	commit, err := h.commitOf(ctx, w, log)
	if err != nil {
		return err
	}
	to := newSink(h.events, h.o.Verbose, h.o.Seed)
	sink := h.out.sink(to)
	var answers []*hunt.Answer
	end := time.Now().Add(h.o.Duration)
	for i, g := range goals {
		fmt.Fprint(os.Stderr, "chaosrun: to hunt: ")
		hunt.Describe(os.Stderr, &g)
		start := time.Now()
		a := w.Hunt(ctx, &g, h.search(commit, time.Until(end)/time.Duration(len(goals)-i)))
		end = end.Add(time.Since(start) - a.Took) // building is not part of it
		answers = append(answers, a)
		for _, way := range a.Ways {
			if way.Result != nil {
				sink.Result(a.Package, way.Result)
			}
		}
		if len(a.Ways) > 0 {
			to.Proved(1) // or its tests could not have been listed
		}
		say := a.Text
		if h.events {
			say = a.JSON
		}
		if err := say(os.Stdout); err != nil {
			return err
		}
		if ctx.Err() != nil {
			break
		}
	}
	to.Close()
	if log.Cut {
		fmt.Fprintln(os.Stderr, "chaosrun: warning: the log is longer, or has more failures, than was read")
	}
	if err := h.out.write(moduleOf(w), formOf(h.events)); err != nil {
		return err
	}
	failed, _ := to.Failed()
	return h.outcome(ctx, h.out.failed(failed), answers)
}

// moduleOf is the folder of the module, or the current one.
func moduleOf(w *hunt.Workshop) string {
	dir, err := w.Folder()
	if err != nil {
		return "."
	}
	return dir
}

func readLog(name string) (*cilog.Log, error) {
	var r io.Reader = os.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("-from: %w", err)
		}
		defer f.Close()
		r = f
	}
	log, err := cilog.Read(r)
	if err != nil {
		return nil, fmt.Errorf("-from %s: %w", name, err)
	}
	return log, nil
}

// chosen are the goals that -run selects, or all.
func (h *huntFlags) chosen(log *cilog.Log) ([]cilog.Goal, error) {
	if h.o.Run == "" {
		return log.Goals, nil
	}
	if _, err := regexp.Compile(h.o.Run); err != nil {
		return nil, fmt.Errorf("-run: %w", err)
	}
	var names []string
	goals := slices.DeleteFunc(slices.Clone(log.Goals), func(g cilog.Goal) bool {
		names = append(names, g.Test)
		return !selects(h.o.Run, g.Test)
	})
	if len(goals) == 0 && slices.Contains(names, "") {
		g := log.Goals[slices.Index(names, "")]
		g.Test = h.o.Run // the log does not name it, and the user does
		goals = append(goals, g)
	}
	if len(goals) == 0 {
		return nil, fmt.Errorf("no failure of the log is of a test that -run %s matches: they are of %s", h.o.Run, strings.Join(names, ", "))
	}
	return goals, nil
}

// selects reports whether a pattern of -run selects a test or subtest, as in go test: element by element.
func selects(pattern, test string) bool {
	of := strings.Split(test, "/")
	for i, p := range strings.Split(pattern, "/") {
		if i >= len(of) {
			return true // the subtests of a test that the pattern selects
		}
		if ok, err := regexp.MatchString(p, of[i]); err != nil || !ok {
			return false
		}
	}
	return true
}

// commitOf is the commit of the log, if git knows it.
func (h *huntFlags) commitOf(ctx context.Context, w *hunt.Workshop, log *cilog.Log) (string, error) {
	commit := log.Commit
	if h.commit != "" {
		commit = h.commit
	}
	if commit == "" {
		return "", nil
	}
	dir, err := w.Folder()
	if err != nil {
		return "", err
	}
	switch err := hunt.CheckCommit(ctx, dir, commit); {
	case err != nil && h.commit != "":
		return "", fmt.Errorf("-commit: %w", err)
	case err != nil:
		fmt.Fprintf(os.Stderr, "chaosrun: the log is of commit %s, which git does not know here: lines are taken as they are\n", commit)
		return "", nil
	}
	return commit, nil
}

func (h *huntFlags) search(commit string, budget time.Duration) hunt.Search {
	return hunt.Search{
		Strategies: h.strategies, Clocks: h.clocks, ClocksGiven: h.o.Explicit["clocks"], Faults: h.o.Faults,
		Commit: commit, Budget: budget,
		Progress: func(w *hunt.Way, last *runner.Result, matches int) {
			found := "nothing"
			switch {
			case matches > 0:
				found = "the failure of the log"
			case len(last.Failures) > 0:
				found = last.Failures[0].Kind + ", another failure"
			}
			sliceDone(w, last, found)
		},
	}
}

// outcome is the exit status: what was found counts before what could not be hunted.
func (h *huntFlags) outcome(ctx context.Context, failed int, answers []*hunt.Answer) error {
	unknown := 0
	for _, a := range answers {
		if a.Verdict == hunt.Reproduced && a.Found.Timing {
			failed++ // a warning otherwise, and what was looked for here
		}
		if a.Verdict == hunt.Unknown {
			unknown++
		}
	}
	if err := huntStatus(ctx, failed); err != nil || unknown == 0 {
		return err
	}
	return errors.New(runner.Plural(uint64(unknown), "failure") + " of the log could not be hunted")
}
