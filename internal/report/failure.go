// Package report shows results to people and to programs.
package report

import (
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Failure explains a failing run: what broke, who waits for whom, the last steps, and
// how to see it again.
func Failure(w io.Writer, t *trace.Trace, recording string) {
	v := newView(t, false)
	message := t.Message
	if t.Held > 0 {
		message = runner.TimingMessage(t)
	}
	fmt.Fprintf(w, "    %s: %s\n", t.Kind, message)
	fmt.Fprintf(w, "    found in %s, %d steps\n", run(t), t.Steps)
	for _, g := range v.stuck() {
		fmt.Fprintln(w)
		stuck(w, g, v.waits)
	}
	races(w, t)
	if out := output(t); out != "" {
		fmt.Fprintf(w, "\n    the test printed:\n%s", indent(out, "        "))
	}
	lanes(w, v.shown())
	for _, n := range t.Notes {
		fmt.Fprintf(w, "\n    note: %s\n", n)
	}
	if recording != "" {
		fmt.Fprintf(w, "\n    replay it: chaosrun replay %s\n", recording)
	}
}

// run says which run it was, and how its schedule was chosen.
func run(t *trace.Trace) string {
	which, how := fmt.Sprintf("run %d of seed %d", t.Run, t.Seed), t.Strategy
	switch {
	case t.Run == 0:
		which, how = "run 1", "roundrobin"
	case t.Strategy == runner.FuzzStrategy:
		which = "a mutated tape, with the random numbers of " + which
	}
	if t.Clock != "" && t.Clock != "idle" {
		how += ", clock " + t.Clock
	}
	return which + " (" + how + ")"
}

func name(g int) string { return "g" + strconv.Itoa(g) }

// stuck shows a goroutine that is left, what it waits for, and who could have helped.
func stuck(w io.Writer, g trace.Stuck, waits *trace.Waits) {
	at := trace.UserFrame(g.Stack)
	status := map[string]string{
		"stuck": ", and nothing can ever wake it", "ticking": ", and would go on for ever",
	}[g.Status]
	if g.Reason == "runnable" {
		fmt.Fprintf(w, "    %s is not blocked: it goes on%s\n", name(g.ID), on(g.Objects))
	} else {
		fmt.Fprintf(w, "    %s waits in %s%s%s\n", name(g.ID), g.Reason, on(g.Objects), status)
	}
	fmt.Fprintf(w, "        at %s\n", place(at))
	for _, o := range g.Objects {
		for _, h := range waits.Holders[o] {
			as := ""
			if h.Read {
				as = " for reading"
			}
			who := name(h.G)
			if h.G == g.ID {
				who = "itself"
			} else if waits.Ended[h.G] {
				who += " (which has ended)"
			}
			fmt.Fprintf(w, "        %s is held%s by %s, since %s\n", o, as, who, place(h.At))
		}
		for _, u := range waits.Uses[o] {
			if u.G == g.ID || !strings.HasPrefix(o, "chan#") {
				continue
			}
			ended := ""
			if waits.Ended[u.G] {
				ended = "; it has ended"
			}
			fmt.Fprintf(w, "        %s was last used by %s: %s at %s%s\n", o, name(u.G), u.Op, place(u.At), ended)
		}
	}
	if s, ok := waits.Started[g.ID]; ok && g.ID > 1 {
		fmt.Fprintf(w, "        started by %s at %s\n", s.Detail, place(s.At))
	}
}

func on(objects []string) string {
	if len(objects) == 0 {
		return ""
	}
	return " on " + strings.Join(objects, ", ")
}

func place(f trace.Frame) string {
	if f.File == "" {
		return "an unknown place"
	}
	fn := f.Func[strings.LastIndexByte(f.Func, '/')+1:]
	return f.Pos() + " in " + fn
}

// detectorLine is what the race detector and go test add to a race.
var detectorLine = regexp.MustCompile(`^Found \d+ data race\(s\)$|^ *testing\.go:\d+: race detected during execution of test$`)

// output is what the test printed, without what says nothing and what is for terminals.
func output(t *trace.Trace) string {
	text := runner.WithoutEscapes(t.Output)
	if t.Kind == "hang" {
		if i := strings.Index(text, "SIGQUIT: quit\n"); i >= 0 {
			text = text[:i] + userStacks(text[i:])
		}
	}
	var keep []string
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if strings.HasPrefix(l, "=== ") || l == "" && len(keep) == 0 || len(t.Races) > 0 && detectorLine.MatchString(l) {
			continue
		}
		if folded(l) {
			if i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\t") {
				i++
			}
			continue
		}
		keep = append(keep, l)
	}
	const most = 60
	if len(keep) > most {
		keep = append(keep[:most], fmt.Sprintf("... %d more lines are in the recording", len(keep)-most))
	}
	if len(keep) == 0 || len(keep) == 1 && keep[0] == "" {
		return ""
	}
	return strings.Join(keep, "\n") + "\n"
}

