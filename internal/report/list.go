package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// The schedule of a failure as a list, a step a line, in the source's words: it fits a terminal of 80
// columns whatever the number of goroutines.

const (
	columns      = 80
	mostListed   = 22 // of the schedule in all
	fewestListed = 6  // however long the rest of the text is
	aroundList   = 7  // more lines: the headline, most legends, what is left out
)

// listed is a line of the list.
type listed struct {
	step   int // position in the view
	g      int
	pos    string
	text   string // of the source, or what was done
	remark string // what the source does not say
	mark   mark   // that the text above speaks of the step
	needed bool   // the list has to have it
	gap    bool   // the list leaves out what is before it
	more   string // and what needs a line of its own
	period int    // with the lines before it, so many in all repeat
	times  int    // so many more times; -1: until the run ends
	others bool   // with other values
}

// list shows the steps that matter: those at which the schedule departs from the default one, with their
// neighbours, and the last ones. It takes as many as fit so many lines. It is whole if all steps are shown of
// which the text above speaks.
func (v *view) list(w io.Writer, lines int) (whole bool) {
	v.showMarked()
	v.findOwn()
	v.findWakers()
	all := v.listed()
	if len(all) == 0 {
		return true
	}
	v.marked(all)
	all, accesses := v.withAccesses(all)
	steps := len(all)
	all = v.repeated(all)
	distance := v.distances(all, v.failingLines(all))
	var text bytes.Buffer
	fewest := fewestListed
	if v.brief >= fewSteps {
		fewest = 3
	}
	for most := mostListed; most >= fewest; most-- {
		text.Reset()
		whole = v.listMost(&text, all, distance, steps, most, accesses)
		if bytes.Count(text.Bytes(), []byte("\n")) <= lines {
			break
		}
	}
	_, _ = text.WriteTo(w) // as any text: whoever made w knows of its errors
	return whole
}

// near is how many steps back from the failure a step may be that the list has to have, if the text above it can be
// shorter.
const near = 1

// listMost is list with that many lines at most, of so many steps; accesses says that the two of a race are among them.
func (v *view) listMost(w io.Writer, all []listed, distance []int, steps, most int, accesses bool) (whole bool) {
	all = slices.Clone(all)
	keep := v.kept(all, distance, most)
	fmt.Fprint(w, "\n"+Wrapped(v.title(all, keep, steps)+":", "    ", "    "))
	v.legend(w, all, keep)
	if v.numbers || slices.ContainsFunc(shown(all, keep), func(l listed) bool { return numbered.MatchString(l.text) }) {
		fmt.Fprint(w, "    #1, #2 and so on tell apart objects of one name or kind\n")
	}
	if !accesses && v.t.Kind == "race" && !v.t.Accesses {
		fmt.Fprint(w, "    reads and writes of plain memory are not among the steps\n")
	}
	c := columnsOf(all, keep)
	whole = true
	for i, l := range all {
		if keep[i] {
			l.print(w, c)
		}
		whole = whole && (keep[i] || !l.needed && (distance[i] > near || v.brief >= fewWaits))
	}
	return whole
}

// widestPos bounds the column of places. One that does not fit keeps its end, which has the line.
const widestPos = 24

// column is how wide the columns of the list are.
type column struct {
	margin int // with what is left out, and the marks; 0 if there are none
	name   int // of goroutines, and the space after it
	pos    int
}

// columnsOf finds how wide the columns are, and notes before which lines others are left out.
func columnsOf(all []listed, keep []bool) column {
	c := column{name: 5}
	for i, l := range all {
		if !keep[i] {
			continue
		}
		all[i].gap = i > 0 && !keep[i-1]
		if l.g != engine.ClockID {
			c.name = max(c.name, width(name(l.g))+1)
		}
		c.pos = min(max(c.pos, width(l.pos)), widestPos)
		if all[i].gap || l.mark != "" {
			c.margin = 3
		}
	}
	return c
}

