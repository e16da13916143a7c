// Package cilog reads what a CI system has kept of Go tests that failed, and says of each failure
// what there is to look for: a [Goal].
//
// It reads what go test prints, with -v and without, its -json, what gotestsum prints, and JUnit
// XML; reports of the race detector, stack dumps of panics and time-outs, and goleak's reports
// among it. What a CI system has put before the lines (time stamps, colours, folds) is taken off.
// A log may be cut anywhere, and it may be anybody's: what is kept of it is bounded, whatever it
// holds.
package cilog

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Limits on what is kept of a log.
const (
	mostBytes      = 256 << 20 // of the log that are read
	mostLine       = 64 << 10  // bytes of a line
	mostGoals      = 100
	mostTests      = 20_000 // that are remembered at once, of a package
	mostLogged     = 200    // lines that a test has printed: its first ones, and the last
	firstLogged    = 20
	mostGoroutines = 2000 // of a dump
	mostFrames     = 100  // of a goroutine
	mostRaceLines  = 2000
	mostMessage    = 4 << 10  // bytes
	mostStreams    = 200      // packages of a log of -json at once
	mostPartial    = 16       // lines of each that are not whole
	mostKept       = 64 << 20 // bytes, of the goals and of what is not yet through
)

// Kind says how a test has failed, as far as the log says.
type Kind string

// The kinds.
const (
	Panic    Kind = "panic"
	Fatal    Kind = "fatal error" // of the runtime
	Deadlock Kind = "deadlock"    // the runtime's own: all goroutines are asleep
	Timeout  Kind = "timeout"
	Race     Kind = "race"
	Leak     Kind = "leak" // goleak's report
	Exit     Kind = "exit" // the process ended in the middle of the test
	Assert   Kind = "assert"
)

// Goal is one failure of a log.
type Goal struct {
	Package string // import path, or the end of one; "": the log does not say
	Test    string // with its subtests, as go test prints it; "": the log does not say
	Kind    Kind
	Message string // what it says of itself; "" if it says nothing
	// Output is what the test has printed and logged, as go test prints it.
	Output string
	// Stack is where a panic or a fatal error was, innermost frame first.
	Stack []trace.Frame
	// Blocked are the goroutines of a dump that were in code that is not the standard library's.
	Blocked []Goroutine
	Races   []trace.Race
	// Before are the tests of the package that had ended before it in the same process, in order
	// (with -count the test itself may be among them),
	// and Beside those that ran at the same time, as far as the log names them.
	Before, Beside []string

	listed string // the package, if it is gotestsum's summary that has named it
}

// Goroutine is one of a dump.
type Goroutine struct {
	ID      int
	Reason  string // what it waits for, in the runtime's words
	Stack   []trace.Frame
	Created trace.Frame
	Parent  int // the goroutine that has started it; 0: the log does not say
}

// In reports whether the goroutine is in the test function of that name: it is the test's own.
func (g Goroutine) In(test string) bool {
	return slices.ContainsFunc(g.Stack, func(f trace.Frame) bool {
		m := testFunc.FindStringSubmatch(f.Func)
		return m != nil && m[2] == test && trace.FuncName(f) == f.Func || m != nil && m[2] == test && g.Created.Func == "testing.(*T).Run"
	})
}

// Log is what was read.
type Log struct {
	Goals  []Goal
	Commit string // that was tested, if the log says so
	Cut    bool   // there were more failures, or more text, than is read

	kept int // bytes of it, and of what is not yet through
}

// GoleakReport is how goleak begins to say what is left, after its name.
const GoleakReport = "found unexpected goroutines:"

// ErrNoFailure says that a log tells of no failing test.
var ErrNoFailure = errors.New("the log tells of no failing test")

// Read reads a log to its end.
func Read(r io.Reader) (*Log, error) {
	limited := &io.LimitedReader{R: r, N: mostBytes}
	b := bufio.NewReaderSize(limited, mostLine)
	p := &parser{streams: make(map[string]*stream)}
	var err error
	if isXML(b) {
		err = p.readJUnit(b)
	} else {
		err = p.readLines(b)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the log: %w", err)
	}
	p.end()
	p.log.Cut = p.log.Cut || limited.N == 0
	if len(p.log.Goals) == 0 {
		return nil, ErrNoFailure
	}
	return &p.log, nil
}

// parser reads a log into streams: what go test prints of one package at a time.
type parser struct {
	log     Log
	text    *stream            // of lines that are no JSON
	streams map[string]*stream // of lines of -json, by package
	order   []string           // of streams
}

