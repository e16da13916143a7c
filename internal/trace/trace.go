// Package trace is the recording of one run: what a failure is saved as, replayed
// from and explained with.
//
// A recording is a text file. Its first line is a JSON header; then comes one line
// an event, with tab-separated fields:
//
//	number  goroutine  event  object  position  function  choice  detail  value
//
// The last field is there if the step has a value.
//
// It can be read, searched and compared with ordinary tools.
package trace

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Version of the recording format, and of what a schedule means. Since version 2 steps take
// virtual time.
const Version = 2

// Limits on what Read accepts: a recording is untrusted input.
const (
	maxLine   = 1 << 20
	maxEvents = 1 << 24
)

// Header says what was run and what happened.
type Header struct {
	Chaosrun  int      `json:"chaosrun"` // format version
	Package   string   `json:"package"`
	Test      string   `json:"test"`
	Program   string   `json:"program,omitempty"` // it is of a program of that name, whose main is called the test
	Dir       string   `json:"dir,omitempty"`     // where the program ran, from the module's folder
	Kind      string   `json:"kind"`              // deadlock, leak, panic, exit, fatal, assert, race, livelock, hang
	Message   string   `json:"message"`
	Errors    []string `json:"errors,omitempty"` // of kind assert: what the test gave t.Error and t.Fatal, each in a line with its place
	Seed      uint64   `json:"seed"`
	First     uint64   `json:"first,omitempty"` // the failing run needs the runs from here on before it
	Run       uint64   `json:"run"`             // 0: the warm-up run
	Alone     bool     `json:"alone,omitempty"` // it was the only run of its process, without a warm-up run
	Wall      int64    `json:"wall"`            // the wall clock at the start of the process, in nanoseconds since 1970
	Rate      int      `json:"rate,omitempty"`  // goroutines could be held up past timers, 1 time in Rate
	Limit     int64    `json:"limit,omitempty"` // for so many nanoseconds at most
	Held      int64    `json:"held,omitempty"`  // the longest that one was
	Strategy  string   `json:"strategy"`
	Steps     uint64   `json:"steps"`
	From      uint64   `json:"from,omitempty"` // events before this step were left out
	Hash      string   `json:"hash"`           // of the execution
	Leaks     string   `json:"leaks"`
	MaxSteps  uint64   `json:"max_steps"`
	Go        string   `json:"go"`
	Build     string   `json:"build"` // identifies the test binary
	Race      bool     `json:"race,omitempty"`
	Accesses  bool     `json:"accesses,omitempty"`
	Tags      string   `json:"tags,omitempty"`
	Flags     []string `json:"flags,omitempty"` // further flags of the go command that built the test binary
	Files     []string `json:"files,omitempty"` // that were tested in place of a package, from the module's folder
	Net       string   `json:"net,omitempty"`
	Short     bool     `json:"short,omitempty"`
	Verbose   bool     `json:"verbose,omitempty"`
	TestRun   string   `json:"test_run,omitempty"` // the -run pattern, which also selects subtests
	TestSkip  string   `json:"test_skip,omitempty"`
	Together  []string `json:"together,omitempty"`        // the tests that ran in one run, if it was not one test
	Parallel  int      `json:"parallel,omitempty"`        // how many tests that call t.Parallel ran at once; 0: 4
	Args      []string `json:"args,omitempty"`            // further arguments for the test binary
	Calls     string   `json:"calls,omitempty"`           // which call of package sched was explored; "": all
	Faults    string   `json:"faults,omitempty"`          // what could go wrong
	Clock     string   `json:"clock,omitempty"`           // a clock policy that was asked for
	Ignore    []string `json:"ignore,omitempty"`          // functions whose goroutines are no leaks
	Output    string   `json:"output,omitempty"`          // what the test printed
	Same      bool     `json:"same_output,omitempty"`     // the program has to print the same in every run; its random numbers are those of run 1
	Expected  *string  `json:"expected_output,omitempty"` // what it has to print, if that is known
	Cut       bool     `json:"cut,omitempty"`             // the run did not end: the process died
	Notes     []string `json:"notes,omitempty"`
	Goroutine []Stuck  `json:"goroutines,omitempty"` // left when the run ended
	Races     []Race   `json:"races,omitempty"`
	Swap      []int    `json:"swap,omitempty"` // two events, by index: a schedule that differs in one choice has their steps in the other order, and passes
}