func (l listed) print(w io.Writer, c column) {
	if n := width(l.pos); n > c.pos {
		l.pos = "…" + string([]rune(l.pos)[n-c.pos+1:])
	}
	gap := " "
	if l.gap {
		gap = "…"
	}
	margin := "    "
	if c.margin > 0 {
		margin = pad(margin+gap+string(l.mark), len(margin)+c.margin)
	}
	left := width(margin) + c.name
	room := columns - left - c.pos - 2
	if l.remark != "" {
		room -= width(l.remark) + 2
	}
	text := clipSource(l.text, max(room, 16))
	line := fmt.Sprintf("%s%s%s  %s", margin, pad(name(l.g), c.name), pad(l.pos, c.pos), text)
	if l.g == engine.ClockID {
		at := min(left+c.pos+2, columns-width(l.text))
		line = clip(margin+strings.Repeat(" ", max(at, left)-width(margin))+l.text, columns)
	}
	if l.remark != "" {
		line = pad(line, columns-2-width(l.remark)) + "  " + l.remark
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
	if l.more != "" {
		fmt.Fprintln(w, clip(strings.Repeat(" ", left+c.pos+4)+l.more, columns))
	}
	switch {
	case l.times < 0:
		fmt.Fprintf(w, "      … %s until the limit of steps is reached\n", l.repeats())
	case l.times > 0:
		fmt.Fprintf(w, "      … %s %s\n", l.repeats(), runner.Plural(uint64(l.times), "more time"))
	}
}

// listed are the lines of all steps that matter.
func (v *view) listed() []listed {
	var out []listed
	waits := make(map[int]trace.Event) // goroutine -> where it began to wait last
	unstarted := make(map[int][]int)   // go statement -> the starts that never take effect
	for i, s := range v.steps {
		if !v.visible[i] || s.Kind == trace.EvStart && s.Detail == "g0" {
			continue
		}
		// That a goroutine resumes goes without saying if its next step follows, and what wakes it is shown.
		if last := len(out) - 1; last >= 0 && out[last].g == s.G && s.Kind != trace.EvClock {
			if w := v.steps[out[last].step]; w.Kind == trace.EvWake && w.Carries == "" && v.showsWaker(w) {
				out = out[:last]
			}
		}
		if s.Kind == trace.EvStart && s.Never && s.By > s.Index {
			unstarted[s.By] = append(unstarted[s.By], i)
			continue
		}
		if s.Kind == trace.EvWait {
			waits[s.G] = s.Event
		}
		if s.Kind == trace.EvWake {
			s.At, s.Detail = waits[s.G].At, waits[s.G].Detail // the line says that it resumes there
		}
		if last := len(out) - 1; last >= 0 && s.Kind == trace.EvClock && v.steps[out[last].step].Kind == trace.EvClock {
			out = out[:last] // the later one says it
		}
		// What sync.Cond.Wait does before it waits goes without saying.
		for last := len(out) - 1; last >= 0 && s.Kind == trace.EvWait && s.Detail == "sync.Cond.Wait" && out[last].g == s.G && v.steps[out[last].step].At == s.At; last-- {
			out = out[:last]
		}
		// The function that a WaitGroup's Go calls is done when it ends.
		if last := len(out) - 1; last >= 0 && s.Kind == trace.EvEnd && out[last].g == s.G && out[last].pos == "" && v.steps[out[last].step].Kind == "wg.Done" {
			out = out[:last]
		}
		// The operation that panics is done at the same place.
		if last := len(out) - 1; last >= 0 && s.Kind == trace.EvPanic && out[last].g == s.G && v.steps[out[last].step].At == s.At {
			out = out[:last]
		}
		out = append(out, v.line(i, s))
		for _, j := range unstarted[s.Index] {
			out = append(out, v.line(j, v.steps[j]))
		}
	}
	return v.folded(out)
}

// operationOf is the operation of a step or, of a goroutine that begins to wait or resumes, the one that it waits in.
func operationOf(e trace.Event) string {
	if e.Kind == trace.EvWait || e.Kind == trace.EvWake {
		return waitWords[e.Detail]
	}
	return e.Kind
}

// sourceSays reports whether the line of an operation says what it is: a deferred call happens at
// the line that returns.
func (v *view) sourceSays(e trace.Event) bool {
	s := v.src.syntax(e.At.File)
	if s == nil {
		return false
	}
	if strings.HasPrefix(v.src.Line(e.At.File, e.At.Line), "func ") {
		return s.statement(operationOf(e), e.At.Line) != ""
	}
	if methods[e.Kind] == nil || e.Detail != "" {
		return true
	}
	return s.operand(e.Kind, e.At.Line) != "" && len(v.at[e.At]) == 1
}

// sourceText is what the source says of an operation: its line or, of a function literal that is
// within a line, the operation alone. It is "" if the source does not say it.
func (v *view) sourceText(e trace.Event) string {
	kind := operationOf(e)
	if !v.sourceSays(e) {
		return v.oneOfLine(e)
	}
	if text := v.ofOwnLine(e); text != "" {
		return text
	}
	return v.lineOf(kind, e.At)
}

// oneOfLine is the operation of e alone, of a line that does several, if that says which of them it is.
func (v *view) oneOfLine(e trace.Event) string {
	s := v.src.syntax(e.At.File)
	if s == nil || e.Detail != "" || methods[e.Kind] == nil || numbered.MatchString(e.Object) {
		return ""
	}
	return s.statement(e.Kind, e.At.Line)
}

// ofOwnLine is what the goroutine of e runs, if the function that it was started with is a literal within the line
// of e, or "".
func (v *view) ofOwnLine(e trace.Event) string {
	started, ok := v.waits.Started[e.G]
	if !ok || e.Kind == trace.EvStart || started.Detail != "timer" && (started.At.File != e.At.File || started.At.Line != e.At.Line) {
		return ""
	}
	if s := v.src.syntax(e.At.File); s != nil {
		return cmp.Or(s.statement(operationOf(e), e.At.Line), s.literals[e.At.Line])
	}
	return ""
}

// lineOf is the line of an operation of that kind or, of a function literal that is within a line, the
// operation alone.
func (v *view) lineOf(kind string, at trace.Frame) string {
	text := v.src.Line(at.File, at.Line)
	if s := v.src.syntax(at.File); s != nil && strings.HasPrefix(text, "func ") {
		return cmp.Or(s.statement(kind, at.Line), text) // a function of one line
	}
	if s := v.src.syntax(at.File); s != nil && strings.Contains(text, "func(") {
		if s := s.statement(kind, at.Line); s != "" && kind != "send" && kind != "recv" || strings.Contains(s, "<-") {
			return s
		}
	}
	if strings.Trim(text, "{}(), ") == "" {
		return "" // the end of a function says nothing
	}
	return text
}

// line is the line of a step.
func (v *view) line(i int, s trace.Step) listed {
	l := listed{step: i, g: s.G, pos: listPos(s.Event)}
	if l.pos != "" {
		l.text = v.sourceText(s.Event)
	}
	said := l.text != ""
	if !said {
		l.text = whole(s.Event)
	}
	switch s.Kind {
	case trace.EvClock:
		return listed{step: i, g: engine.ClockID, text: "── virtual time: " + roundTime(s.Detail) + v.firing(s.Index) + " ──"}
	case trace.EvStart:
		l.remark = "starts"
		if !said {
			l.text, l.remark = "starts", ""
		}
	case trace.EvWait:
		l.remark = "blocks" + noRoom(s.Event)
		if !said || s.Object != "" && !strings.Contains(l.text, s.Object) && !ofCall(s.Event, l.text) {
			l.text = waitWord(s.Detail, s.Object)
		}
	case trace.EvWake:
		l.remark = "resumes"
		if !said {
			l.text, l.remark = "resumes", ""
		}
	case trace.EvEnd:
		l.text, l.remark = "ends", ""
	case trace.EvPanic:
		l.remark = whole(s.Event)
	case trace.EvCase:
		if strings.HasPrefix(l.text, "select") || !said {
			l.text = "select takes " + v.caseText(s.Event)
		}
		if r, ok := v.among[s.Index]; ok {
			if others := v.readyToo(v.t.Events[r], s.Event); len(others) > 0 {
				var texts []string
				for _, o := range others {
					texts = append(texts, o.text)
				}
				l.more = "also ready: " + strings.Join(texts, ", ")
			}
		}
	case "cond.Signal", "cond.Broadcast":
		if !v.unsure[s.Index] {
			l.remark = "wakes " + cmp.Or(fewNames(v.woken[s.Index]), "nobody")
		}
	case trace.EvChance:
		l.remark = chance(s.Event)
	case engine.OpUser.String():
		l.remark = whole(s.Event)
	case "Lock", "Unlock":
		if wait := v.insideCondWait(s.Event); wait != "" {
			l.text, l.remark = wait, strings.ToLower(s.Kind)+"s "+s.Object
			if s.Kind == "Lock" {
				l.remark += " again"
			}
		}
	case trace.EvDraw, trace.EvMark:
		l.remark = clip(whole(s.Event), 40)
		if !said {
			l.text, l.remark = whole(s.Event), ""
		}
	}
	if value := v.carries(s.Index, l.text); value != "" && (l.remark == "" || s.Kind == trace.EvWake) {
		l.remark = value
	}
	if woken := v.wakesUsers(i); woken != "" && !strings.HasPrefix(l.remark, "wakes ") {
		l.remark = strings.TrimPrefix(l.remark+", wakes "+woken, ", ")
	}
	if s.Never && s.Kind != trace.EvWake {
		l.remark = "never runs"
	}
	if v.fails == i && v.t.Kind != "race" {
		l.remark = "FAILS"
		if v.t.Kind == "fatal" {
			l.remark = "FATAL"
		}
	}
	return l
}

// insideCondWait is the call of sync.Cond.Wait that unlocks or locks the mutex of e, or "".
func (v *view) insideCondWait(e trace.Event) string {
	s := v.src.syntax(e.At.File)
	if s == nil || e.Kind != "Lock" && e.Kind != "Unlock" || s.has(e.Kind, e.At.Line) {
		return ""
	}
	return s.statement("cond.Wait", e.At.Line)
}

// ofCall reports whether a wait is for a channel of what the line calls, like t.Run, and not for one
// that the line knows.
func ofCall(e trace.Event, line string) bool {
	return strings.HasPrefix(e.Object, "chan#") && !strings.Contains(line, "<-") && !strings.Contains(line, "range ") && !strings.HasPrefix(line, "select")
}

// listPos is where a step was made, without its folder; the framework's own files say nothing to a reader.
func listPos(e trace.Event) string {
	if e.At.File == "" || e.At.Std() {
		return ""
	}
	return base(e.At)
}
