package trace

import (
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unique"
)

// Raw is the event stream as the controlled process writes it, program counters and
// all. Its format is in the runtime's chaosrun_rec.go.
type Raw struct {
	lines []rawLine
}

// rawLine is a line of the stream.
type rawLine struct {
	f   []string // its fields, without the program counters
	pcs string   // those: often the same as in other lines
}

// ReadRaw reads what a process wrote. If the process died, the last line may be cut;
// it is left out.
func ReadRaw(r io.Reader) (*Raw, error) {
	var text strings.Builder
	if _, err := io.Copy(&text, r); err != nil {
		return nil, err
	}
	raw := new(Raw)
	var fields []string
	for rest := text.String(); ; {
		line, after, ok := strings.Cut(rest, "\n")
		if !ok {
			return raw, nil
		}
		rest = after
		if len(raw.lines) == maxEvents {
			return nil, fmt.Errorf("the run has more than %d events: too many to record", maxEvents)
		}
		if cap(fields)-len(fields) < mostFields {
			fields = make([]string, 0, 1<<12)
		}
		from := len(fields)
		l := rawLine{}
		fields, l.pcs = appendFields(fields, line)
		l.f = fields[from:len(fields):len(fields)]
		raw.lines = append(raw.lines, l)
	}
}

// placedKinds are the kinds of lines that end with program counters, after the fields that they need.
const placedKinds = "SBCMHKQEG"

// mostFields is enough for all lines but those of goroutines that are left at the end.
const mostFields = 8

// appendFields adds the fields of a line to dst, and returns what follows them: the program counters.
func appendFields(dst []string, line string) (fields []string, pcs string) {
	n := -1
	if line != "" && strings.IndexByte(placedKinds, line[0]) >= 0 {
		n = needFields[line[:1]]
	}
	for n != 0 {
		line = strings.TrimLeft(line, " ")
		field, after, more := strings.Cut(line, " ")
		if field != "" {
			dst = append(dst, field)
		}
		if line = after; !more {
			break
		}
		n--
	}
	return dst, line
}

// PCs returns the program counters of the stream, each once.
func (r *Raw) PCs() []string {
	seen := make(map[string]bool)
	var pcs []string
	add := func(list []string) {
		for _, pc := range list {
			if pc != "|" && !seen[pc] {
				seen[pc] = true
				pcs = append(pcs, pc)
			}
		}
	}
	stacks := make(map[string]bool)
	for _, l := range r.lines {
		if !stacks[l.pcs] {
			stacks[l.pcs] = true
			add(strings.Fields(l.pcs))
		}
		if i := slices.Index(l.f, "|"); i >= 0 && l.f[0] == "L" {
			add(l.f[i:])
		}
	}
	return pcs
}

// Events turns the stream into events, with the frames that a symbolizer gave for
// its program counters, and the goroutines that were left at the end.
func (r *Raw) Events(frames map[string]Frame) ([]Event, []Stuck, error) {
	d := newDecoder(frames, r.lines)
	d.events = make([]Event, 0, len(r.lines))
	for i, l := range r.lines {
		if err := d.line(l); err != nil {
			return nil, nil, fmt.Errorf("line %d of the run's event stream %q: %w", i+1, strings.TrimSpace(strings.Join(l.f, " ")+" "+l.pcs), err)
		}
	}
	return d.events, d.stuck, nil
}

type decoder struct {
	frames map[string]Frame
	kinds  map[int]string     // object number -> "chan", "mutex", ...
	names  map[string]string  // of objects, by their numbers
	places map[string]*placed // by program counters
	events []Event
	last   map[int]int // goroutine -> its last event
	stuck  []Stuck
	err    error
}

// placed is what the program counters of a line say.
type placed struct {
	stack []Frame
	at    Frame  // of the user's
	via   string // what the user's code called
}

func newDecoder(frames map[string]Frame, lines []rawLine) *decoder {
	d := &decoder{frames: frames, kinds: make(map[int]string), names: make(map[string]string), places: make(map[string]*placed), last: make(map[int]int)}
	d.nameObjects(lines)
	return d
}

// nameObjects finds out what each object is from what is done to it.
func (d *decoder) nameObjects(lines []rawLine) {
	for _, l := range lines {
		f := l.f
		if len(f) < 4 || f[0] != "S" {
			continue
		}
		n, err := strconv.Atoi(f[3])
		if err != nil || n == 0 {
			continue
		}
		if k := objectKind(f[2]); d.kinds[n] == "" || k == "rwmutex" || d.kinds[n] == memory {
			d.kinds[n] = k
		}
	}
}

// memory is the kind of an object that is only read and written.
const memory = "memory"

