package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// A schedule is the default one, in which a goroutine runs until it blocks, but for some choices. After
// shrinking, those are what the failure needs.

// mostChoices bounds the choices that a failure shows.
const mostChoices = 6

// departures are the events at which a run departs from the default schedule.
func departures(t *trace.Trace) []int {
	if t.From > 0 {
		return nil // what came before is not known
	}
	plan, events := t.Decisions()
	var out []int
	for i, x := range plan {
		if !x.Refine && !(x.Draw && t.Events[events[i]].At.File == "") {
			out = append(out, events[i])
		}
	}
	return out
}

// printChoices says where the run departs from the default schedule.
func (v *view) printChoices(w io.Writer) {
	cs, most := v.unsaid(), mostChoices
	of := len(cs)
	cs = v.deciding(cs)
	if v.brief >= fewChoices {
		most = 3
	}
	if v.t.From > 0 || len(cs) > most && v.t.Kind == "leak" {
		return
	}
	selects, lost := v.selects()
	if lost {
		fmt.Fprint(w, selects) // a message that nobody gets explains a failure best
	}
	switch {
	case len(cs) == 0 && v.t.Kind == "":
	case len(cs) == 0 && v.t.Run > 0 && len(v.t.Plan()) == 0:
		text := "each goroutine runs until it blocks; this run's random numbers decide"
		if at := v.draws(); at != "" {
			text += ", drawn at " + at
		}
		fmt.Fprint(w, "\n"+Wrapped(text, "    ", "    "))
	case len(cs) == 0 && len(v.lanes) > 1:
		fmt.Fprintf(w, "\n    the plain schedule fails: each goroutine runs until it blocks\n")
	case len(cs) == 0:
	case len(cs) < of:
		which := "the one that concerns"
		switch n := len(cs); {
		case n > most:
			which = fmt.Sprintf("the last %d that concern", most)
			cs = cs[n-most:]
		case n > 1:
			which = fmt.Sprintf("the %d that concern", n)
		}
		fmt.Fprintf(w, "\n    of %d choices that lead to it, %s the failure:\n", of, which)
	case len(cs) == 1:
		fmt.Fprintf(w, "\n    the choice that leads to it:\n")
	case len(cs) <= most:
		fmt.Fprintf(w, "\n    the %d choices that lead to it:\n", len(cs))
	default:
		fmt.Fprintf(w, "\n    the last %d of %d choices that lead to it:\n", most, len(cs))
		cs = cs[len(cs)-most:]
	}
	for _, i := range cs {
		fmt.Fprint(w, Wrapped(v.choice(i), "      - ", "        "))
	}
	if !lost {
		fmt.Fprint(w, selects)
	}
	v.printSwap(w)
}

// printSwap says which two steps change places in a schedule that passes. The two schedules can differ in
// further steps, so the text does not say that these two are the cause.
func (v *view) printSwap(w io.Writer) {
	if len(v.t.Swap) != 2 {
		return
	}
	fmt.Fprintf(w, "\n    %s:\n", otherOrder)
	for _, i := range v.t.Swap {
		e := v.t.Events[i]
		v.mentionSwapped(i)
		what := "does " + v.does(e)
		if e.Kind == trace.EvCase {
			what = fmt.Sprintf("takes %s of its select (%s)", v.quotedCase(e), base(e.At))
		}
		fmt.Fprint(w, Wrapped(name(e.G)+" "+what+v.late(i), "      - ", "        "))
	}
}

// otherOrder is the title of the swap.
const otherOrder = "the test passes in a schedule with these two steps in the other order"

// late says of the operation of event i that it was not done before the failure, or nothing.
func (v *view) late(i int) string {
	for j, s := range v.steps {
		switch {
		case s.Index != i:
		case s.Never:
			return ", which this run never comes to"
		case v.after(j):
			return ", which comes after the failure"
		}
	}
	return ""
}

