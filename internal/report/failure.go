// Package report shows results to people and to programs.
package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Failure explains a failing run: what broke, which choices of the schedule lead to it, who waits for
// whom, the steps that matter, and how to see it again. It says as much as a screen has room for.
func Failure(w io.Writer, t *trace.Trace, recording string) {
	src := SourcesOf(t, t.Module, ".")
	defer src.Close()
	v := newView(t, src, false)
	var text []byte
	for v.brief = full; v.brief <= briefest; v.brief++ {
		var whole bool
		text, whole = v.failure(recording)
		if whole && bytes.Count(text, []byte("\n"))+toCome(recording) <= screen {
			break
		}
	}
	_, _ = w.Write(text) // as any text: whoever made w knows of its errors
}

// screen is how many lines a failure has, below the line that names the test.
const screen = 39

// How much of a failure is said. Each level leaves out more than the one before.
const (
	full       = iota
	noUses     // who used a channel last, and further races
	fewChoices // and few lines of the test's output
	fewWaits
	fewSteps // and nothing of a panic's output: the headline has its message and its place
	briefest = fewSteps
)

// toCome is how many lines are missing where no recording is named: a failure reads the same in a replay.
func toCome(recording string) int {
	if recording == "" {
		return 1
	}
	return 0
}

// failure is the text of a failure. It is whole if its list has every step that the text above the list speaks of.
func (v *view) failure(recording string) (text []byte, whole bool) {
	v.noMarks()
	var above, below bytes.Buffer
	fmt.Fprint(&above, v.clipped(Wrapped(v.kind()+v.headline(), "    ", "        ")))
	v.printChoices(&above)
	v.printBlocked(&above)
	v.printRacesBriefly(&above)
	v.numbers = numbered.Match(above.Bytes())
	for _, n := range v.t.Notes {
		if strings.HasPrefix(n, "shrunk from ") {
			continue // it says nothing of the cause; chaosrun show has it
		}
		if below.Len() == 0 {
			fmt.Fprintln(&below)
		}
		fmt.Fprint(&below, Wrapped("note: "+n, "    ", "        "))
	}
	fmt.Fprintf(&below, "\n    found in %s\n", run(v.t))
	if recording != "" {
		fmt.Fprintf(&below, "    to replay: chaosrun replay %s\n", recording)
	}
	left := screen - toCome(recording) - bytes.Count(above.Bytes(), []byte("\n")) - bytes.Count(below.Bytes(), []byte("\n"))
	printed, least := "", fewestOutput
	if v.brief >= fewChoices {
		least = 3
	}
	most := max(least, left-fewestListed-aroundList-2)
	said := v.saysNoMore
	if v.brief >= fewSteps && (v.t.Kind == "panic" || v.t.Kind == "fatal") {
		said = func(string) bool { return true }
	}
	if out := output(v.t, most); out != "" && !said(out) {
		printed = "\n    " + outputOf(v.t) + ":\n" + indent(v.readable(out, most), "        ")
	}
	whole = v.list(&above, left-strings.Count(printed, "\n"))
	above.WriteString(printed)
	above.Write(below.Bytes())
	return above.Bytes(), whole
}

const fewestOutput = 6 // lines of the test's output, however long the rest is

// clipped leaves out the end of a long headline, if there is much to say: the test's output has it.
func (v *view) clipped(text string) string {
	const most = 4
	lines := strings.SplitAfter(text, "\n")
	if v.brief < fewChoices || len(lines) <= most+1 {
		return text
	}
	last := strings.TrimSuffix(lines[most-1], "\n")
	return strings.Join(lines[:most-1], "") + clip(last, columns-1) + "…\n"
}

// saysNoMore reports whether the output says only what the message says.
func (v *view) saysNoMore(out string) bool {
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		l = strings.TrimSpace(l)
		if !strings.HasPrefix(l, "--- FAIL: "+v.t.Test+" (") && l != v.t.Message {
			return false
		}
	}
	return true
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

// outputOf names what output returns.
func outputOf(t *trace.Trace) string { return strings.TrimPrefix(t.Subject(), "the ") + " output" }

func indent(s, by string) string {
	return by + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n"+by) + "\n"
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
		if e.Kind != trace.EvPanic || e.Detail == trace.Exits || e.G != g || e.At.Std() {
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

func whole(e trace.Event) string {
	switch e.Kind {
	case trace.EvStart:
		return "starts"
	case trace.EvEnd:
		return "ends"
	case trace.EvPanic:
		if e.Detail == trace.Exits {
			return "EXITS"
		}
		return "PANICS"
	case trace.EvDraw:
		return fmt.Sprintf("chooses %d of %d", e.K, e.N)
	case trace.EvChance:
		return chance(e)
	case trace.EvRefine:
		return fmt.Sprintf("makes its input simpler in way %d", e.K)
	case trace.EvWake:
		return "resumes"
	case trace.EvCase:
		if op, _, _ := strings.Cut(e.Detail, " "); e.Object != "" {
			return "takes " + op + " " + e.Object
		}
		return "takes " + e.Detail
	case engine.OpAdvance.String():
		return "sets the clock"
	case engine.OpFault.String():
		return "reaches a failpoint"
	case engine.OpUser.String():
		return "sched.Yield"
	case trace.EvMark:
		if strings.HasPrefix(e.Detail, "fault ") {
			return e.Detail
		}
		return "step: " + e.Detail
	case trace.EvWait:
		return "blocks in " + waitWord(e.Detail, e.Object)
	}
	if cancelsContext(e) {
		return "cancel()"
	}
	if e.Detail != "" {
		return "in " + e.Detail[strings.LastIndexByte(e.Detail, '/')+1:]
	}
	if e.Object != "" {
		return operation(e.Kind, e.Object)
	}
	return e.Kind
}

// cancels are the functions that package context returns to cancel a context.
var cancels = regexp.MustCompile(`^context\.With\w+\.func\d+$`)

// operation is an operation on an object as Go writes it.
func operation(kind, object string) string {
	if strings.HasPrefix(kind, "timer.") {
		object = strings.TrimSuffix(object, ".C") // the timer and its channel are one object
	}
	if isOnce(object) {
		return object + "()"
	}
	switch kind {
	case "send", "try-send":
		return object + " <- …"
	case "recv", "try-recv":
		return "<-" + object
	case "close", "len":
		return kind + "(" + object + ")"
	case "read", "write":
		return kind + " " + object
	}
	if _, method, ok := strings.Cut(kind, "."); ok {
		kind = method
	}
	return object + "." + kind + "()"
}
