package fuzz

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/engine"
)

func sample(turns, values int) Tape {
	t := Tape{Draw: 7}
	for i := range turns {
		t.Guide.Turns = append(t.Guide.Turns, engine.Turn{G: uint32(i % 3), N: uint32(i)})
	}
	for i := range values {
		t.Guide.Values = append(t.Guide.Values, engine.Drawn{G: uint32(i), K: uint32(i), N: uint32(i) + 2})
	}
	return t
}

func TestFormat(t *testing.T) {
	want := "chaosrun tape 1\ntest m/p TestX\ndraw 7\nturns g0@0 g1@1\nvalues g0=0/2\nend 2 1\n"
	if got := string(Format("m/p", "TestX", sample(2, 1))); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	for _, n := range []int{0, 1, perLine - 1, perLine, perLine + 1, 5 * perLine} {
		text := Format("m/p", "TestX", sample(n, n/2))
		pkg, test, tape, err := ParseTape(text)
		if err != nil || pkg != "m/p" || test != "TestX" || fmt.Sprint(tape) != fmt.Sprint(sample(n, n/2)) {
			t.Errorf("%d turns: %s %s %v %v", n, pkg, test, tape, err)
		}
	}
}

func TestBadTapes(t *testing.T) {
	whole := string(Format("m", "TestX", sample(20, 3)))
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "not a chaosrun tape: its first line does not say so"},
		{"a recording", `{"chaosrun":1}`, "not a chaosrun tape"},
		{"another version", strings.Replace(whole, "tape 1", "tape 2", 1), `format version "2"; this chaosrun reads version 1`},
		{"cut off", whole[:len(whole)/2], "the tape is cut off after 4 lines"},
		{"cut off at a line", whole[:strings.Index(whole, "values")], "the tape is cut off after 5 lines"},
		{"a turn is gone", strings.Replace(whole, " g0@0", "", 1), "the tape was edited: it has 19 turns and 3 values and says 20 3"},
		{"no goroutine", strings.Replace(whole, "g1@1 ", "x1@1 ", 1), `line 4 of the tape: bad turn "x1@1"`},
		{"a large number", strings.Replace(whole, "g1@1 ", "g1@9999999999 ", 1), "line 4 of the tape: bad turn"},
		{"a value out of range", strings.Replace(whole, "=0/2", "=2/2", 1), `line 6 of the tape: bad value "g0=2/2"`},
		{"one of one", strings.Replace(whole, "=0/2", "=0/1", 1), "bad value"},
		{"another word", strings.Replace(whole, "draw", "drew", 1), `line 3 of the tape: unknown word "drew"`},
		{"no draw", strings.Replace(whole, "draw 7", "draw x", 1), "line 3 of the tape"},
		{"draw 0", strings.Replace(whole, "draw 7", "draw 0", 1), "the tape is not as chaosrun writes it"},
		{"spaces", strings.Replace(whole, "draw 7", "draw 07", 1), "the tape is not as chaosrun writes it"},
		{"more after the end", whole + "turns g0@1\n", "the tape is not as chaosrun writes it"},
	} {
		_, _, _, err := ParseTape([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// FuzzParseTape: what is read is written again as it was, and nothing else is read.
func FuzzParseTape(f *testing.F) {
	for _, n := range []int{0, 1, 20} {
		f.Add(Format("m", "TestX", sample(n, n)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		pkg, test, tape, err := ParseTape(text)
		if err == nil && !bytes.Equal(Format(pkg, test, tape), text) {
			t.Errorf("%q is read, and written as %q", text, Format(pkg, test, tape))
		}
	})
}