// choice says in a sentence what was chosen at event i.
func (v *view) choice(i int) string {
	e := v.t.Events[i]
	who := name(e.G)
	switch {
	case e.Kind == trace.EvChoice:
		return v.caseChosen(i)
	case e.Kind == trace.EvDraw:
		if fault := v.fault(i); fault != "" {
			return fmt.Sprintf("%s in %s%s", fault, who, v.quoted(e.At))
		}
		return fmt.Sprintf("%s chooses %d of %d%s", who, e.K, e.N, v.quoted(e.At))
	case e.Kind == trace.EvRefine:
		return who + " makes its input simpler"
	case e.Kind == trace.EvChance && e.K == 0:
		return fmt.Sprintf("%s is not disturbed%s, as it might be", who, v.quoted(e.At))
	case e.Kind == trace.EvChance:
		return v.chance(i)
	case e.Kind == trace.EvPick && e.G == engine.ClockID:
		return "a timer fires before the goroutines that are ready"
	case e.Kind == trace.EvPick:
		return fmt.Sprintf("%s, and %s runs next; %s", v.stops(i), who, v.readyBeside(i, e.G, e.N-1))
	case e.Next == e.G:
		return fmt.Sprintf("%s keeps running with %s; %s could run too", who, v.does(e), others(e.N-1))
	case e.Next == engine.ClockID:
		return fmt.Sprintf("a timer fires before %s does %s", who, v.does(e))
	case e.Kind == engine.OpYield.String():
		return fmt.Sprintf("%s calls runtime.Gosched%s, and %s runs next; %s", who, v.quoted(e.At), name(e.Next), v.readyBeside(i, e.Next, e.N-1))
	}
	v.mentionBeside(i)
	if e.Detail != "" && v.sourceText(e) == "" {
		return fmt.Sprintf("%s is preempted in %s (%s); %s", who, e.Detail[strings.LastIndexByte(e.Detail, '/')+1:], base(e.At), v.othersRun(i, e))
	}
	when := "before"
	if e.Kind == engine.OpGo.String() {
		when = "right after" // the goroutine is there by then
	}
	return fmt.Sprintf("%s is preempted %s %s; %s", who, when, v.does(e), v.othersRun(i, e))
}

// fault is the mark of the fault that the choice at event i is for, or "".
func (v *view) fault(i int) string {
	for _, e := range v.t.Events[i+1:] {
		if e.G == v.t.Events[i].G {
			if e.Kind == trace.EvMark && strings.HasPrefix(e.Detail, "fault ") {
				return e.Detail
			}
			return ""
		}
	}
	return ""
}

func others(n int) string {
	if n == 1 {
		return "another goroutine"
	}
	return fmt.Sprintf("%d others", n)
}

// readyBeside says which goroutines could run beside the one that is chosen at event i: there are n.
func (v *view) readyBeside(i, chosen, n int) string {
	ready := make(map[int]bool)
	for _, e := range v.t.Events[:i] {
		switch e.Kind {
		case trace.EvStart, trace.EvWake:
			ready[e.G] = true
		case trace.EvWait, trace.EvEnd:
			delete(ready, e.G)
		}
	}
	if e := v.t.Events[i]; e.Kind == engine.OpYield.String() {
		delete(ready, e.G)
	}
	delete(ready, chosen)
	gs := slices.Sorted(maps.Keys(ready))
	switch {
	case len(gs) == n && n == 1:
		return name(gs[0]) + " is ready too"
	case len(gs) == n && n <= 3: // else a timer is among them, or the recording does not have all
		return fewNames(gs) + " are ready too"
	case n == 1 && len(gs) == 0:
		return "a timer is due too"
	case n == 1:
		return "another goroutine is ready too"
	}
	return fmt.Sprintf("%d others are ready too", n)
}

// preemptedAfter is the choice of others after the hold-up at event i, at the operation before which the
// goroutine is held up, or -1.
func (v *view) preemptedAfter(i int) int {
	e := v.t.Events[i]
	for _, j := range v.choices {
		if p := v.t.Events[j]; j > i && p.G == e.G {
			if preempts(p, e) {
				return j
			}
			return -1
		}
	}
	return -1
}

// preempts reports whether at step p, the next choice of a goroutine after it was held up at e, others go on.
func preempts(p, e trace.Event) bool {
	return p.At == e.At && p.IsStep() && p.Next != p.G && p.Next != engine.ClockID
}

// unsaid are the choices without those that the hold-up says which is shown before them.
func (v *view) unsaid() []int {
	next := make(map[int]int) // goroutine -> its next choice
	said := make(map[int]bool)
	for _, i := range slices.Backward(v.choices) {
		e := v.t.Events[i]
		if j, ok := next[e.G]; ok && e.HeldFor() > 0 && preempts(v.t.Events[j], e) {
			said[j] = true
		}
		next[e.G] = i
	}
	return slices.DeleteFunc(slices.Clone(v.choices), func(i int) bool { return said[i] })
}

// chance says what has happened that need not.
func (v *view) chance(i int) string {
	e := v.t.Events[i]
	who := name(e.G)
	switch held := e.HeldFor(); {
	case held > 0:
		v.mention(i)
		text := fmt.Sprintf("%s is held up for %v%s, as it may be on a busy machine", who, trace.Round(held), v.quoted(e.At))
		if p := v.preemptedAfter(i); p >= 0 {
			text += "; " + v.othersRun(p, v.t.Events[p])
		}
		return text
	case e.Detail == engine.NoYield.String():
		return fmt.Sprintf("%s calls runtime.Gosched, and keeps running%s", who, v.quoted(e.At))
	}
	v.mention(i)
	return fmt.Sprintf("%s finds the sync.Pool empty%s: the runtime may drop items at any time", who, v.quoted(e.At))
}

