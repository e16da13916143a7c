package report

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Recordings number objects: chan#3. A reader knows them by what the source calls them: q.jobs.

// named returns the recording with its objects named as the source names them where they are used.
// Objects that share a name keep their numbers beside it: b.mu#3 and b.mu#5.
func named(t *trace.Trace, src *Sources) *trace.Trace {
	t = atDefers(t, src)
	events := t.Events
	if t.Kind == "panic" {
		events = events[:lastPanic(events)] // what the framework does after that is no operation of the line
	}
	names := objectNames(events, src)
	if len(names) == 0 {
		return t
	}
	name := func(o string) string {
		if n := names[o]; n != "" {
			return n
		}
		return o
	}
	u := *t
	u.Events = make([]trace.Event, len(t.Events))
	for i, e := range t.Events {
		e.Object = name(e.Object)
		u.Events[i] = e
	}
	u.Goroutine = make([]trace.Stuck, len(t.Goroutine))
	for i, g := range t.Goroutine {
		objects := make([]string, len(g.Objects))
		for j, o := range g.Objects {
			objects[j] = name(o)
		}
		g.Objects = objects
		u.Goroutine[i] = g
	}
	u.Races = make([]trace.Race, len(t.Races))
	for i, r := range t.Races {
		r.Missing = numbered.ReplaceAllStringFunc(r.Missing, name)
		u.Races[i] = r
	}
	return &u
}

// atDefers returns the recording with deferred operations at their defer statements. They happen where
// their functions return, which tells a reader nothing.
func atDefers(t *trace.Trace, src *Sources) *trace.Trace {
	moved := func(kind string, at trace.Frame) trace.Frame {
		if at.File != "" && !at.Std() {
			if s := src.syntax(at.File); s != nil {
				at.Line = s.deferred(kind, at.Line)
			}
		}
		return at
	}
	u := *t
	u.Events = slices.Clone(t.Events)
	kinds := make(map[int]string) // of the last operation of each goroutine
	for i, e := range u.Events {
		kind := e.Kind
		switch e.Kind {
		case trace.EvWait:
			kind = waitWords[e.Detail]
		case trace.EvPanic:
			kind = kinds[e.G]
		default:
			kinds[e.G] = e.Kind
		}
		if e.Detail == "" || e.Kind == trace.EvWait {
			u.Events[i].At = moved(kind, e.At)
		}
	}
	u.Goroutine = slices.Clone(t.Goroutine)
	for i, g := range u.Goroutine {
		g.Stack = slices.Clone(g.Stack)
		for j, f := range g.Stack {
			if f == trace.UserFrame(g.Stack) {
				g.Stack[j] = moved(waitWords[g.Reason], f)
				break
			}
		}
		u.Goroutine[i] = g
	}
	return &u
}

// numbered is an object as a recording names it.
var numbered = regexp.MustCompile(`\b[\w.]+#\d+\b`)

// ofPointer is an object that is a field of what a known pointer leads to: node#3.next.
var ofPointer = regexp.MustCompile(`#\d+\.`)

// unnamed is a channel or a timer that has no name in the source.
var unnamed = regexp.MustCompile(`^(chan|timer|sync)#\d+$`)

// isOnce reports whether an object is the lock of a sync.Once, which is called by what holds it.
func isOnce(object string) bool { return onceDo.MatchString(object) }

var onceDo = regexp.MustCompile(`\.Do(#\d+)?$`)

