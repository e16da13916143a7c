package hunt

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// mostNamed is how many ways are named that were not tried.
const mostNamed = 6

// Text says what was tried: a line for each way.
func Text(w io.Writer, test string, ways []*Way, took time.Duration) error {
	var runs uint64
	tried, found := 0, 0
	for _, x := range ways {
		if x.Result != nil {
			tried++
			runs += x.Result.ShownRuns()
			found += min(1, len(x.Result.Failures))
		}
	}
	what := "nothing found"
	switch {
	case found > 0:
		what = "found"
	case tried > 0 && runs == 0:
		what = "no run ended in time"
	}
	fmt.Fprintf(w, "%s: %s; tried %d of %d ways, %d schedules, in %s\n", test, what, tried, len(ways), runs, took.Round(100*time.Millisecond))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "    STRATEGY\tCLOCK\tFAULTS\tSCHEDULES\tDISTINCT\tRESULT")
	for _, x := range ways {
		if x.Result == nil {
			continue
		}
		how := x.Strategy
		if x.Setup != nil {
			how += ", " + x.Setup.Name
		}
		fmt.Fprintf(t, "    %s\t%s\t%s\t%d\t%d\t%s\n", how, or(x.Clock, "the test's"), or(x.Faults, "the test's"), x.Result.ShownRuns(), x.Result.ShownDistinct(), x.says())
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if tried < len(ways) {
		var left []string
		for _, x := range ways {
			if x.Result == nil && x.Done == "" {
				left = append(left, x.String())
			}
		}
		if extra := len(left) - mostNamed; extra > 0 {
			left = append(left[:mostNamed], fmt.Sprintf("and %d more", extra))
		}
		if len(left) > 0 {
			fmt.Fprintf(w, "    not tried: %s\n", strings.Join(left, "; "))
		}
	}
	return nil
}

func (w *Way) says() string {
	var kinds []string
	for _, f := range w.Result.Failures {
		kinds = append(kinds, fmt.Sprintf("%s within %d schedules", f.Kind, f.After))
	}
	timing := ""
	if n := len(w.Result.Timings); n > 0 {
		timing = ", " + runner.Plural(uint64(n), "timing warning")
	}
	switch {
	case len(kinds) > 0:
		return strings.Join(kinds, ", ") + timing
	case w.Done != "":
		return "nothing" + timing + ": " + w.Done
	}
	return "nothing" + timing
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

type triedEvent struct {
	Event     string   `json:"event"`
	Package   string   `json:"package"`
	Test      string   `json:"test"`
	Strategy  string   `json:"strategy"`
	Setup     string   `json:"setup,omitempty"` // what is not as in the ordinary build and run of the test
	Clock     string   `json:"clock,omitempty"`
	Faults    string   `json:"faults,omitempty"`
	Rounds    int      `json:"rounds"`
	Schedules uint64   `json:"schedules"`
	Distinct  int      `json:"distinct"`
	Found     []string `json:"found"` // kinds of failures
	Done      string   `json:"done,omitempty"`
}

// JSON says the same to a program, one object a line.
func JSON(w io.Writer, pkg, test string, ways []*Way) error {
	enc := json.NewEncoder(w)
	for _, x := range ways {
		e := triedEvent{Event: "tried", Package: pkg, Test: test, Strategy: x.Strategy, Clock: x.Clock, Faults: x.Faults, Rounds: x.Rounds, Found: []string{}, Done: x.Done}
		if x.Setup != nil {
			e.Setup = x.Setup.Name
		}
		if x.Result != nil {
			e.Schedules, e.Distinct = x.Result.ShownRuns(), x.Result.ShownDistinct()
			for _, f := range x.Result.Failures {
				e.Found = append(e.Found, f.Kind)
			}
		}
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}
