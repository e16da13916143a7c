package hunt

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Describe says in a line or a few what a goal is.
func Describe(w io.Writer, g *cilog.Goal) {
	fmt.Fprintf(w, "%s: %s: %s\n", cmp.Or(g.Test, "a test that the log does not name"), inPackage(g.Package), failure(g))
	if len(g.Stack) > 0 {
		if f := trace.UserFrame(g.Stack); f.File != "" {
			fmt.Fprintf(w, "    at %s in %s\n", short(f), path.Base(f.Func))
		}
	}
	for i, b := range g.Blocked {
		if i == mostNamed {
			fmt.Fprintf(w, "    and %d more\n", len(g.Blocked)-i)
			break
		}
		f := trace.UserFrame(b.Stack)
		fmt.Fprintf(w, "    a goroutine in %s at %s in %s\n", b.Reason, short(f), path.Base(f.Func))
	}
	for _, r := range g.Races {
		a, b := trace.UserFrame(r.First.Stack), trace.UserFrame(r.Second.Stack)
		fmt.Fprintf(w, "    %s at %s and %s at %s\n", r.First.What(), short(a), r.Second.What(), short(b))
	}
}

func inPackage(name string) string {
	switch name {
	case "":
		return "in a package that the log does not name"
	case ".":
		return "in the package at the module's root"
	}
	return "in " + name
}

// failure is how the log's test failed, in a few words.
func failure(g *cilog.Goal) string {
	what := string(g.Kind)
	switch g.Kind {
	case cilog.Assert:
		if g.Message != "" {
			return g.Message
		}
		return "it failed, and the log does not say why"
	case cilog.Race:
		return "data race"
	case cilog.Leak, cilog.Exit:
		return g.Message
	}
	return what + ": " + g.Message
}

// Text says what has become of the hunt, after a table of what was tried.
func (a *Answer) Text(w io.Writer) error {
	if len(a.Ways) > 0 {
		if err := Text(w, a.Test, a.Ways, a.Took); err != nil {
			return err
		}
	}
	say := func(format string, args ...any) { fmt.Fprintf(w, "    "+format+"\n", args...) }
	fmt.Fprintf(w, "%s: %s\n", cmp.Or(a.Goal.Test, a.Test, "(no test)"), a.headline())
	switch a.Verdict {
	case Reproduced:
		say("%s", a.Why)
		if a.Caveat != "" {
			say("not known: %s", a.Caveat)
		}
		for _, c := range a.conditions() {
			say("%s", c)
		}
		if a.Found.Recording != "" {
			say("to replay: chaosrun replay %s", a.Found.Recording)
		}
		if len(a.Others) > 0 {
			say("it also fails in other ways:")
		}
	case Another:
		say("these are failures of the test, and are kept as findings; that of the log was not found:")
	}
	for i, o := range a.Others {
		if i == mostNamed {
			say("  and %d more", len(a.Others)-i)
			break
		}
		say("  %s: %s", o.Failure.Kind, o.Failure.Message)
		say("    not the log's: %s", o.Why)
		if len(o.Failure.Trace.Together) > 0 {
			say("    found with the tests before and beside it, so it may be theirs")
		}
	}
	if a.Verdict == NotFound || a.Verdict == Another {
		for _, t := range a.seen() {
			say("%s", t)
		}
		for _, t := range a.tried() {
			say("tried: %s", t)
		}
		for _, l := range a.left() {
			say("left: %s", l)
		}
	}
	if a.Err != nil && a.Verdict != Unknown {
		say("the hunt ended early: %v", a.Err)
	}
	return nil
}

func (a *Answer) headline() string {
	switch a.Verdict {
	case Reproduced:
		return fmt.Sprintf("reproduced, within %s of %s: %s", runner.Plural(a.Found.After, "schedule"), a.By, a.Found.Kind)
	case Another:
		return "a failure, but another one"
	case NotFound:
		none := ", and none fails"
		if a.OfTime > 0 {
			none = ", and none fails as in the log"
		} else if len(a.seen()) > 0 {
			none = ", and none fails again and again"
		}
		return "not from scheduling alone, as far as this hunt has come: " + runner.Plural(a.runs(), "schedule") + none
	}
	return "nothing can be said: " + fmt.Sprint(a.Err)
}

func (a *Answer) runs() (n uint64) {
	for _, w := range a.Ways {
		if w.Result != nil {
			n += w.Result.ShownRuns()
		}
	}
	return n
}

// conditions are what the run took beside a schedule.
func (a *Answer) conditions() (all []string) {
	t := a.Found.Trace
	if a.Found.Timing {
		all = append(all, fmt.Sprintf("it takes a goroutine that is held up for %v", a.Found.HoldUp()))
	}
	if t.Clock != "" && t.Clock != "idle" {
		all = append(all, "it was found under the clock policy "+t.Clock)
	}
	if t.Faults != "" {
		all = append(all, "it takes a fault: "+t.Faults)
	}
	if len(t.Together) > 0 {
		all = append(all, "it was found with other tests in the same process: "+strings.Join(t.Together, ", "))
	}
	return all
}

