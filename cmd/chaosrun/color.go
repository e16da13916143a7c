package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"regexp"

	"golang.org/x/term"
)

// colors is the flag -color, which all commands have.
var colors = colorFlag("auto")

// colorFlag is when what people read has colors: auto, always or never.
type colorFlag string

func (c *colorFlag) String() string { return string(*c) }
func (c *colorFlag) Type() string   { return "when" }

func (c *colorFlag) Set(text string) error {
	if !oneOf(text, "auto", "always", "never") {
		return errors.New("want auto, always or never")
	}
	*c = colorFlag(text)
	return nil
}

// A paint colors what a pattern finds in a line.
type paint struct {
	what *regexp.Regexp
	with string // the escape sequence's parameters
}

// paints are tried in order, and each may find something.
var paints = []paint{
	{regexp.MustCompile(`^(--- (FAIL|ERROR)|FAIL\b)`), "1;31"},
	{regexp.MustCompile(`^(--- (FOUND|PASS|SKIP)|ok  )`), "32"},
	{regexp.MustCompile(`^--- (TIMING|UNSTEADY|UNFINISHED)`), "33"},
	{regexp.MustCompile(`^    (deadlock|leak|panic|exit|fatal|assert|race|livelock|hang|output): .*`), "1"},
	{regexp.MustCompile(`  (FAILS|PANICS|FATAL)$`), "31"},
	{regexp.MustCompile(`^    to replay: .*`), "2"},
}

// colored is a file as what people read is written to it: with colors, if -color is always, or if the
// file is a terminal and neither -color nor the environment (NO_COLOR, TERM) says otherwise.
func colored(f *os.File) io.Writer {
	terminal := os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
	if colors == "always" || colors == "auto" && terminal {
		return &painter{w: f}
	}
	return f
}

// painter colors whole lines; what comes after the last one waits for its end.
type painter struct {
	w    io.Writer
	part []byte
}

func (p *painter) Write(text []byte) (int, error) {
	p.part = append(p.part, text...)
	end := bytes.LastIndexByte(p.part, '\n') + 1
	var out []byte
	for line := range bytes.Lines(p.part[:end]) {
		for _, c := range paints {
			line = append(c.what.ReplaceAll(bytes.TrimSuffix(line, []byte("\n")), []byte("\x1b["+c.with+"m$0\x1b[0m")), '\n')
		}
		out = append(out, line...)
	}
	p.part = append(p.part[:0], p.part[end:]...)
	if _, err := p.w.Write(out); err != nil {
		return 0, err
	}
	return len(text), nil
}
