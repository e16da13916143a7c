package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Show explains a recording on the terminal: what broke, who waits for whom, the steps
// that matter, a column a goroutine, and what had to happen before what. With all it shows
// every step. Lines fit a terminal of so many columns, but for those of the test's output and the command
// to copy; 0 is no terminal.
func Show(w io.Writer, t *trace.Trace, src *Sources, recording string, all bool, terminal int) error {
	v := newView(t, src, all)
	v.noMarks()
	var b bytes.Buffer
	which := whichRun(t) + "\n"
	if terminal > 0 {
		which = Wrapped(whichRun(t), "", "    ")
	}
	fmt.Fprint(&b, Wrapped(v.kind()+v.headline(), "", "    ")+which)
	v.printChoices(&b)
	v.printWaits(&b)
	v.printRaces(&b)
	if out := output(t, mostOutput); out != "" {
		fmt.Fprintf(&b, "\n%s:\n%s", outputOf(t), indent(out, "    "))
	}
	v.printSchedule(&b, src, all, terminal)
	notes := t.Notes
	if n := src.Note(); n != "" {
		notes = append(notes[:len(notes):len(notes)], n)
	}
	for _, n := range notes {
		if terminal > 0 {
			fmt.Fprint(&b, "\n"+Wrapped("note: "+n, "", "    "))
		} else {
			fmt.Fprintf(&b, "\nnote: %s\n", n)
		}
	}
	fmt.Fprintf(&b, "\nto replay: chaosrun replay %s\n", recording)
	_, err := io.WriteString(w, printable(b.String()))
	return err
}

func whichRun(t *trace.Trace) string {
	in := t.Package
	if t.Program != "" && len(t.Args) > 0 {
		in += fmt.Sprintf(" with the arguments %q", t.Args)
	}
	return fmt.Sprintf("%s in %s, %s", t.Test, in, run(t))
}

// printable takes away what a terminal would obey: the recording may come from anywhere.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError ||
			r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '_'
		}
		return r
	}, s)
}

// mostShown bounds the wait-for graph and the races that are printed.
const mostShown = 20

func (v *view) printWaits(w io.Writer) {
	left := v.stuck()
	for i, g := range left {
		if i == mostShown {
			fmt.Fprintf(w, "\n    and %s, which the recording has\n", runner.Plural(uint64(len(left)-i), "more goroutine"))
			break
		}
		fmt.Fprintln(w)
		v.stuckAt(w, g)
	}
}

func (v *view) printRaces(w io.Writer) {
	for i, r := range v.t.Races {
		if i == mostShown {
			fmt.Fprintf(w, "\n    and %d more races, which the recording has\n", len(v.t.Races)-i)
			break
		}
		fmt.Fprintln(w)
		v.access(w, r.First, "first")
		v.access(w, r.Second, "then")
		if r.Missing != "" {
			fmt.Fprint(w, Wrapped(r.Missing, "    ", "        "))
		}
	}
}

// row is a line of the schedule.
type row struct {
	step  int // position, from 0
	words string
	marks string
}

func (r row) width() int { return utf8.RuneCountInString(r.words) + utf8.RuneCountInString(r.marks) }

// Limits on the terminal's schedule.
const (
	mostRows    = 200
	widestWords = 30
	widestAll   = 120 // of the lanes together
	stepColumn  = 7
	placeColumn = 23 // the place of a step, with a space
)

// rows are the lines of the schedule, with arrows: ──▶ g2 where g2 has to wait for the
// step, ◀── 8 where a step had to wait for step 8.
func (v *view) rows() []row {
	var rows []row
	out, in := make(map[int][]string), make(map[int][]string)
	edges := slices.SortedFunc(slices.Values(v.edges), func(a, b trace.Edge) int { return cmp.Compare(a.From, b.From) })
	for _, e := range edges {
		out[e.From] = append(out[e.From], name(v.steps[e.To].G))
		in[e.To] = append(in[e.To], strconv.Itoa(e.From+1))
	}
	for i, s := range v.steps {
		if !v.visible[i] {
			continue
		}
		r := row{step: i, words: v.saysIn(s, widestWords)}
		if in := in[i]; len(in) > 0 {
			r.marks += " ◀── " + list3(in)
		}
		if out := out[i]; len(out) > 0 {
			r.marks += " ──▶ " + list3(out)
		}
		rows = append(rows, r)
	}
	return rows
}

