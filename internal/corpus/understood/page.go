package main

import (
	"fmt"
	"strconv"
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
first 10 lines, and in the list each step that changes places in a schedule that passes. The command that replays a
failure does not count for the columns: it stays on one line, so that it can be copied.

*Before* is what chaosrun printed of the same programs at commit 37affd4, before the reports were rewritten. Those
texts are in ` + "`internal/corpus/understood/testdata/before`" + `, and measured in the same way.

`

// pair is how a figure was and is. A cause in line 0 is nowhere in the text.
func pair(before, after int) string {
	was := "–"
	if before > 0 {
		was = strconv.Itoa(before)
	}
	return fmt.Sprintf("%s → %d", was, after)
}

const readers = `
A reader who knew neither the tool nor the programs was given thirty texts and nothing else, as chaosrun printed them at
commit 4d9a543; numbers took the place of the names of the tests. They named the cause of 29: of 23 surely, of six less
so. What slowed them down, most often first, and what became of it:

| what was in the way | now |
|---|---|
| a step that would settle the matter is missing while harmless ones are listed | the steps are chosen from the failure backwards: what a goroutine did before, who woke or started it, who last changed what it looked at |
| choices that matter little stand beside the one that decides | those choices are named that order two steps from which the failure follows |
| steps are left out between two lines without a mark | “…” is in the list if and only if it has fewer steps than the title counts |
| “the only goroutine of the test”, though others had ended | the last one, or the last 5 |
| a hang “without ever reaching a scheduling point” | a goroutine that keeps running and uses no channel, lock, atomic variable or timer |
| a race is of g2 here and of “a goroutine started at” a line there | g2 everywhere, and the list has both accesses |
| a pointer that is read is “non-nil”, whichever it is | node#1, node#2 where the recording and the source tell them apart |

`

// besides are the failures of which the page shows the text before beside the text after.
var besides = []struct{ test, says string }{
	{"TestAllIsWritten", "A writer of messages is stopped while a message is there. Before, neither the case of the select nor the message that is lost is named:"},
	{"TestTicketDropped", "A customer drops a ticket whose number is then never called. Before, there were no steps at all:"},
	{"TestABA", "A pop takes a node whose successor it has read before others took both and brought one back. Before, the end of the run was shown, and nothing told the nodes apart:"},
}

// render writes the page.
func render(all []measured) string {
	var b strings.Builder
	b.WriteString(head)
	b.WriteString("| failure | kind | lines | columns | cause in line |\n|---|---|---|---|---|\n")
	var most measured
	for _, m := range all {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", m.name(), m.Kind, pair(m.Before.Lines, m.Lines), pair(m.Before.Widest, m.Widest), pair(m.Before.CauseIn, m.CauseIn))
		most.Lines, most.Widest, most.CauseIn = max(most.Lines, m.Lines), max(most.Widest, m.Widest), max(most.CauseIn, m.CauseIn)
		most.Before.Lines, most.Before.Widest = max(most.Before.Lines, m.Before.Lines), max(most.Before.Widest, m.Before.Widest)
		most.Before.CauseIn = max(most.Before.CauseIn, m.Before.CauseIn)
	}
	fmt.Fprintf(&b, "| **the most** | | **%s** | **%s** | **%s** |\n", pair(most.Before.Lines, most.Lines), pair(most.Before.Widest, most.Widest), pair(most.Before.CauseIn, most.CauseIn))
	b.WriteString(readers)
	for _, beside := range besides {
		for _, m := range all {
			if m.Test == beside.test {
				fmt.Fprintf(&b, "## %s\n\n%s\n\n```\n%s```\n\nNow:\n\n```\n%s```\n\n", m.name(), beside.says, m.Before.Text, m.Text)
			}
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// name is the package and the test.
func (f failure) name() string { return f.Package + "." + f.Test }