// folded reports whether a line of a stack dump names a frame of ours or of the
// runtime.
func folded(line string) bool {
	for _, p := range []string{"runtime.", "testing.(*chaosRunner)", "testing.chaos", "created by testing.", "testing.tRunner", "testing.runTests", "panic({"} {
		if strings.HasPrefix(line, p) {
			return true
		}
	}
	return false
}

func indent(s, by string) string {
	return by + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n"+by) + "\n"
}

// How much of the schedule a failure shows.
const (
	lastSteps = 24
	maxLanes  = 5
	laneWidth = 24
)

// lanes shows the last steps, a column for each goroutine.
func lanes(w io.Writer, steps []trace.Step) {
	if len(steps) == 0 {
		return
	}
	steps = steps[max(0, len(steps)-lastSteps):]
	gs := make(map[int]int)
	for _, e := range steps {
		if e.Kind != trace.EvClock {
			gs[e.G]++
		}
	}
	var cols []int
	for g := range gs {
		cols = append(cols, g)
	}
	sort.Ints(cols)
	if len(cols) > maxLanes {
		list(w, steps)
		return
	}
	fmt.Fprintf(w, "\n    the last steps (each column is a goroutine, time runs down):\n    ")
	lane := make(map[int]int)
	for i, g := range cols {
		lane[g] = i
		fmt.Fprintf(w, "%-*s", laneWidth, name(g))
	}
	fmt.Fprintln(w)
	for _, e := range steps {
		if e.Kind == trace.EvClock {
			fmt.Fprintf(w, "    -- the clock advances to %s --\n", e.Detail)
			continue
		}
		pad := lane[e.G] * laneWidth
		fmt.Fprintf(w, "    %s%-*s%s\n", strings.Repeat(" ", pad), laneWidth*len(cols)-pad, did(e), pos(e.Event))
	}
}

// shown are the steps that matter, in the order in which they took effect.
func (v *view) shown() []trace.Step {
	var steps []trace.Step
	for i, s := range v.steps {
		if v.visible[i] {
			steps = append(steps, s)
		}
	}
	return steps
}

// lastPanic is the number of events up to the panic that the run died of, if it did:
// what comes after it is the test framework's report.
func lastPanic(events []trace.Event) int {
	if len(events) == 0 {
		return 0
	}
	g, cut := events[len(events)-1].G, len(events)
	var at trace.Frame
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		if e.Kind != trace.EvPanic || e.G != g || e.At.Std() {
			continue
		}
		// The framework panics again with what it has recovered: same place.
		if cut < len(events) && e.At != at {
			break
		}
		cut, at = i+1, e.At
	}
	return cut
}

// list shows steps of more goroutines than fit beside one another.
func list(w io.Writer, steps []trace.Step) {
	fmt.Fprintf(w, "\n    the last steps:\n")
	for _, e := range steps {
		if e.Kind == trace.EvClock {
			fmt.Fprintf(w, "    -- the clock advances to %s --\n", e.Detail)
			continue
		}
		fmt.Fprintf(w, "    %-6s%-*s%s\n", name(e.G), laneWidth, did(e), pos(e.Event))
	}
}

// pos is where a step was made; the framework's own files say nothing to a reader.
func pos(e trace.Event) string {
	if strings.HasPrefix(e.At.File, "$GOROOT/testing/") {
		return ""
	}
	return e.At.Pos()
}

// did is what a step did, or would have done next.
func did(s trace.Step) string {
	if s.Never && s.Kind != trace.EvStart {
		return clip("next: "+whole(s.Event), laneWidth-2)
	}
	return what(s.Event)
}

// chance is what has happened, of what may.
func chance(e trace.Event) string {
	switch held := e.HeldFor(); {
	case held > 0:
		return "is held up for " + trace.Round(held).String()
	case e.Detail == engine.NoYield.String():
		return "Gosched changes nothing"
	}
	return "the pool is empty"
}

func what(e trace.Event) string { return clip(whole(e), laneWidth-2) }

func whole(e trace.Event) string {
	switch e.Kind {
	case trace.EvStart:
		return "starts"
	case trace.EvEnd:
		return "ends"
	case trace.EvPanic:
		return "PANICS"
	case trace.EvDraw:
		return fmt.Sprintf("chooses %d of %d", e.K, e.N)
	case trace.EvChance:
		return chance(e)
	case trace.EvRefine:
		return fmt.Sprintf("makes its input simpler in way %d", e.K)
	case trace.EvWake:
		return "goes on"
	case engine.OpAdvance.String():
		return "sets the clock"
	case engine.OpFault.String():
		return "comes to a failpoint"
	case engine.OpUser.String():
		return "sched.Yield"
	case trace.EvMark:
		if strings.HasPrefix(e.Detail, "fault ") {
			return e.Detail
		}
		return "step: " + e.Detail
	case trace.EvWait:
		if e.Object != "" {
			return "waits for " + e.Object
		}
		return "waits: " + e.Detail
	}
	if e.Detail != "" {
		return "in " + e.Detail[strings.LastIndexByte(e.Detail, '/')+1:]
	}
	if e.Object != "" {
		return e.Kind + " " + e.Object
	}
	return e.Kind
}