// clipSource is clip for a line of source: its comment goes first.
func clipSource(s string, n int) string {
	if i := strings.Index(s, " // "); i >= 0 && utf8.RuneCountInString(s) > n {
		s = strings.TrimSpace(s[:i])
	}
	return clip(s, n)
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// list3 lists a few words, each once.
func list3(words []string) string {
	var keep []string
	seen := make(map[string]bool)
	for _, w := range words {
		if seen[w] {
			continue
		}
		seen[w] = true
		if len(keep) == 3 {
			keep = append(keep, "…")
			break
		}
		keep = append(keep, w)
	}
	return strings.Join(keep, ",")
}

func (v *view) printSchedule(w io.Writer, src *Sources, all bool, terminal int) {
	rows := v.rows()
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\nthe schedule: each column is a goroutine, time runs down\n")
	fmt.Fprintf(w, "    ──▶ g2   g2 could run on only after this step\n    ◀── 8    this step had to come after step 8\n")
	if hidden := len(v.steps) - len(rows); hidden > 0 && !all {
		fmt.Fprint(w, Wrapped(fmt.Sprintf("%d of %d steps are shown, those that involve other goroutines; -all shows every step", len(rows), len(v.steps)), "", ""))
	}
	fmt.Fprintln(w)
	if len(rows) > mostRows && !all {
		fmt.Fprintf(w, "    … %d earlier steps; -all shows them\n", len(rows)-mostRows)
		rows = rows[len(rows)-mostRows:]
	}
	width := 0
	for _, r := range rows {
		width = max(width, r.width()+2, len("g1 ("+v.root(1)+")")+2)
	}
	lane := make(map[int]int)
	for i, g := range v.lanes {
		lane[g] = i
	}
	beside := width*len(lane) <= widestAll
	if terminal > 0 && beside {
		beside = stepColumn+width*len(lane)+placeColumn <= terminal
	}
	if terminal > 0 && !beside {
		width = min(width, terminal-stepColumn-6-placeColumn)
	}
	fit := func(line string) string {
		if line = strings.TrimRight(line, " "); terminal > 0 {
			return strings.TrimRight(strings.TrimSuffix(clip(line, terminal), " …"), " ")
		}
		return line
	}
	if beside {
		head := fmt.Sprintf("%5s  ", "step")
		for _, g := range v.lanes {
			head += fmt.Sprintf("%-*s", width, v.laneName(g))
		}
		fmt.Fprintln(w, fit(head))
	}
	last := -1
	for _, r := range rows {
		s := v.steps[r.step]
		if s.Kind == trace.EvClock {
			fmt.Fprintf(w, "%5d  ── %s ──\n", r.step+1, r.words)
			continue
		}
		before, cell := "", width*len(lane)
		if beside {
			before = strings.Repeat(" ", width*lane[s.G])
			cell -= len(before)
		} else {
			before = strings.Repeat(" ", 6)
			if s.G != last {
				before = fmt.Sprintf("%-6s", name(s.G))
			}
			cell = width
		}
		last = s.G
		text := r.words + r.marks
		line := fmt.Sprintf("%5d  %s%s%s%s", r.step+1, before, text, strings.Repeat(" ", max(1, cell-r.width())), v.where(s, src))
		fmt.Fprintln(w, fit(line))
	}
}

// laneName is the head of a column.
func (v *view) laneName(g int) string {
	if s, ok := v.waits.Started[g]; ok && s.Detail == "g0" {
		return name(g) + " (" + v.root(g) + ")"
	}
	return name(g)
}

// where is the place of a step and the text of its line.
func (v *view) where(s trace.Step, src *Sources) string {
	p := s.At.Pos()
	if s.At.Std() {
		return "" // a reader does not know the standard library's files
	}
	p = p[strings.LastIndexByte(p, '/')+1:]
	if l := src.Line(s.At.File, s.At.Line); l != "" {
		p = fmt.Sprintf("%-22s %s", p, clip(l, 60))
	}
	return p
}
