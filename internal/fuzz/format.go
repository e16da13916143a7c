package fuzz

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// A tape file is text:
//
//	chaosrun tape 1
//	test PACKAGE TEST
//	draw 17
//	turns g0@3 g2@1 g0@5
//	values g2=3/10
//	end 3 1
//
// The turns are the order in which goroutines go on, each until it has announced that many
// operations. The values are what each goroutine draws: 3 of 10. There may be many lines of
// either. The last line counts the two.

// Version of the tape format.
const Version = 1

// Limits on what ParseTape accepts: a file is untrusted input.
const (
	maxFile   = 8 << 20 // bytes
	maxTurns  = 1 << 18
	maxNumber = 1 << 30
	perLine   = 12
)

// Format writes a tape of a test.
func Format(pkg, test string, t Tape) []byte {
	b := fmt.Appendf(nil, "chaosrun tape %d\ntest %s %s\ndraw %d\n", Version, pkg, test, t.Draw)
	for i, u := range t.Guide.Turns {
		b = append(b, lead("turns", i)...)
		b = fmt.Appendf(b, " g%d@%d", u.G, u.N)
	}
	b = endLine(b, len(t.Guide.Turns))
	for i, v := range t.Guide.Values {
		b = append(b, lead("values", i)...)
		b = fmt.Appendf(b, " g%d=%d/%d", v.G, v.K, v.N)
	}
	b = endLine(b, len(t.Guide.Values))
	return fmt.Appendf(b, "end %d %d\n", len(t.Guide.Turns), len(t.Guide.Values))
}

// lead is what comes before the i-th item of a list.
func lead(word string, i int) string {
	switch {
	case i == 0:
		return word
	case i%perLine == 0:
		return "\n" + word
	}
	return ""
}

func endLine(b []byte, items int) []byte {
	if items > 0 {
		b = append(b, '\n')
	}
	return b
}

// Name is the name of the file that holds a tape: a hash of its text.
func Name(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:8]) + tapeSuffix
}

const tapeSuffix = ".tape"

// ParseTape reads a tape and says of which test it is. What is not a whole tape is an error.
func ParseTape(text []byte) (pkg, test string, t Tape, err error) {
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	version, ok := strings.CutPrefix(lines[0], "chaosrun tape ")
	switch {
	case !ok:
		return "", "", t, errors.New("not a chaosrun tape: its first line does not say so")
	case version != strconv.Itoa(Version):
		return "", "", t, fmt.Errorf("the tape has format version %.20q; this chaosrun reads version %d", version, Version)
	case len(text) > maxFile:
		return "", "", t, errors.New("the tape is too large")
	}
	for i, line := range lines[1:] {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "test":
			pkg, test, _ = strings.Cut(rest, " ")
		case "draw":
			t.Draw, err = strconv.ParseUint(rest, 10, 32)
		case "turns":
			err = t.parseTurns(rest)
		case "values":
			err = t.parseValues(rest)
		case "end":
			if rest != fmt.Sprintf("%d %d", len(t.Guide.Turns), len(t.Guide.Values)) {
				return "", "", t, fmt.Errorf("the tape was edited: it has %d turns and %d values and says %.40s", len(t.Guide.Turns), len(t.Guide.Values), rest)
			}
			if !bytes.Equal(Format(pkg, test, t), text) || t.Draw == 0 || pkg == "" || test == "" {
				return "", "", t, errors.New("the tape is not as chaosrun writes it")
			}
			return pkg, test, t, nil
		default:
			err = fmt.Errorf("unknown word %.20q", word)
		}
		if err != nil {
			return "", "", t, fmt.Errorf("line %d of the tape: %w", i+2, err)
		}
	}
	return "", "", t, fmt.Errorf("the tape is cut off after %d lines", len(lines))
}

func (t *Tape) parseTurns(s string) error {
	for _, w := range strings.Split(s, " ") {
		g, n, ok := strings.Cut(w, "@")
		var u engine.Turn
		if !ok || !goroutine(g, &u.G) || !number(n, &u.N) {
			return fmt.Errorf("bad turn %.20q", w)
		}
		if len(t.Guide.Turns) == maxTurns {
			return errors.New("too many turns")
		}
		t.Guide.Turns = append(t.Guide.Turns, u)
	}
	return nil
}

func (t *Tape) parseValues(s string) error {
	for _, w := range strings.Split(s, " ") {
		g, pick, ok := strings.Cut(w, "=")
		k, n, of := strings.Cut(pick, "/")
		var v engine.Drawn
		if !ok || !of || !goroutine(g, &v.G) || !number(k, &v.K) || !number(n, &v.N) || v.N < 2 || v.K >= v.N {
			return fmt.Errorf("bad value %.20q", w)
		}
		if len(t.Guide.Values) == maxTurns {
			return errors.New("too many values")
		}
		t.Guide.Values = append(t.Guide.Values, v)
	}
	return nil
}

func goroutine(s string, to *uint32) bool {
	rest, ok := strings.CutPrefix(s, "g")
	return ok && number(rest, to)
}

func number(s string, to *uint32) bool {
	n, err := strconv.ParseUint(s, 10, 32)
	*to = uint32(n)
	return err == nil && n <= maxNumber
}