// does is the operation that e announces, in the source's words if they are there.
func (v *view) does(e trace.Event) string {
	if e.At.File == "" || e.At.Std() {
		return "“" + whole(e) + "”"
	}
	if text := v.sourceText(e); text != "" {
		return fmt.Sprintf("“%s” (%s)", clipSource(text, 44), base(e.At))
	}
	if wait := v.insideCondWait(e); wait != "" {
		return fmt.Sprintf("%s inside “%s” (%s)", whole(e), wait, base(e.At))
	}
	what := whole(e)
	if strings.HasPrefix(what, "in ") {
		what = "a step " + what // of a library
	}
	return what + " (" + base(e.At) + ")"
}

// quoted is the place of something, with the source's words if they are there.
func (v *view) quoted(at trace.Frame) string { return v.quotedOp("", at) }

// quotedOp is quoted for an operation of that kind.
func (v *view) quotedOp(kind string, at trace.Frame) string {
	if at.File == "" || at.Std() {
		return ""
	}
	if l := v.lineOf(kind, at); l != "" {
		return fmt.Sprintf(" at “%s” (%s)", clipSource(l, 44), base(at))
	}
	return " at " + base(at)
}

// stops says why whoever had the turn before event i gave it up.
func (v *view) stops(i int) string {
	for j := i - 1; j >= 0; j-- {
		switch e := v.t.Events[j]; e.Kind {
		case trace.EvWait:
			return name(e.G) + " blocks" + v.quotedOp(waitWords[e.Detail], e.At)
		case trace.EvEnd:
			return name(e.G) + " ends"
		case trace.EvClock:
			return "virtual time advances"
		}
	}
	return v.t.Root() + " begins"
}

// othersRun says which others run, and how far they come, before the goroutine of e, the choice at event i, runs again.
func (v *view) othersRun(i int, e trace.Event) string {
	g, gs := e.G, []int{e.Next}
	last := -1
	for j, e := range v.t.Events[i+1:] {
		switch {
		case e.Kind == trace.EvWake || e.Kind == trace.EvStart || e.Kind == trace.EvClock || e.Kind == trace.EvPick:
			continue
		case e.G == g:
			return v.stopsAt(gs, last)
		case e.Kind == trace.EvEnd || e.Kind == trace.EvWait || e.At.File != "" && !e.At.Std():
			last = i + 1 + j
		}
		if !slices.Contains(gs, e.G) && e.G != engine.ClockID {
			gs = append(gs, e.G)
		}
	}
	return v.stopsAt(gs, last)
}

// mentionStop notes that the text says that a goroutine runs up to the step of event i.
func (v *view) mentionStop(i int) {
	if v.t.Events[i].Kind != trace.EvEnd {
		v.mentionBeside(i)
	}
}

// stopsAt says that goroutines run, the one of event i last, up to that event.
func (v *view) stopsAt(gs []int, i int) string {
	if i < 0 {
		return theyRun(gs)
	}
	v.mentionStop(i)
	e, then := v.t.Events[i], ""
	if len(gs) > 1 {
		then = ", and then " + name(e.G)
		if gs[0] != e.G {
			gs = slices.DeleteFunc(gs, func(g int) bool { return g == e.G })
		}
	}
	text := theyRun(gs) + then
	switch e.Kind {
	case trace.EvEnd:
		return text + " until it ends"
	case trace.EvWait:
		return text + " until it blocks" + v.quotedOp(waitWords[e.Detail], e.At)
	case trace.EvCase:
		return fmt.Sprintf("%s until its select takes %s (%s)", text, v.quotedCase(e), base(e.At))
	}
	return text + " up to " + v.does(e)
}

// theyRun says that goroutines run.
func theyRun(gs []int) string {
	if len(gs) == 1 {
		return name(gs[0]) + " runs"
	}
	return severalNames(gs) + " run"
}

// base is a place without its folder.
func base(f trace.Frame) string {
	return f.File[strings.LastIndexByte(f.File, '/')+1:] + ":" + strconv.Itoa(f.Line)
}

// Wrapped breaks a text into lines of at most 80 columns: the first one begins with first, the others with rest.
func Wrapped(text, first, rest string) string {
	var b strings.Builder
	line, n := first, 0
	for _, word := range strings.Fields(text) {
		if n > 0 && width(line)+1+width(word) > columns {
			b.WriteString(line + "\n")
			line, n = rest, 0
		}
		if n > 0 {
			line += " "
		}
		line += word
		n++
	}
	return b.String() + line + "\n"
}