// Tests are the tests of the run: one, or several that ran together.
func (h *Header) Tests() []string {
	if len(h.Together) > 0 {
		return h.Together
	}
	return []string{h.Test}
}

// Subject is what the run is of: the test, or the program.
func (h *Header) Subject() string {
	switch {
	case h.Program != "":
		return "the program"
	case len(h.Together) > 0:
		return "the run"
	}
	return "the test"
}

// Root is what runs the test: itself, or main of the program.
func (h *Header) Root() string {
	switch {
	case h.Program != "":
		return "main"
	case len(h.Together) > 0:
		return "a test"
	}
	return "the test"
}

// Stuck is a goroutine that is still there at the end of a run.
type Stuck struct {
	ID      int      `json:"id"`
	Status  string   `json:"status"` // stuck: proved to wait for ever; ticking; behind; waiting
	Reason  string   `json:"reason"` // what it waits for, in the runtime's words
	Objects []string `json:"objects,omitempty"`
	Stack   []Frame  `json:"stack"`
	Created Frame    `json:"created"`
}

// Frame is a place in the source.
type Frame struct {
	Func string `json:"func"`
	File string `json:"file"` // as [Shorten] makes it
	Line int    `json:"line"`
}

// Pos is file:line, or "" for an unknown place.
func (f Frame) Pos() string {
	if f.File == "" {
		return ""
	}
	return f.File + ":" + strconv.Itoa(f.Line)
}

// The kinds of events that are no operation of package engine.
const (
	EvStart  = "start"  // goroutine is started; Detail is the parent
	EvWait   = "wait"   // goroutine waits; Detail is the reason
	EvWake   = "wake"   // goroutine is enabled; Detail is by whom: "gN", "timer", "outside"
	EvEnd    = "end"    // goroutine ends
	EvPick   = "pick"   // nobody holds the turn: goroutine is picked
	EvChoice = "choice" // a choice among ready select cases; Detail is their indexes
	EvCase   = "case"   // the case that a select takes: its channel, and in Detail "send" or "recv" with its index and how many there are, or "default"
	EvDraw   = "choose" // a choice that the program makes itself
	EvRefine = "refine" // a choice of how to make an input simpler; 0 is not at all
	EvChance = "chance" // whether something happens that may; Detail is what: held and for how long, noyield, poolmiss
	EvMark   = "step"   // a mark that the program sets; Detail is its name
	EvPanic  = "panic"  // goroutine starts to panic, or, if Detail is Exits, ends the process
	EvClock  = "clock"  // virtual time advances; Detail is the time since the start
)

// Exits is the Detail of an EvPanic that is a call of os.Exit.
const Exits = "exit"

// Event is one line of a recording.
type Event struct {
	G      int // goroutine: spawn number in the run
	Kind   string
	Object string // like "chan#3"; "" when none
	At     Frame  // innermost frame of the user's own code
	N, K   int    // choice: option K of N; N == 0 when there was none
	Next   int    // goroutine that goes on, after a scheduling choice
	Detail string
	// Carries is the value that is sent or received, if it is small, or what happens in the place of
	// it: "closed", or "default" if the select goes on without. Of an atomic operation it is the
	// value before, and of a CompareAndSwap, after that, whether it has "swapped" or "fails". If a send
	// or a receive blocks, it is the capacity of the channel, after [Room], unless it is a timer's. "" if it is
	// not known.
	Carries string
}

// Room is what [Event.Carries] begins with if a send or a receive blocks. The capacity of the channel follows.
const Room = "cap "

// Value reports whether the event is a choice that is no scheduling choice.
func (e Event) Value() bool { return e.Kind == EvChoice || e.Kind == EvChance || e.drawn() }

// operation reports whether the event is an operation of package engine, which its goroutine announces.
func (e Event) operation() bool {
	switch e.Kind {
	case EvStart, EvWait, EvWake, EvEnd, EvPick, EvChoice, EvCase, EvDraw, EvRefine, EvChance, EvMark, EvPanic, EvClock:
		return false
	}
	return true
}