// readLines reads text and lines of -json, which may be mixed.
func (p *parser) readLines(b *bufio.Reader) error {
	for {
		line, err := readLine(b)
		if err != nil && err != io.EOF {
			return err
		}
		if len(line) > 0 || err == nil {
			p.line(plain(string(line)))
		}
		if err == io.EOF {
			return nil
		}
	}
}

// readLine reads a line without its end. Of a line that is too long it returns the beginning.
func readLine(b *bufio.Reader) ([]byte, error) {
	line, err := b.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		line = bytes.Clone(line)
		for err == bufio.ErrBufferFull {
			_, err = b.ReadSlice('\n')
		}
	}
	return bytes.TrimRight(line, "\r\n"), err
}

// event is a line of go test -json.
type event struct {
	Action, Package, Test, Output string
}

func (p *parser) line(line string) {
	if at := strings.IndexByte(line, '{'); at >= 0 && strings.Contains(line, `"Action":`) {
		var e event
		if json.Unmarshal([]byte(line[at:]), &e) == nil && e.Action != "" {
			p.event(e)
			return
		}
	}
	if c := commit(line); c != "" {
		p.log.Commit = c
	}
	if p.text == nil {
		p.text = newStream(&p.log, "")
	}
	p.text.line(line)
}

// event takes in a line of -json.
func (p *parser) event(e event) {
	s := p.streams[e.Package]
	if s == nil {
		if len(p.streams) >= mostStreams {
			p.log.Cut = true
			return
		}
		s = newStream(&p.log, e.Package)
		p.streams[e.Package] = s
		p.order = append(p.order, e.Package)
	}
	switch e.Action {
	case "output":
		s.write(e.Test, e.Output)
	case "fail", "pass", "skip":
		if e.Test == "" {
			s.flush()
			s.packageDone(e.Package, e.Action == "fail")
			delete(p.streams, e.Package)
			return
		}
		s.flush()
		s.testDone(e.Test, e.Action)
	}
}

// end takes in what the log had not come to the end of.
func (p *parser) end() {
	for _, pkg := range p.order {
		if s := p.streams[pkg]; s != nil {
			s.flush()
			s.packageDone(pkg, true)
			delete(p.streams, pkg)
		}
	}
	if p.text != nil {
		p.text.packageDone("", true)
	}
}

// add keeps a goal, unless the log has told of it already.
func (l *Log) add(g Goal) {
	for i := range l.Goals {
		if old := &l.Goals[i]; old.sameAs(&g) {
			old.merge(&g)
			return
		}
	}
	if len(l.Goals) >= mostGoals {
		l.Cut = true
		return
	}
	l.Goals = append(l.Goals, g)
}

// sameAs reports whether two goals are one failure that a log tells of twice, as gotestsum does.
func (g *Goal) sameAs(o *Goal) bool {
	if g.Test != o.Test || !samePackage(g.Package, o.Package) {
		return false
	}
	if g.listed != "" && o.listed != "" && g.listed != o.listed {
		return false // a summary names each package in one way
	}
	if g.Kind == o.Kind {
		return g.Message == "" || o.Message == "" || g.Message == o.Message
	}
	// A test that failed without a word, and what it died of elsewhere.
	return g.Kind == Assert && g.Message == "" || o.Kind == Assert && o.Message == ""
}

// merge takes over what another telling of the same failure knows more.
func (g *Goal) merge(o *Goal) {
	if len(o.Package) > len(g.Package) {
		g.Package = o.Package
	}
	if g.listed == "" {
		g.listed = o.listed
	}
	if g.Kind == Assert && g.Message == "" && (o.Kind != Assert || o.Message != "") {
		pkg, listed, before, beside := g.Package, g.listed, g.Before, g.Beside
		*g = *o
		g.Package, g.listed = pkg, listed
		if len(g.Before)+len(g.Beside) == 0 {
			g.Before, g.Beside = before, beside
		}
		return
	}
	if len(g.Before)+len(g.Beside) == 0 {
		g.Before, g.Beside = o.Before, o.Beside
	}
}

// samePackage reports whether two names may be one package's: gotestsum names it from the module's
// root on.
func samePackage(a, b string) bool {
	return a == b || a == "" || b == "" || Names(a, b) || Names(b, a)
}

// Names reports whether name, from a log, may be the package with that import path.
func Names(name, path string) bool {
	return name == path || name == "." || name != "" && strings.HasSuffix(path, "/"+strings.TrimPrefix(name, "./"))
}

// bounded is a text that is not too long.
func bounded(s string) string {
	if len(s) > mostMessage {
		return strings.ToValidUTF8(s[:mostMessage], "")
	}
	return s
}
