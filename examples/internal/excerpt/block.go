package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

const (
	mostSteps = 24 // in one excerpt: the last ones
	mostSaid  = 3  // lines that the test printed
)

var (
	named    = regexp.MustCompile(`(?m)^//\t(?:--- FAIL: )?(Test\w+)`)
	position = regexp.MustCompile(`\s\w+\.go:\d+\b`)
	choices  = regexp.MustCompile(`^    (the (last )?(\d+ of )?(\d+ )?choices? that leads? to it|of \d+ choices that lead to it, the .* the failure|a select has several ready cases|the test passes in a schedule with these two steps in the other order):$`)
	said     = regexp.MustCompile(`^\s+\w+\.go:\d+: `)
)

// testOf is the test that the block of a doc.go is of.
func testOf(text string) string {
	_, shows, _ := strings.Cut(text, "# What chaosrun shows")
	if m := named.FindStringSubmatch(shows); m != nil {
		return m[1]
	}
	return ""
}

// block is an excerpt of what chaosrun show prints: what broke, in which run, which choices
// lead to it, what the test said, and the schedule.
func block(show string) []string {
	lines := strings.Split(show, "\n")
	var out []string
	for len(lines) > 1 && !strings.HasPrefix(lines[0], "Test") {
		out = append(out, lines[0]) // the first sentence
		lines = lines[1:]
	}
	test, rest, _ := strings.Cut(lines[0], " in ")
	if _, run, ok := strings.Cut(rest, ", "); ok {
		out = append(out, test+", "+run)
	}
	var spoken, steps []string
	for i := 1; i < len(lines); i++ {
		if choices.MatchString(lines[i]) {
			out = append(out, "")
			for ; i < len(lines) && lines[i] != ""; i++ {
				out = append(out, strings.TrimPrefix(lines[i], "    "))
			}
		}
		if i == len(lines) {
			break
		}
		if said.MatchString(lines[i]) && len(spoken) < mostSaid && len(steps) == 0 {
			spoken = append(spoken, strings.TrimSpace(lines[i]))
		}
		if strings.HasPrefix(lines[i], "the schedule:") {
			steps = schedule(lines[i+1:])
			break
		}
	}
	if len(spoken) > 0 {
		out = append(append(out, ""), spoken...)
	}
	return append(append(out, ""), steps...)
}

// schedule is the steps, which come after the explanation of the arrows. Of a long one it
// is the steps in code with lines to show, and the last of them.
func schedule(lines []string) []string {
	for len(lines) > 0 && lines[0] != "" {
		lines = lines[1:]
	}
	var head, steps []string
	for _, line := range lines {
		line = strings.TrimRight(line, " ")
		switch {
		case line == "" && len(steps) > 0:
			return cut(head, steps)
		case line == "", strings.Contains(line, "earlier steps; -all"):
		case strings.HasPrefix(strings.TrimSpace(line), "step "):
			head = []string{line}
		default:
			steps = append(steps, line)
		}
	}
	return cut(head, steps)
}

func cut(head, steps []string) []string {
	if len(steps) <= mostSteps {
		return append(head, steps...)
	}
	var here []string
	for i, s := range steps {
		if i == len(steps)-1 || position.MatchString(s) || strings.Contains(s, "── the clock") {
			here = append(here, s)
		}
	}
	n := max(0, len(here)-mostSteps)
	if head == nil {
		here = renamed(steps, here, n)
	}
	if here = here[n:]; n > 0 {
		head = append(head, "    …")
	}
	return append(head, here...)
}

// renamed is here with the goroutines' names where those of all steps would be missed. A
// schedule without columns has a name where the goroutine changes only; here, from its
// n-th step on, are some of all steps.
func renamed(all, here []string, n int) []string {
	var name, shown string
	var out []string
	for _, s := range all {
		m := listed.FindStringSubmatchIndex(s)
		if m != nil && m[4] >= 0 {
			name = s[m[4]:m[5]]
		}
		if len(out) == len(here) || s != here[len(out)] {
			continue
		}
		if m != nil && name != shown && len(out) >= n {
			s = s[:m[2]] + fmt.Sprintf("%-6s", name) + s[m[2]+6:]
			shown = name
		}
		out = append(out, s)
	}
	return out
}

// listed is a step in a list: its number, and a name or space for one.
var listed = regexp.MustCompile(`^ *\d+  ()(g\d+)? +`)

// replace puts the block in the place of the one in the text: the lines of code around
// the name of its test.
func replace(text string, block []string) (string, error) {
	at := strings.Index(text, "# What chaosrun shows")
	if at < 0 {
		return "", errors.New("no heading What chaosrun shows")
	}
	m := named.FindStringIndex(text[at:])
	if m == nil {
		return "", errors.New("no excerpt")
	}
	lines := strings.Split(text, "\n")
	first := strings.Count(text[:at+m[0]], "\n")
	last := first
	for first > 0 && isCode(lines[first-1]) {
		first--
	}
	// An empty line is in the block if code comes after it.
	for i := last + 1; i < len(lines) && (isCode(lines[i]) || lines[i] == "//"); i++ {
		if isCode(lines[i]) {
			last = i
		}
	}
	var comment []string
	for _, l := range block {
		if l == "" {
			comment = append(comment, "//")
		} else {
			comment = append(comment, "//\t"+l)
		}
	}
	return strings.Join(append(append(lines[:first:first], comment...), lines[last+1:]...), "\n"), nil
}

func isCode(line string) bool { return strings.HasPrefix(line, "//\t") }