// IsStep reports whether the event is a step of its goroutine: an operation, or its end.
func (e Event) IsStep() bool { return e.operation() || e.Kind == EvEnd }

// remark reports whether the event only says something of what its goroutine does.
func (e Event) remark() bool { return e.Kind == EvMark || e.Kind == EvCase }

// drawn reports whether the event is a choice that the program asks for.
func (e Event) drawn() bool { return e.Kind == EvDraw || e.Kind == EvRefine }

// Trace is a whole recording.
type Trace struct {
	Header
	Events   []Event
	Attached []Attachment // what the test gives to be kept beside the recording; not part of it
	Module   string       // the folder of the module, if this process made the run; not part of it
}

// Attachment is a file that is kept beside a recording.
type Attachment struct {
	Name string // the end of the file's name
	Data []byte
}

// Tape returns the run's choices in order: what a replay follows.
func (t *Trace) Tape() []uint32 {
	var tape []uint32
	for _, e := range t.Events {
		if e.N > 1 {
			tape = append(tape, uint32(e.K))
		}
	}
	return tape
}

// Line is the event as a line of the recording, without its number.
func (e Event) Line() string {
	choice := "-"
	if e.N > 0 {
		choice = fmt.Sprintf("%d/%d", e.K, e.N)
		if !e.Value() {
			choice += fmt.Sprintf(">g%d", e.Next)
		}
	}
	f := []string{"g" + strconv.Itoa(e.G), clean(e.Kind), clean(e.Object), clean(e.At.Pos()), clean(e.At.Func), choice, clean(e.Detail)}
	if e.Carries != "" {
		f = append(f, clean(e.Carries))
	}
	return strings.Join(f, "\t")
}

func clean(s string) string {
	if s == "" {
		return "-"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '_'
		}
		return r
	}, s)
}

// Write writes the recording.
func (t *Trace) Write(w io.Writer) error {
	t.Chaosrun = Version
	b := bufio.NewWriter(w)
	h, err := json.Marshal(t.Header)
	if err != nil {
		return err
	}
	b.Write(h)
	b.WriteByte('\n')
	for i, e := range t.Events {
		fmt.Fprintf(b, "%d\t%s\n", i+1, e.Line())
	}
	fmt.Fprintf(b, "end\t%d\n", len(t.Events))
	return b.Flush()
}

// Read reads a recording. Anything that is not a whole recording is an error that
// says so.
func Read(r io.Reader) (*Trace, error) {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 64<<10), 64<<20) // the header holds the test's output
	if !s.Scan() {
		if err := s.Err(); err != nil {
			return nil, fmt.Errorf("not a chaosrun recording: %w", err)
		}
		return nil, errors.New("not a chaosrun recording: it is empty")
	}
	t := new(Trace)
	if err := json.Unmarshal(s.Bytes(), &t.Header); err != nil || t.Chaosrun == 0 {
		return nil, errors.New("not a chaosrun recording: its first line is not a recording's header")
	}
	if t.Chaosrun != Version {
		anew := fmt.Sprintf("test -run '^%s$' -seed %d %s", clean(t.Test), t.Seed, clean(t.Package))
		if len(t.Together) > 0 {
			anew = fmt.Sprintf("test -together -seed %d %s", t.Seed, clean(t.Package))
		}
		if t.Program != "" {
			anew = fmt.Sprintf("run -seed %d %s", t.Seed, clean(t.Package))
		}
		return nil, fmt.Errorf("the recording has format version %d; this chaosrun reads version %d: record it again with chaosrun %s", t.Chaosrun, Version, anew)
	}
	for s.Scan() {
		line := s.Text()
		if n, ok := strings.CutPrefix(line, "end\t"); ok {
			if n != strconv.Itoa(len(t.Events)) {
				return nil, fmt.Errorf("the recording was edited: it has %d events and says %s", len(t.Events), n)
			}
			if !t.swapFits() {
				return nil, errors.New("the recording makes no sense: it swaps steps that it does not have")
			}
			return t, nil
		}
		if len(line) > maxLine || len(t.Events) >= maxEvents {
			return nil, errors.New("the recording is too large")
		}
		e, err := parseEvent(line, len(t.Events)+1)
		if err != nil {
			return nil, fmt.Errorf("line %d of the recording: %w", len(t.Events)+2, err)
		}
		if fmt.Sprintf("%d\t%s", len(t.Events)+1, e.Line()) != line {
			return nil, fmt.Errorf("line %d of the recording is not as chaosrun writes it", len(t.Events)+2)
		}
		t.Events = append(t.Events, e)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("cannot read the recording: %w", err)
	}
	return nil, fmt.Errorf("the recording is cut off after %d events", len(t.Events))
}