func objectKind(op string) string {
	switch op {
	case "send", "recv", "try-send", "try-recv", "close", "len":
		return "chan"
	case "Lock", "TryLock", "Unlock":
		return "mutex"
	case "RLock", "TryRLock", "RUnlock", "rw.Lock", "rw.TryLock", "rw.Unlock":
		return "rwmutex"
	case "read", "write":
		return memory
	}
	if k, _, ok := strings.Cut(op, "."); ok {
		return k // wg, cond, once, atomic
	}
	return op
}

func (d *decoder) num(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("bad number %q", s)
	}
	return n
}

func (d *decoder) object(s string) string {
	if name, ok := d.names[s]; ok {
		return name
	}
	name := ""
	if n := d.num(s); n != 0 {
		kind := d.kinds[n]
		if kind == "" {
			kind = "chan" // met only in a select
		}
		name = kind + "#" + strconv.Itoa(n)
	}
	if d.err == nil {
		d.names[strings.Clone(s)] = name
	}
	return name
}

func (d *decoder) stack(pcs []string) []Frame {
	var s []Frame
	for _, pc := range pcs {
		if f, ok := d.frames[pc]; ok {
			s = append(s, f)
		}
	}
	return s
}

// place is what program counters say.
func (d *decoder) place(pcs string) *placed {
	p := d.places[pcs]
	if p == nil {
		stack := d.stack(strings.Fields(pcs))
		at := UserFrame(stack)
		p = &placed{stack, at, via(stack, at)}
		d.places[pcs] = p
	}
	return p
}

// needFields is how many fields a line of a kind has at least.
var needFields = map[string]int{"S": 7, "G": 3, "B": 5, "W": 3, "X": 2, "P": 4, "V": 4, "C": 4, "F": 4, "H": 5, "K": 6, "M": 3, "T": 2, "L": 6, "Q": 2, "E": 2, "R": 5, "Y": 4}

func (d *decoder) line(l rawLine) error {
	f := l.f
	if len(f) == 0 || needFields[f[0]] == 0 || len(f) < needFields[f[0]] || f[0] == "G" && l.pcs == "" {
		return fmt.Errorf("malformed")
	}
	d.err = nil
	if f[0] == "R" {
		return nil // see Races
	}
	if f[0] == "Y" {
		return d.carries(f)
	}
	if f[0] == "T" {
		d.events = append(d.events, Event{G: 0, Kind: EvClock, Detail: clock(d.num(f[1]))})
		return d.err
	}
	e := Event{G: d.num(f[1])}
	if l.pcs != "" {
		e.At = d.place(l.pcs).at
	}
	switch f[0] {
	case "S":
		e.Kind, e.Object = unique.Make(f[2]).Value(), d.object(f[3])
		if n := d.num(f[4]); n > 1 {
			e.N, e.K = n, d.num(f[5])
		}
		e.Next = d.num(f[6])
		if !strings.HasPrefix(e.Kind, "timer.") {
			e.Detail = d.place(l.pcs).via
		}
	case "G":
		e.Kind, e.Detail = EvStart, "g"+f[2]
		if f[2] == "-1" {
			e.Detail = "timer"
		}
	case "B":
		e.Kind, e.Detail, e.Object = EvWait, unique.Make(strings.ReplaceAll(f[2], "_", " ")).Value(), d.object(f[3])
		if room := d.num(f[4]); room >= 0 {
			e.Carries = Room + f[4]
		}
	case "W":
		e.Kind, e.Detail = EvWake, wakers[f[2]]
		if e.Detail == "" {
			e.Detail = "g" + f[2]
		}
	case "X":
		e.Kind = EvEnd
	case "Q":
		e.Kind = EvPanic
	case "E":
		e.Kind, e.Detail = EvPanic, Exits
	case "P":
		e.Kind, e.Next = EvPick, e.G
		if n := d.num(f[2]); n > 1 {
			e.N, e.K = n, d.num(f[3])
		}
	case "V":
		e.Kind = EvChoice
		e.N, e.K = d.num(f[2]), d.num(f[3])
		if len(f) > 4 {
			e.Detail = strings.Clone(f[4])
		}
	case "K":
		e.Kind, e.Object, e.Detail = EvCase, d.object(f[4]), unique.Make(f[5]).Value()
		if i, n := d.num(f[2]), d.num(f[3]); i >= 0 {
			e.Detail += fmt.Sprintf(" %d of %d", i, n)
		}
	case "C":
		e.Kind = EvDraw
		e.N, e.K = d.num(f[2]), d.num(f[3])
	case "F":
		e.Kind = EvRefine
		e.N, e.K = d.num(f[2]), d.num(f[3])
	case "H":
		e.Kind, e.Detail = EvChance, unique.Make(f[2]).Value()
		e.N, e.K = 2, d.num(f[3])
		if ns := d.num(f[4]); ns > 0 {
			e.Detail += " " + time.Duration(ns).String()
		}
	case "M":
		e.Kind = EvMark
		if e.Detail, d.err = url.PathUnescape(strings.Clone(f[2])); d.err != nil {
			return d.err
		}
	case "L":
		return d.left(f)
	}
	if e.Kind != EvPick {
		d.last[e.G] = len(d.events)
	}
	d.events = append(d.events, e)
	return d.err
}

