package main

import (
	"fmt"
	"strings"
)

const head = `# Thirty failures, and where the cause stands

What chaosrun prints of a failure has to show its cause at once. This page measures that on thirty programs:
how many lines the text has, how many columns its widest line has, and which line of the text first names
the line of source that is the cause. It is written by

	go run ./internal/corpus/understood

The programs are in ` + "`internal/corpus/testdata`" + ` and ` + "`examples`" + `. A person has stated the cause of each, as a line of
source, in ` + "`internal/corpus/understood/failures.go`" + `; nothing is derived from what chaosrun prints. A test
of that package holds the bars for all thirty: at most 40 lines, at most 80 columns, the cause within the
first 10 lines, and in the list each step that changes places in a schedule that passes. The command that replays a failure does not count for the columns: it stays on one line, so
that it can be copied.

A reader who knew neither the tool nor the programs was given the thirty texts and nothing else; numbers took the
place of the names of the tests. They named the cause of 29: of 23 surely, of six less so (fanin, boundedparallelism,
fetch, MissedSignal, TicketDropped and PlainFlag). Of large/stream.TestWrongUnlocking they named it as a guess. What
slowed them down, most often first: a step that would settle the matter is missing while harmless ones are listed; a pointer
that is read is “non-nil”, whichever it is; choices that matter little stand beside the one that decides; a headline that
leaves out a half, like the waiting writer of WriterBetweenReaders.

`

// render writes the page.
func render(all []measured) string {
	var b strings.Builder
	b.WriteString(head)
	b.WriteString("| failure | kind | lines | columns | cause in line |\n|---|---|---|---|---|\n")
	var lines, columns, line int
	for _, m := range all {
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %d |\n", m.name(), m.Kind, m.Lines, m.Widest, m.Cause)
		lines, columns, line = max(lines, m.Lines), max(columns, m.Widest), max(line, m.Cause)
	}
	fmt.Fprintf(&b, "| **the most** | | **%d** | **%d** | **%d** |\n", lines, columns, line)
	return b.String()
}

// name is the package and the test.
func (f failure) name() string { return f.Package + "." + f.Test }