// swapFits reports whether the steps to swap are there.
func (t *Trace) swapFits() bool {
	for _, i := range t.Swap {
		if i < 0 || i >= len(t.Events) {
			return false
		}
	}
	return len(t.Swap) == 0 || len(t.Swap) == 2
}

func parseEvent(line string, number int) (Event, error) {
	f := strings.Split(line, "\t")
	if len(f) != 8 && len(f) != 9 {
		return Event{}, fmt.Errorf("%d fields where 8 or 9 belong", len(f))
	}
	if f[0] != strconv.Itoa(number) {
		return Event{}, fmt.Errorf("event %q where %d belongs", f[0], number)
	}
	for i := range f {
		if f[i] == "-" {
			f[i] = ""
		}
	}
	e := Event{Kind: f[2], Object: f[3], Detail: f[7]}
	if len(f) == 9 {
		e.Carries = f[8]
	}
	var err error
	if e.G, err = parseG(f[1]); err != nil {
		return e, err
	}
	if f[4] != "" {
		i := strings.LastIndexByte(f[4], ':')
		if i < 0 {
			return e, fmt.Errorf("position %q has no line", f[4])
		}
		e.At.File = f[4][:i]
		if e.At.Line, err = strconv.Atoi(f[4][i+1:]); err != nil {
			return e, fmt.Errorf("position %q has no line", f[4])
		}
	}
	e.At.Func = f[5]
	if f[6] == "" {
		return e, nil
	}
	pick, next, hasNext := strings.Cut(f[6], ">")
	k, n, ok := strings.Cut(pick, "/")
	if !ok {
		return e, fmt.Errorf("bad choice %q", f[6])
	}
	e.K, err = strconv.Atoi(k)
	if err == nil {
		e.N, err = strconv.Atoi(n)
	}
	if err == nil && hasNext {
		e.Next, err = parseG(next)
	}
	if err != nil || e.N < 1 || e.N > 1<<30 || e.K < 0 || e.K >= e.N || hasNext == e.Value() {
		return e, fmt.Errorf("bad choice %q", f[6])
	}
	return e, nil
}

func parseG(s string) (int, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(s, "g"))
	if err != nil || !strings.HasPrefix(s, "g") || n < 0 || n > 1<<30 {
		return 0, fmt.Errorf("bad goroutine %q", s)
	}
	return n, nil
}

// Diff returns the index of the first event of a in which two runs differ, or -1. It is
// len of the shorter one when that is a prefix of the other. What recordings of earlier versions
// do not say of a select is left out.
func Diff(a, b []Event) int {
	i, j := 0, 0
	for {
		for i < len(a) && a[i].later() {
			i++
		}
		for j < len(b) && b[j].later() {
			j++
		}
		switch {
		case i == len(a) && j == len(b):
			return -1
		case i == len(a) || j == len(b) || a[i].compared() != b[j].compared():
			return min(i, len(b))
		}
		i++
		j++
	}
}

// later reports whether earlier versions do not record such an event.
func (e Event) later() bool { return e.Kind == EvCase || e.Kind == EvPanic && e.Detail == Exits }

// compared is the event as a line without what does not make two runs differ.
func (e Event) compared() string {
	if e.Kind == EvChoice {
		e.Detail = ""
	}
	e.Carries = ""
	if e.At.Std() {
		e.At.Line = 0 // another release of Go or of chaosrun has other lines
	}
	return e.Line()
}
