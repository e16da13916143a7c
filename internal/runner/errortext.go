package runner

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
)

// errorMessages are lines that say why a test has failed, each with its place as the test's output gives it: the
// errors that it reported. texts are what it gave t.Error and t.Fatal, in order. A library that logs its message and
// then calls t.FailNow gives none: then it is one line, the last entry of the log that looks like a failed assertion,
// or the last one. Ginkgo does not log, but prints a report.
func errorMessages(texts []string, output string) []string {
	entries := logEntries(output)
	if len(texts) == 0 {
		if m := cmp.Or(ginkgoMessage(output), loggedError(entries)); m != "" {
			return []string{m}
		}
		return nil
	}
	said := make([]string, len(entries)) // "": an error was found to be that entry
	for i, e := range entries {
		said[i] = trimmedLines(e.text)
	}
	var all []string
	for _, text := range texts {
		line := errorLine(text)
		if want := trimmedLines(text); want != "" {
			at := slices.Index(said, want)
			if at < 0 { // it may have been cut
				at = slices.IndexFunc(said, func(s string) bool { return strings.HasPrefix(s, want) })
			}
			if at >= 0 {
				line, said[at] = entries[at].at+": "+line, ""
			}
		}
		if line != "" && !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	if len(all) > mostErrors { // which come first depends on the schedule
		slices.Sort(all[1:])
		all = all[:mostErrors]
	}
	return all
}

// mostErrors bounds the errors that are told apart.
const mostErrors = 20

// loggedError is the last entry of a log that looks like a failed assertion, or the last one.
func loggedError(entries []logEntry) string {
	var found *logEntry
	for i := range entries {
		e := &entries[i]
		if found != nil && (sumsUp.MatchString(e.text) || failedAssertion.MatchString(found.text) && !failedAssertion.MatchString(e.text)) {
			continue
		}
		found = e
	}
	if found == nil || errorLine(found.text) == "" {
		return ""
	}
	return found.at + ": " + errorLine(found.text)
}

// logEntry is what one call of t.Log, t.Error and the like has printed.
type logEntry struct {
	at   string // file:line
	text string
}

var (
	entryStart = regexp.MustCompile(`^ +([^\s:]+\.go:\d+): ?(.*)$`)
	// failedAssertion is how assertion libraries say it.
	failedAssertion = regexp.MustCompile(`(?m)^\s*(Error Trace:|assertion failed|Error:)`)
	// sumsUp is what gomock says after it has said which calls are missing.
	sumsUp     = regexp.MustCompile(`^aborting test due to missing call\(s\)`)
	testResult = regexp.MustCompile(`^\s*(--- (FAIL|PASS|SKIP): |=== |FAIL$|PASS$)`)
)

// logEntries are the entries of the log in what go test prints.
func logEntries(output string) []logEntry {
	var entries []logEntry
	open := false // lines belong to the last entry
	for _, line := range strings.Split(output, "\n") {
		switch m := entryStart.FindStringSubmatch(line); {
		case m != nil:
			entries = append(entries, logEntry{at: m[1], text: m[2]})
			open = true
		case testResult.MatchString(line) || line != "" && line[0] != ' ' && line[0] != '\t':
			open = false
		case open:
			entries[len(entries)-1].text += "\n" + line
		}
	}
	return entries
}

// mostMessage bounds a message, in runes.
const mostMessage = 300

// errorLine is the line that says most of an error's text: its first one, or, of testify, what
// its part "Error:" says, and the words of its part "Messages:".
func errorLine(text string) string {
	parts := map[string]*[]string{"Error": {}, "Messages": {}}
	var part *[]string
	first := ""
	lines := strings.Split(text, "\n")
	if saysGomega(lines) {
		first = strings.Join(lines, " ")
		lines = nil
	}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if label, rest, ok := strings.Cut(line, ":"); ok && testifyLabels[label] {
			part, line = parts[label], strings.TrimSpace(rest)
			if label == "Error" || label == "Messages" {
				first = "testify"
			}
		} else if strings.HasPrefix(line, "Diff:") {
			part = nil
		}
		switch {
		case line == "":
		case part != nil:
			*part = append(*part, line)
		case first == "":
			first = line
		}
	}
	if e := *parts["Error"]; len(e) > 0 {
		first = strings.Join(e, " ")
		if m := *parts["Messages"]; len(m) > 0 {
			first += " (" + strings.Join(m, " ") + ")"
		}
	}
	return bounded(first)
}

// bounded is a text as one line that is not too long.
func bounded(text string) string {
	first := strings.Join(strings.Fields(text), " ")
	if r := []rune(first); len(r) > mostMessage {
		return string(r[:mostMessage]) + "…"
	}
	return first
}

// saysGomega reports whether the text is a message of gomega, which is a sentence in several lines:
// Expected, what there is, to equal, what there should be.
func saysGomega(lines []string) bool {
	seen := 0
	for _, l := range lines {
		if l == "" {
			continue
		}
		if l == "Expected" {
			return true
		}
		if seen++; seen > 1 { // before it comes what the test says itself
			break
		}
	}
	return false
}

// ginkgoFailure is what Ginkgo prints of a spec that fails: the message, and where that was.
var ginkgoFailure = regexp.MustCompile(`(?m)^ *\[(?:FAILED|PANICKED|TIMEDOUT)\] ((?:.*\n)+?) *In \[[^\]\n]*\] at: (\S+\.go:\d+)`)

// ginkgoMessage is the message of the first spec that fails, in a line, with its place.
func ginkgoMessage(output string) string {
	m := ginkgoFailure.FindStringSubmatch(output)
	if m == nil {
		return ""
	}
	return path.Base(m[2]) + ": " + bounded(m[1])
}

// testifyLabels name the parts of testify's messages.
var testifyLabels = map[string]bool{"Error Trace": true, "Error": true, "Test": true, "Messages": true}

// trimmedLines is a text without what indents its lines, and without empty lines.
func trimmedLines(text string) string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// LoggedMessage is the line of what a test has printed that says why it failed, with its place, as
// far as that can be told from the output alone, or "".
func LoggedMessage(output string) string {
	return strings.Join(errorMessages(nil, WithoutEscapes(output)), "")
}

// LoggedMessages are all lines that LoggedMessage chooses from: one for each entry of the log.
func LoggedMessages(output string) []string {
	var all []string
	for _, e := range logEntries(WithoutEscapes(output)) {
		all = append(all, e.at+": "+errorLine(e.text))
	}
	return all
}