// objectNames are the names of objects: what most of the operations on one are done to, in the source.
func objectNames(events []trace.Event, src *Sources) map[string]string {
	votes := make(map[string]map[string]int)
	best := make(map[string]string)
	made := make(map[string]string) // object -> what the function calls it that makes it
	vote := func(object, name string, at trace.Frame) {
		if object == "" || name == "" || len(name) > longestName || ofPointer.MatchString(object) {
			return
		}
		if votes[object] == nil {
			votes[object] = make(map[string]int)
		}
		votes[object][name]++
		if s := src.syntax(at.File); s != nil && s.madeIn(name, at.Line) {
			made[object] = name
		}
		if b := best[object]; b == "" || votes[object][name] > votes[object][b] {
			best[object] = name
		}
	}
	for i, e := range events {
		switch {
		case e.Object == "" || e.At.Std():
		case e.Kind == trace.EvCase:
			if c, ok := taken(e, src); ok {
				vote(e.Object, c.channel, e.At)
			}
		case e.Kind == "Lock" && strings.HasPrefix(e.Detail, "sync.(*Once)") || e.Kind == "Lock" && inOnce(events, i):
			if s := src.syntax(e.At.File); s != nil {
				if o := s.operand("once.Do", e.At.Line); o != "" {
					vote(e.Object, o+".Do", e.At) // the lock of a Once
				}
			}
		case e.Detail == "" || strings.HasPrefix(e.Kind, "timer."):
			if s := src.syntax(e.At.File); s != nil {
				vote(e.Object, s.operand(e.Kind, e.At.Line), e.At)
			}
		}
	}
	users := make(map[string]int)
	for _, names := range votes {
		for n := range names {
			users[n]++
		}
	}
	for o, n := range best {
		own := ownName(votes[o], users)
		switch last := lastNames(votes[o]); {
		case users[n] == 1:
		case own != "":
			best[o] = own
		case made[o] != "":
			best[o] = made[o] + numberOf(o)
		case len(votes[o]) == 1:
			best[o] = n + numberOf(o)
		case len(last) == 1:
			best[o] = last[0] + numberOf(o)
		case strings.HasPrefix(o, "chan#"):
			best[o] = n + numberOf(o)
		default: // locks, of parameters that change places from call to call
			delete(best, o)
		}
	}
	return best
}

// numberOf is what tells an object from others of its kind, like #3.
func numberOf(object string) string {
	if i := strings.LastIndexByte(object, '#'); i >= 0 {
		return object[i:]
	}
	return "#" + object // as no run has it, but a recording may
}

// ownName is the name of an object that no other has, as parameters have not; of several, what most operations
// call it.
func ownName(votes map[string]int, users map[string]int) string {
	own := ""
	for _, n := range slices.Sorted(maps.Keys(votes)) {
		if users[n] == 1 && (own == "" || votes[n] > votes[own]) {
			own = n
		}
	}
	return own
}

// inOnce reports whether the operation at i is one inside of the Once.Do before it.
func inOnce(events []trace.Event, i int) bool {
	for j := i - 1; j >= 0; j-- {
		if e := events[j]; e.G == events[i].G && methods[e.Kind] != nil {
			return e.Kind == "once.Do" && e.At == events[i].At
		}
	}
	return false
}

// lastNames are the last parts of names, like mu of a.mu and b.mu, and done of done[i] and done[1].
func lastNames(names map[string]int) []string {
	var last []string
	for n := range names {
		n = withoutIndex(n)
		if n = n[strings.LastIndexByte(n, '.')+1:]; !slices.Contains(last, n) {
			last = append(last, n)
		}
	}
	return last
}

// withoutIndex is an expression without the index at its end.
func withoutIndex(x string) string {
	if !strings.HasSuffix(x, "]") {
		return x
	}
	depth := 0
	for i := len(x) - 1; i > 0; i-- {
		switch x[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth == 0 {
				return x[:i]
			}
		}
	}
	return x
}

// longestName bounds what is taken for a name.
const longestName = 24

// taken is the case that a select takes, if the source is there. ok is false for the default.
func taken(e trace.Event, src *Sources) (c clause, ok bool) {
	index, cs := clausesOf(e, src)
	if index < 0 || index >= len(cs) {
		return c, false
	}
	return cs[index], true
}

// clausesOf are the cases of the select that e is of, none if the source is not there, and the index of
// the one that it takes; -1 is the default.
func clausesOf(e trace.Event, src *Sources) (index int, cs []clause) {
	_, rest, _ := strings.Cut(e.Detail, " ")
	at, of, _ := strings.Cut(rest, " of ")
	index, err1 := strconv.Atoi(at)
	n, err2 := strconv.Atoi(of)
	s := src.syntax(e.At.File)
	if err1 != nil || err2 != nil || s == nil {
		return -1, nil
	}
	return index, s.clauses(e.At.Line, n)
}