// seen says what the report has beside failures: it may be the log's, for all that is known.
func (a *Answer) seen() (all []string) {
	unsteady, timings := 0, 0
	for _, w := range a.Ways {
		if w.Result != nil {
			unsteady += len(w.Result.Unsteady)
			timings += len(w.Result.Timings)
		}
	}
	if unsteady > 0 {
		all = append(all, runner.Plural(uint64(unsteady), "failing run")+" passed when repeated: something that is not under control has a part in it")
	}
	if a.OfTime > 0 {
		all = append(all, runner.Plural(uint64(a.OfTime), "failure")+" unlike the log's, of time that passes while goroutines can run: a correct test may fail like that")
	}
	if timings > 0 {
		all = append(all, runner.Plural(uint64(timings), "timing warning")+": failures that are not the log's, and take a goroutine that is held up for long")
	}
	return all
}

// tried says what was looked for, and how far.
func (a *Answer) tried() (all []string) {
	type space struct {
		setup         *Setup
		clock, faults string
	}
	var order []space
	runs, whole, unseen := make(map[space]uint64), make(map[space]string), make(map[space]*runner.Unseen)
	for _, w := range a.Ways {
		if w.Result == nil {
			continue
		}
		x := space{w.Setup, w.Clock, w.Faults}
		if !slices.Contains(order, x) {
			order = append(order, x)
		}
		runs[x] += w.Result.ShownRuns()
		if b := w.Result.Budget; b.All {
			whole[x] = "all that there are"
			if texts := w.Result.Assumes.Texts(); len(texts) > 0 {
				whole[x] += ", if " + strings.Join(texts, " and ")
			}
		}
		if u := w.Result.Unseen; u != nil && (unseen[x] == nil || u.Most < unseen[x].Most) {
			unseen[x] = u
		}
	}
	for _, x := range order {
		what := "order of goroutines"
		switch {
		case strings.HasPrefix(x.clock, "jitter:"):
			what += ", with timers late by up to " + strings.TrimPrefix(x.clock, "jitter:")
		case x.clock == "racing":
			what += ", with timers before goroutines that can run"
		case x.clock != "":
			what += ", with the clock " + x.clock
		}
		if x.faults != "" {
			what += ", with faults: " + x.faults
		}
		if x.setup != nil {
			what = x.setup.describe() + ": " + what
		}
		what += ": " + runner.Plural(runs[x], "schedule")
		switch {
		case whole[x] != "":
			what += ", " + whole[x]
		case unseen[x] != nil:
			what += fmt.Sprintf("; of 100 more at most %.2g would show an interleaving that is new", max(100*unseen[x].Most, 0.01))
		}
		all = append(all, what)
	}
	return all
}

// describe says what a setup adds.
func (s *Setup) describe() string {
	if s.Name == "accesses" {
		return "plain reads and writes as scheduling points"
	}
	return s.Name
}

// left says what was not tried.
func (a *Answer) left() (all []string) {
	for _, w := range a.Ways {
		if w.Result != nil {
			continue
		}
		if w.Setup != nil && w.Done != "" {
			if l := w.Setup.describe() + ": " + w.Done; !slices.Contains(all, l) {
				all = append(all, l)
			}
		} else if w.Done == "" && !slices.Contains(all, "ways that there was no time for: a longer -duration tries them") {
			all = append(all, "ways that there was no time for: a longer -duration tries them")
		}
	}
	if len(together(a.Goal)) < 2 {
		all = append(all, "what other tests leave in the process: the log does not say which ran before it or beside it (go test -v does)")
	}
	return append(all, "what is not under control: the real network, other processes, files outside of the module, C code, and the machine: its speed, memory and number of processors, its system and Go version")
}

type answerEvent struct {
	Event     string   `json:"event"`
	Package   string   `json:"package"`
	Test      string   `json:"test"`
	Kind      string   `json:"kind"`    // of the log's failure
	Message   string   `json:"message"` // of the log's failure
	Answer    Verdict  `json:"answer"`
	Why       string   `json:"why,omitempty"`
	Caveat    string   `json:"caveat,omitempty"`
	Needs     []string `json:"needs,omitempty"` // what the run takes beside a schedule
	Recording string   `json:"recording,omitempty"`
	Schedules uint64   `json:"schedules"`
	Others    []string `json:"others,omitempty"` // recordings of other failures
	Tried     []string `json:"tried,omitempty"`
	Left      []string `json:"left,omitempty"`
	Error     string   `json:"error,omitempty"`
}

// JSON says the same to a program.
func (a *Answer) JSON(w io.Writer) error {
	if err := JSON(w, a.Package, a.Test, a.Ways); err != nil {
		return err
	}
	e := answerEvent{Event: "answer", Package: a.Package, Test: a.Goal.Test, Kind: string(a.Goal.Kind), Message: a.Goal.Message,
		Answer: a.Verdict, Why: a.Why, Caveat: a.Caveat, Schedules: a.runs()}
	if a.Found != nil {
		e.Recording, e.Needs = a.Found.Recording, a.conditions()
	}
	for _, o := range a.Others {
		e.Others = append(e.Others, o.Failure.Recording)
	}
	if a.Verdict == NotFound || a.Verdict == Another {
		e.Tried, e.Left = a.tried(), a.left()
	}
	if a.Err != nil {
		e.Error = a.Err.Error()
	}
	return json.NewEncoder(w).Encode(e)
}
