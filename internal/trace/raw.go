package trace

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Raw is the event stream as the controlled process writes it, program counters and
// all. Its format is in the runtime's chaosrun_rec.go.
type Raw struct {
	lines [][]string
}

// ReadRaw reads what a process wrote. If the process died, the last line may be cut;
// it is left out.
func ReadRaw(r io.Reader) (*Raw, error) {
	raw := new(Raw)
	b := bufio.NewReaderSize(r, 64<<10)
	for {
		line, err := b.ReadString('\n')
		if err == io.EOF {
			return raw, nil
		}
		if err != nil {
			return nil, err
		}
		raw.lines = append(raw.lines, strings.Fields(line))
		if len(raw.lines) > maxEvents {
			return nil, fmt.Errorf("the run has more than %d events: too many to record", maxEvents)
		}
	}
}

// pcFields returns the fields of a line that are program counters.
func pcFields(f []string) []string {
	switch {
	case len(f) < 2:
	case f[0] == "S" && len(f) > 7:
		return f[7:]
	case f[0] == "B" && len(f) > 4:
		return f[4:]
	case f[0] == "C" && len(f) > 4:
		return f[4:]
	case f[0] == "M" && len(f) > 3:
		return f[3:]
	case f[0] == "H" && len(f) > 5:
		return f[5:]
	case f[0] == "Q":
		return f[2:]
	case f[0] == "G" && len(f) > 3:
		return f[3:]
	case f[0] == "L":
		for i, x := range f {
			if x == "|" {
				return f[i:]
			}
		}
	}
	return nil
}

// PCs returns the program counters of the stream, each once.
func (r *Raw) PCs() []string {
	seen := make(map[string]bool)
	var pcs []string
	for _, f := range r.lines {
		for _, pc := range pcFields(f) {
			if pc != "|" && !seen[pc] {
				seen[pc] = true
				pcs = append(pcs, pc)
			}
		}
	}
	return pcs
}

// Events turns the stream into events, with the frames that a symbolizer gave for
// its program counters, and the goroutines that were left at the end.
func (r *Raw) Events(frames map[string]Frame) ([]Event, []Stuck, error) {
	d := decoder{frames: frames, kinds: make(map[int]string)}
	d.nameObjects(r.lines)
	for i, f := range r.lines {
		if err := d.line(f); err != nil {
			return nil, nil, fmt.Errorf("line %d of the run's event stream %q: %w", i+1, strings.Join(f, " "), err)
		}
	}
	return d.events, d.stuck, nil
}

type decoder struct {
	frames map[string]Frame
	kinds  map[int]string // object number -> "chan", "mutex", ...
	events []Event
	stuck  []Stuck
	err    error
}

// nameObjects finds out what each object is from what is done to it.
func (d *decoder) nameObjects(lines [][]string) {
	for _, f := range lines {
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
	n := d.num(s)
	if n == 0 {
		return ""
	}
	kind := d.kinds[n]
	if kind == "" {
		kind = "chan" // met only in a select
	}
	return kind + "#" + strconv.Itoa(n)
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

func (d *decoder) line(f []string) error {
	need := map[string]int{"S": 7, "G": 4, "B": 4, "W": 3, "X": 2, "P": 4, "V": 4, "C": 4, "F": 4, "H": 5, "M": 3, "T": 2, "L": 6, "Q": 2, "R": 5}
	if len(f) == 0 || need[f[0]] == 0 || len(f) < need[f[0]] {
		return fmt.Errorf("malformed")
	}
	d.err = nil
	if f[0] == "R" {
		return nil // see Races
	}
	if f[0] == "T" {
		d.events = append(d.events, Event{G: 0, Kind: EvClock, Detail: clock(d.num(f[1]))})
		return d.err
	}
	e := Event{G: d.num(f[1])}
	switch f[0] {
	case "S":
		e.Kind, e.Object = f[2], d.object(f[3])
		if n := d.num(f[4]); n > 1 {
			e.N, e.K = n, d.num(f[5])
		}
		e.Next = d.num(f[6])
		stack := d.stack(f[7:])
		e.At = UserFrame(stack)
		if !strings.HasPrefix(e.Kind, "timer.") {
			e.Detail = via(stack)
		}
	case "G":
		e.Kind, e.Detail = EvStart, "g"+f[2]
		if f[2] == "-1" {
			e.Detail = "timer"
		}
		e.At = UserFrame(d.stack(f[3:]))
	case "B":
		e.Kind, e.Detail, e.Object = EvWait, strings.ReplaceAll(f[2], "_", " "), d.object(f[3])
		e.At = UserFrame(d.stack(f[4:]))
	case "W":
		e.Kind, e.Detail = EvWake, wakers[f[2]]
		if e.Detail == "" {
			e.Detail = "g" + f[2]
		}
	case "X":
		e.Kind = EvEnd
	case "Q":
		e.Kind, e.At = EvPanic, UserFrame(d.stack(f[2:]))
	case "P":
		e.Kind, e.Next = EvPick, e.G
		if n := d.num(f[2]); n > 1 {
			e.N, e.K = n, d.num(f[3])
		}
	case "V":
		e.Kind = EvChoice
		e.N, e.K = d.num(f[2]), d.num(f[3])
	case "C":
		e.Kind, e.At = EvDraw, UserFrame(d.stack(f[4:]))
		e.N, e.K = d.num(f[2]), d.num(f[3])
	case "F":
		e.Kind = EvRefine
		e.N, e.K = d.num(f[2]), d.num(f[3])
	case "H":
		e.Kind, e.Detail, e.At = EvChance, f[2], UserFrame(d.stack(f[5:]))
		e.N, e.K = 2, d.num(f[3])
		if ns := d.num(f[4]); ns > 0 {
			e.Detail += " " + time.Duration(ns).String()
		}
	case "M":
		e.Kind, e.At = EvMark, UserFrame(d.stack(f[3:]))
		if e.Detail, d.err = url.PathUnescape(f[2]); d.err != nil {
			return d.err
		}
	case "L":
		return d.left(f)
	}
	d.events = append(d.events, e)
	return d.err
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
			if o := d.object(x); o != "" {
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

func clock(ns int) string {
	s := strconv.FormatFloat(float64(ns)/1e9, 'f', -1, 64)
	return s + "s"
}

// via is the function of the standard library that the user's code has called, if the
// operation is not one that the user's code does itself.
func via(stack []Frame) string {
	last := ""
	for _, f := range stack {
		if !f.Std() {
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

// UserFrame returns the innermost frame that is neither the standard library's nor ours; if there
// is none, the outermost that is not the runtime's.
func UserFrame(stack []Frame) Frame {
	var outer Frame
	for _, f := range stack {
		if !f.Std() && !f.ours() && f.File != "_testmain.go" {
			return f
		}
		if !strings.HasPrefix(f.Func, "runtime.") {
			outer = f
		}
	}
	return outer
}
