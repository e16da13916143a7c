package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

const (
	mostBlocked = 5 // groups of goroutines that a failure shows
	fewBlocked  = 3 // if there is little room
)

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
	beside bool // they are not part of the cycle
}

// alike are the goroutines that are left: those of a cycle each by itself, then the others, in one group those
// that wait in the same way.
func (v *view) alike() []*blockedAlike {
	in := make(map[int]bool)
	for _, c := range cycles(v.waitGraph()) {
		for _, e := range c {
			in[e.G] = true
			if writer, ok := v.writerBefore(e); ok {
				in[writer] = true
			}
		}
	}
	var groups, beside []*blockedAlike
	known := make(map[string]*blockedAlike)
	for _, g := range v.stuck() {
		if v.ofLibrary(g.ID) {
			continue // see libraries
		}
		if in[g.ID] {
			groups = append(groups, &blockedAlike{first: g})
			continue
		}
		key := g.Reason + " " + trace.UserFrame(g.Stack).Pos() + " " + g.Status
		for _, o := range g.Objects { // of which the sentence about them speaks
			if !unnamed.MatchString(o) || len(v.waits.Holders[o]) > 0 {
				key += " " + o
			}
		}
		if old := known[key]; old != nil {
			old.others = append(old.others, g.ID)
			continue
		}
		known[key] = &blockedAlike{first: g, beside: len(in) > 0}
		beside = append(beside, known[key])
	}
	return append(groups, beside...)
}

// printBlocked shows the goroutines that are left and where they wait, but for those of which the headline says
// all that is known.
func (v *view) printBlocked(w io.Writer) {
	most := mostBlocked
	if v.brief >= fewWaits {
		most = fewBlocked
	}
	var lines []string
	shown, more := 0, 0
	for _, g := range v.alike() {
		text, because := v.isBlocked(g.first), v.why(g.first)
		if g.beside {
			because = nil
		}
		if v.t.Kind == "livelock" && (v.brief >= noUses && g.first.Reason != "runnable" || g.first.Reason == "sync.WaitGroup.Wait") {
			continue // it waits for those that run
		}
		if v.said[g.first.ID] && len(because) == 0 && len(g.others) == 0 {
			continue
		}
		if shown == most {
			more += 1 + len(g.others)
			continue
		}
		shown++
		if len(g.others) > 0 {
			verb := "are"
			if len(g.others) == 1 {
				verb = "is"
			}
			text += ", and so " + verb + " " + severalNames(g.others)
		}
		v.mentionBeside(v.lastWait(g.first.ID))
		lines = append(lines, Wrapped(text, "    ", "        "))
		for _, l := range because {
			lines = append(lines, Wrapped(l, "        ", "            "))
		}
	}
	for _, text := range v.librariesInWords() {
		lines = append(lines, Wrapped(text, "    ", "        "))
	}
	if len(lines) > 0 {
		fmt.Fprintf(w, "\n%s", strings.Join(lines, ""))
	}
	if more > 0 {
		verb := "are"
		if more == 1 {
			verb = "is"
		}
		fmt.Fprintf(w, "    %s %s blocked too\n", runner.Plural(uint64(more), "more goroutine"), verb)
	}
}

// severalNames names goroutines, and counts those beyond the first few.
func severalNames(gs []int) string {
	const most = 6
	var names []string
	for i, g := range gs {
		if i == most {
			names = append(names, fmt.Sprintf("%d more", len(gs)-most))
			break
		}
		names = append(names, name(g))
	}
	return enumerated(names)
}

// isBlocked says in a sentence that a goroutine that is left is blocked, and where.
func (v *view) isBlocked(g trace.Stuck) string {
	at := trace.UserFrame(g.Stack)
	where := v.quotedOp(waitsIn(g), at)
	if where == "" {
		where = " in " + at.Func[strings.LastIndexByte(at.Func, '/')+1:]
	}
	if g.Reason == "runnable" {
		return name(g.ID) + " is running" + where
	}
	if cs := v.channels(at); g.Reason == "select" && len(cs) > 0 {
		return fmt.Sprintf("%s is blocked in the select at %s, on %s", name(g.ID), base(at), enumerated(cs))
	}
	text := name(g.ID) + " is blocked" + v.waitsOn(g, where) + where + v.inLibrary(g)
	switch {
	case g.Status == "ticking":
		text += ", and would run forever"
	case strings.Contains(where, "range ") && len(g.Objects) == 1 && !unnamed.MatchString(g.Objects[0]) && v.couldBeClosed(g):
		text += ", and nobody has closed " + g.Objects[0]
	}
	return text
}

// inLibrary says where in a downloaded module a goroutine is left, if a line of the user's calls the module.
func (v *view) inLibrary(g trace.Stuck) string {
	f, ok := trace.LibraryFrame(g.Stack)
	if !ok || v.lineOf(waitWords[g.Reason], f) == "" {
		return ""
	}
	return ", in" + strings.TrimPrefix(v.quotedOp(waitWords[g.Reason], f), " at")
}

