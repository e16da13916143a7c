package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// mostBlocked bounds the blocked goroutines that a failure shows.
const mostBlocked = 4

// cycle says in a sentence who waits for whom, if the goroutines that are left wait in a cycle.
func (v *view) cycle() string {
	for _, c := range cycles(v.waitGraph()) {
		return v.inWords(c)
	}
	return ""
}

// blockedAlike are goroutines that are left and wait in the same way.
type blockedAlike struct {
	first  trace.Stuck
	others []int
}

// printBlocked shows the goroutines that are left, those that wait in a cycle or else all of them; of
// those that wait in the same way, one.
func (v *view) printBlocked(w io.Writer) {
	left := v.stuck()
	in := make(map[int]bool)
	for _, c := range cycles(v.waitGraph()) {
		for _, e := range c {
			in[e.G] = true
			if writer, ok := v.writerBefore(e); ok {
				in[writer] = true
			}
		}
	}
	var groups []*blockedAlike
	known := make(map[string]*blockedAlike)
	idle := 0
	for _, g := range left {
		if len(in) > 0 && !in[g.ID] {
			idle++
			continue
		}
		key := g.Reason + " " + trace.UserFrame(g.Stack).Pos() + " " + g.Status
		if old := known[key]; old != nil && len(in) == 0 {
			old.others = append(old.others, g.ID)
			continue
		}
		known[key] = &blockedAlike{first: g}
		groups = append(groups, known[key])
	}
	most := mostBlocked
	if v.brief >= fewWaits {
		most = fewBlocked
	}
	for i, g := range groups {
		if i == most {
			n := 0
			for _, g := range groups[i:] {
				n += 1 + len(g.others)
			}
			fmt.Fprintf(w, "\n    and %s, which the recording has\n", runner.Plural(uint64(n), "more goroutine"))
			break
		}
		fmt.Fprintln(w)
		v.stuckAt(w, g.first, len(groups) <= fewBlocked && v.brief < noStarts)
		if len(g.others) > 0 {
			fmt.Fprint(w, wrapped(areBlocked(g.others, g.first)+" in the same way", "    ", "        "))
		}
	}
	if idle > 0 {
		verb := "are"
		if idle == 1 {
			verb = "is"
		}
		fmt.Fprintf(w, "\n    %s %s blocked as well, outside of the cycle\n", runner.Plural(uint64(idle), "more goroutine"), verb)
	}
}

func areBlocked(gs []int, first trace.Stuck) string {
	const most = 6
	var names []string
	for i, g := range gs {
		if i == most {
			names = append(names, fmt.Sprintf("%d more", len(gs)-most))
			break
		}
		names = append(names, name(g))
	}
	does := "blocked"
	if first.Reason == "runnable" {
		does = "running"
	}
	if len(names) == 1 {
		return names[0] + " is " + does
	}
	return enumerated(names) + " are " + does
}

// fewBlocked is how many blocked goroutines are shown with who started them. Of more, the legend of the
// steps says so.
const fewBlocked = 2

// stuckAt shows a goroutine that is left, with who started it if that is wanted.
func (v *view) stuckAt(w io.Writer, g trace.Stuck, start bool) {
	lines := v.stuckLines(g)
	if last := len(lines) - 1; !start && strings.HasPrefix(lines[last], "started by ") {
		lines = lines[:last]
	}
	fmt.Fprint(w, wrapped(lines[0], "    ", "        "))
	for _, l := range lines[1:] {
		fmt.Fprint(w, wrapped(l, "        ", "            "))
	}
}

// stuckLines say of a goroutine that is left what it waits for, where, and who could have helped.
func (v *view) stuckLines(g trace.Stuck) []string {
	status := map[string]string{
		"stuck": ", and nothing can wake it", "ticking": ", and would run forever",
	}[g.Status]
	lines := []string{fmt.Sprintf("%s is blocked in %s%s%s", name(g.ID), g.Reason, on(g.Objects), status)}
	if g.Reason == "runnable" {
		lines[0] = name(g.ID) + " is running"
	}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	add("at %s", v.placedOp(trace.UserFrame(g.Stack), waitWords[g.Reason]))
	for _, o := range g.Objects {
		for _, h := range v.waits.Holders[o] {
			as, who := "", name(h.G)
			if h.Read {
				as = " for reading"
			}
			if h.G == g.ID {
				who += " itself"
			} else if v.waits.Ended[h.G] {
				who += " (which has ended)"
			}
			add("%s is held%s by %s, since %s", o, as, who, v.placedOp(h.At, ""))
		}
		if v.brief < noUses {
			lines = append(lines, v.lastUses(g, o)...)
		}
	}
	if s, ok := v.waits.Started[g.ID]; ok && g.ID > 1 {
		add("started by %s at %s", s.Detail, v.placedIn(s.At, 30))
	}
	return lines
}

// mostUses bounds the goroutines that are named as the last ones that used a channel.
const mostUses = 3

// lastUses say what others did last to a channel that g waits for.
func (v *view) lastUses(g trace.Stuck, o string) []string {
	var lines []string
	uses := v.waits.Uses[o]
	for i := len(uses) - 1; i >= 0 && len(lines) < mostUses; i-- {
		u := uses[i]
		if u.G == g.ID || ofChannel[u.Op] == "" || v.waitsFor(u.G, o) {
			continue
		}
		who := name(u.G)
		if v.waits.Ended[u.G] {
			who += ", which has ended,"
		}
		lines = append(lines, fmt.Sprintf("%s %s %s at %s", who, ofChannel[u.Op], o, v.placedOp(u.At, u.Op)))
	}
	return lines
}

// ofChannel are the operations on channels.
var ofChannel = map[string]string{
	"send": "last sent to", "recv": "last received from", "try-send": "last tried to send to", "try-recv": "last tried to receive from", "close": "closed",
}

// placedOp is the place of an operation of that kind, and what stands there.
func (v *view) placedOp(f trace.Frame, kind string) string {
	if l := v.lineOf(kind, f); l != "" {
		return f.Pos() + ": “" + clip(l, 48) + "”"
	}
	return place(f)
}

// placedIn is placed with that many columns of the source at most.
func (v *view) placedIn(f trace.Frame, most int) string {
	if l := v.src.Line(f.File, f.Line); l != "" {
		return f.Pos() + ": “" + clip(l, most) + "”"
	}
	return place(f)
}

// waitsFor reports whether a goroutine that is left waits for an object: what it did last is what it
// waits in.
func (v *view) waitsFor(g int, o string) bool {
	return slices.ContainsFunc(v.t.Goroutine, func(s trace.Stuck) bool { return s.ID == g && slices.Contains(s.Objects, o) })
}
