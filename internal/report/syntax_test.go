package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const source = `package p

import "time"

func (p *pool) use() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	func() {
		defer close(p.done)
		p.n++
	}()
	p.cond.Wait()
}

func (p *pool) start() {
	p.poll = time.AfterFunc(time.Second, p.check)
	time.AfterFunc(time.Minute, func() {
		p.n--
	})
}
`

// TestDeferred: a deferred operation is that of its defer statement if it happens where the function
// returns, and of nothing else.
func TestDeferred(t *testing.T) {
	s := readSyntax(source)
	for _, c := range []struct {
		kind     string
		at, want string
	}{
		{"Unlock", "\t\treturn", "defer p.mu.Unlock()"},
		{"Unlock", "\tp.cond.Wait()", "\tp.cond.Wait()"}, // Wait unlocks
		{"close", "\t}()", "defer close(p.done)"},
		{"Lock", "\tp.mu.Lock()", "\tp.mu.Lock()"},
		{"wg.Done", "\t\treturn", "\t\treturn"},
	} {
		if got, want := s.deferred(c.kind, lineWith(t, c.at)), lineWith(t, c.want); got != want {
			t.Errorf("%s at line %d is of line %d, want %d", c.kind, lineWith(t, c.at), got, want)
		}
	}
}

// TestTimerOf: the function of a timer tells which call made the timer.
func TestTimerOf(t *testing.T) {
	s := readSyntax(source)
	for _, c := range []struct {
		at   trace.Frame
		want string
	}{
		{trace.Frame{Func: "p.(*pool).start.func1", Line: lineWith(t, "p.n--")}, "time.AfterFunc(time.Minute, func…)"},
		{trace.Frame{Func: "p.(*pool).check", Line: 100}, "time.AfterFunc(time.Second, p.check)"},
		{trace.Frame{Func: "p.(*pool).use", Line: lineWith(t, "p.n++")}, ""},
	} {
		if got, _ := s.timerOf(c.at); got.text != c.want {
			t.Errorf("%v: got %q, want %q", c.at, got.text, c.want)
		}
	}
}

// TestRandom: the lines that draw random numbers are known.
func TestRandom(t *testing.T) {
	s := readSyntax("package p\nimport \"math/rand/v2\"\nfunc f() {\n\tm := map[int]int{1: 1}\n\tfor range m {\n\t}\n\tfor range []int{1} {\n\t}\n\t_ = rand.IntN(2)\n}\n")
	if want := []int{5, 9}; !slices.Equal(s.random, want) {
		t.Errorf("got %v, want %v", s.random, want)
	}
}

func lineWith(t *testing.T, text string) int {
	t.Helper()
	for i, l := range strings.Split(source, "\n") {
		if strings.Contains(l, text) {
			return i + 1
		}
	}
	t.Fatalf("no line has %q", text)
	return 0
}