// waitsIn is the kind of the operation that a goroutine waits in at its line of the user's, or "" if that is in what
// the line calls.
func waitsIn(g trace.Stuck) string {
	kind := waitWords[g.Reason]
	if kind != "send" && kind != "recv" {
		return kind
	}
	at := trace.UserFrame(g.Stack)
	for _, f := range g.Stack {
		switch {
		case f == at:
			return kind
		case !strings.HasPrefix(f.Func, "runtime."):
			return ""
		}
	}
	return kind
}

// couldBeClosed reports whether a goroutine that is left waits to receive from a channel that is not a timer's.
func (v *view) couldBeClosed(g trace.Stuck) bool {
	i := v.lastWait(g.ID)
	return g.Reason == "chan receive" && i >= 0 && v.t.Events[i].Detail == "chan receive" && strings.HasPrefix(v.t.Events[i].Carries, trace.Room)
}

// waitsOn says what a goroutine waits for as far as the place does not say it.
func (v *view) waitsOn(g trace.Stuck, where string) string {
	at := trace.UserFrame(g.Stack)
	if !strings.Contains(where, "“") || at.Std() {
		if len(g.Objects) > 0 && !at.Std() {
			return " in " + g.Reason + on(g.Objects)
		}
		return ""
	}
	if g.Reason == "select" {
		return "" // it is inside of what the line calls
	}
	objects := slices.DeleteFunc(slices.Clone(g.Objects), func(o string) bool {
		plain, _, _ := strings.Cut(o, "#")
		return strings.Contains(where, o) || unnamed.MatchString(o) || len(v.waits.Holders[o]) == 0 && strings.Contains(where, plain)
	})
	return on(objects)
}

// channels are those of the select at a line of the user's, as the source has them.
func (v *view) channels(at trace.Frame) []string {
	if s := v.src.syntax(at.File); s != nil {
		return s.channels(at.Line)
	}
	return nil
}

// why says who holds the locks that a goroutine that is left waits for, and who used its channels last.
func (v *view) why(g trace.Stuck) []string {
	var lines []string
	for _, o := range g.Objects {
		for i, h := range v.waits.Holders[o] {
			if more := len(v.waits.Holders[o]) - i; i >= mostUses && more > 1 {
				lines = append(lines, fmt.Sprintf("%s is held by %d more", o, more))
				break
			}
			v.mention(h.By)
			lines = append(lines, v.isHeld(g, o, h))
			lines = append(lines, v.unlockers(o, h)...)
		}
		if v.brief < noUses {
			lines = append(lines, v.lastUses(g, o, v.quotedOp)...)
		}
	}
	if v.brief < noUses {
		lines = append(lines, v.closers(g)...)
	}
	return lines
}

// isHeld says who holds a lock that g waits for, and since when.
func (v *view) isHeld(g trace.Stuck, o string, h trace.Holder) string {
	as, who := "held", name(h.G)
	if isOnce(o) {
		as = "run"
	} else if h.Read {
		as = "held for reading"
	}
	if h.G == g.ID {
		who += " itself"
	} else if v.waits.Ended[h.G] {
		who += " (which has ended)"
	}
	return fmt.Sprintf("%s is %s by %s, since%s", o, as, who, strings.TrimPrefix(v.quotedOp("", h.At), " at"))
}

// stuckAt shows a goroutine that is left, with who started it.
func (v *view) stuckAt(w io.Writer, g trace.Stuck) {
	lines := v.stuckLines(g)
	fmt.Fprint(w, Wrapped(lines[0], "    ", "        "))
	for _, l := range lines[1:] {
		fmt.Fprint(w, Wrapped(l, "        ", "            "))
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
	if f, ok := trace.LibraryFrame(g.Stack); ok {
		add("in %s", v.placedOp(f, waitWords[g.Reason]))
	}
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
		lines = append(lines, v.lastUses(g, o, func(kind string, at trace.Frame) string { return " at " + v.placedOp(at, kind) })...)
	}
	if s, ok := v.waits.Started[g.ID]; ok && g.ID > 1 {
		add("started by %s at %s", s.Detail, v.placedIn(s.At, 30))
	}
	return lines
}

// mostUses bounds the lines about those that used a channel last.
const mostUses = 3

// lastUses say what others did last to a channel that g waits for.
func (v *view) lastUses(g trace.Stuck, o string, placed func(kind string, at trace.Frame) string) []string {
	var lines []string
	who := make(map[string][]int) // what they did -> the goroutines
	for _, u := range slices.Backward(v.waits.Uses[o]) {
		if u.G == g.ID || ofChannel[u.Op] == "" || v.waitsFor(u.G, o) || u.At.Std() || unnamed.MatchString(o) {
			continue
		}
		did := fmt.Sprintf(" %s %s%s", ofChannel[u.Op], o, placed(u.Op, u.At))
		if v.waits.Ended[u.G] {
			did = ended + did
		}
		if who[did] == nil {
			if len(lines) == mostUses {
				break
			}
			lines = append(lines, did)
		}
		who[did] = append(who[did], u.G)
		v.mentionBeside(u.By)
	}
	for i, did := range lines {
		gs := who[did]
		if len(gs) > 1 {
			did = strings.Replace(did, ended, ", which have ended,", 1)
		}
		lines[i] = severalNames(gs) + did
	}
	return lines
}

const ended = ", which has ended,"

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
