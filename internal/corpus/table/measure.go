package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// explorer runs chaosrun test in the module of the programs.
type explorer struct {
	Command   string // path of chaosrun
	Dir       string // of the module
	Artifacts string // folder for recordings
}

// outcome is what became of a program with one seed.
type outcome struct {
	run     int64 // that failed; 0: none did; -1: one did that could not be repeated
	seconds float64
}

// measure measures a strategy on programs, seed by seed.
func (e explorer) measure(ctx context.Context, measured Results, chosen []program, strategy string, seeds int, schedules uint64) error {
	if !draws(strategy) {
		seeds = 1
	}
	for seed := 1; seed <= seeds; seed++ {
		start := time.Now()
		got := make(map[string]outcome)
		for budget, ps := range byBudget(chosen, schedules) {
			part, err := e.explore(ctx, ps, strategy, seed, budget)
			if err != nil {
				return err
			}
			for _, p := range ps {
				o, ok := part[p.key()]
				if !ok {
					return fmt.Errorf("chaosrun test said nothing of %s", p.key())
				}
				got[p.Name] = o
			}
		}
		for _, p := range chosen {
			if seed == 1 {
				measured.set(p.Name, strategy, &Cell{Schedules: p.budget(schedules)})
			}
			c, o := measured[p.Name][strategy], got[p.Name]
			c.Runs = append(c.Runs, o.run)
			c.Seconds = append(c.Seconds, o.seconds)
		}
		fmt.Fprintf(os.Stderr, "%s, seed %d: %s\n", strategy, seed, time.Since(start).Round(time.Second))
	}
	return nil
}

// byBudget groups programs by the schedules that they have.
func byBudget(ps []program, schedules uint64) map[uint64][]program {
	groups := make(map[uint64][]program)
	for _, p := range ps {
		b := p.budget(schedules)
		groups[b] = append(groups[b], p)
	}
	return groups
}

// key is what names the program's test.
func (p program) key() string { return "table/" + p.Package + "." + p.Test }

// explore runs chaosrun test once, for the tests of all programs, and returns what became of
// each by its key.
func (e explorer) explore(ctx context.Context, ps []program, strategy string, seed int, schedules uint64) (map[string]outcome, error) {
	var tests []string
	packages := make(map[string]bool)
	for _, p := range ps {
		tests = append(tests, p.Test)
		packages["./"+p.Package] = true
	}
	args := []string{
		"test", "-events", "-p", "1", "-shrink", "0", "-duration", "0", "-artifacts", e.Artifacts,
		"-strategy", strategy, "-seed", strconv.Itoa(seed), "-schedules", strconv.FormatUint(schedules, 10),
		"-run", "^(" + strings.Join(tests, "|") + ")$",
	}
	cmd := exec.CommandContext(ctx, e.Command, append(args, sortedKeys(packages)...)...)
	cmd.Dir, cmd.Env = e.Dir, append(os.Environ(), "GOWORK=off") // it is no module of the workspace
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return nil, fmt.Errorf("chaosrun test: %w\n%s", err, errs.String())
	}
	return outcomes(out)
}

// outcomes reads the lines of -events.
func outcomes(text []byte) (map[string]outcome, error) {
	got := make(map[string]outcome)
	for dec := json.NewDecoder(bytes.NewReader(text)); dec.More(); {
		var ev struct {
			Event, Package, Test, Message, Verdict string
			Run                                    int64
			Elapsed                                float64
		}
		if err := dec.Decode(&ev); err != nil {
			return nil, fmt.Errorf("chaosrun test -events: %w", err)
		}
		key := ev.Package + "." + ev.Test
		o := got[key]
		switch ev.Event {
		default:
			continue // of the packages, and of no test
		case "error":
			return nil, fmt.Errorf("%s: %s", key, ev.Message)
		case "failure":
			o.run = ev.Run
		case "unsteady":
			o.run = -1
		case "summary":
			if v := ev.Verdict; v != "pass" && v != "fail" && v != "unsteady" {
				return nil, fmt.Errorf("%s: %s", key, v)
			}
			o.seconds = math.Round(1000*ev.Elapsed) / 1000
		}
		got[key] = o
	}
	return got, nil
}