// carries takes in what the last step of a goroutine carries. It may have been announced before recording
// began.
func (d *decoder) carries(f []string) error {
	g := d.num(f[1])
	i, ok := d.last[g]
	if d.err != nil || !ok {
		return d.err
	}
	value := f[3]
	if f[2] == "r" {
		value = strings.TrimSpace(d.events[i].Carries + " " + value)
	}
	if f[2] == "s" {
		s, err := url.PathUnescape(strings.TrimPrefix(f[3], `"`))
		if err != nil {
			return err
		}
		value = strconv.Quote(s)
	}
	d.events[i].Carries = strings.Clone(value)
	return nil
}

var wakers = map[string]string{"t": "timer", "x": "outside"}

func (d *decoder) left(f []string) error {
	s := Stuck{ID: d.num(f[1]), Status: f[2], Reason: strings.ReplaceAll(f[3], "_", " ")}
	part := 0
	var pcs [2][]string
	for _, x := range f[4:] {
		switch {
		case x == "|":
			part++
		case part == 0:
			if o := d.waitedFor(x, s.Reason); o != "" {
				s.Objects = append(s.Objects, o)
			}
		case part <= 2:
			pcs[part-1] = append(pcs[part-1], x)
		}
	}
	s.Stack = d.stack(pcs[0])
	if c := d.stack(pcs[1]); len(c) > 0 {
		s.Created = c[0]
	}
	d.stuck = append(d.stuck, s)
	return d.err
}

// waitedFor is an object that a goroutine waits for. If the recording has no operation on it, the reason
// says what it is.
func (d *decoder) waitedFor(x, reason string) string {
	if n, err := strconv.Atoi(x); err == nil && n > 0 && d.kinds[n] == "" {
		for prefix, kind := range map[string]string{"sync.Mutex.": "mutex", "sync.RWMutex.": "rwmutex", "sync.WaitGroup.": "wg", "sync.Cond.": "cond"} {
			if strings.HasPrefix(reason, prefix) {
				d.kinds[n] = kind
			}
		}
	}
	return d.object(x)
}

func clock(ns int) string {
	s := strconv.FormatFloat(float64(ns)/1e9, 'f', -1, 64)
	return s + "s"
}

// via is the function of the standard library, or of another module, that the user's code has called, if
// the operation is not one that the user's code does itself, at the frame user.
func via(stack []Frame, user Frame) string {
	last := ""
	for _, f := range stack {
		if f == user || !f.Std() && !f.dependency() {
			break
		}
		last = f.Func
	}
	for _, p := range []string{"sync.", "sync/atomic.", "runtime.", "internal/sync.", "reflect.", "internal/runtime"} {
		if strings.HasPrefix(last, p) {
			return ""
		}
	}
	return last
}

// Std reports whether a frame belongs to the standard library or the runtime.
func (f Frame) Std() bool { return strings.HasPrefix(f.File, "$GOROOT/") || f.File == "" }

// ours reports whether a frame belongs to a package of chaosrun's that tests import.
func (f Frame) ours() bool {
	rest, ok := strings.CutPrefix(f.Func, "github.com/chaosrun/chaosrun/")
	if !ok {
		return strings.HasPrefix(f.Func, "github.com/anishathalye/porcupine.") // proptest calls it
	}
	for _, p := range []string{"sched.", "fakeclock.", "inject.", "proptest.", "internal/tape."} {
		if strings.HasPrefix(rest, p) {
			return true
		}
	}
	return false
}

// dependency reports whether a frame belongs to another module than the user's.
func (f Frame) dependency() bool { return versioned.MatchString(f.File) }

// versioned is the name of a file in a module that was downloaded.
var versioned = regexp.MustCompile(`@v\d`)

// LibraryFrame returns the innermost frame that is neither the standard library's nor ours, if it is in a downloaded
// module that a line of the user's calls: [UserFrame] is another one.
func LibraryFrame(stack []Frame) (Frame, bool) {
	for _, f := range stack {
		if !f.Std() && !f.ours() {
			return f, f.dependency() && f != UserFrame(stack)
		}
	}
	return Frame{}, false
}

// UserFrame returns the innermost frame that is neither the standard library's nor ours, of the user's
// module if there is one; if there is neither, the outermost that is not the runtime's.
func UserFrame(stack []Frame) Frame {
	var outer, other Frame
	for _, f := range stack {
		switch {
		case f.Std() || f.ours() || f.File == "_testmain.go":
		case !f.dependency():
			return f
		case other == Frame{}:
			other = f
		}
		if !strings.HasPrefix(f.Func, "runtime.") {
			outer = f
		}
	}
	if (other != Frame{}) {
		return other
	}
	return outer
}
