package runner

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// stopped is what to say of a process that does not go on.
const stopped = "the test process is stopped: it was sent SIGSTOP or another signal that stops it"

// describe says in a recording what broke, as far as the worker has told.
func describe(t *trace.Trace, e *ended) {
	if t.Kind == "assert" {
		t.Errors = errorsOf(e, t.Output)
	}
	t.Message = message(t, e)
}

// message is the one sentence that says what broke.
func message(t *trace.Trace, e *ended) string {
	output, who := Visible(t.Output), t.Subject()
	switch t.Kind {
	case "deadlock":
		if t.Program != "" && !slices.ContainsFunc(t.Goroutine, func(g trace.Stuck) bool { return g.ID == 1 }) {
			return goexitMessage(waiting(t.Goroutine))
		}
		return blockedMessage(waiting(t.Goroutine), othersEnded(t), who)
	case "leak":
		return leakMessage(t.Root(), t.Goroutine, output)
	case differs:
		return differsMessage(t)
	case "livelock":
		return fmt.Sprintf("%s has not ended after %d steps, though every goroutine that can run gets its turn", who, t.Steps)
	case "hang":
		if e.stopped {
			return stopped
		}
		if e.wait {
			return who + " waits for something outside the run that does not come"
		}
		return "a goroutine keeps running and uses no channel, lock, atomic variable or timer, so that no other goroutine can run"
	case "exit":
		if t.Program != "" && strings.HasPrefix(e.status, "exit status ") {
			return "the program ended with " + e.status
		}
		if at := t.Where(); at.File != "" {
			return who + " ended the process at " + at.Pos()
		}
		return who + " ended the process"
	case "race":
		return raceMessage(t.Races)
	case "panic", "fatal":
		lines := strings.Split(output, "\n")
		for i, line := range lines {
			for _, p := range []string{"panic: ", "fatal error: "} {
				if rest, ok := strings.CutPrefix(line, p); ok {
					return diedOf(append([]string{rest}, lines[i+1:]...))
				}
			}
		}
		return "the process died"
	case "assert":
		if m := assertion.FindStringSubmatch(output); m != nil {
			return m[1]
		}
		if len(t.Errors) > 0 {
			return t.Errors[0]
		}
		return who + " failed"
	}
	return ""
}

// diedOf is the first line of a panic's value that says something: some begin with an empty line.
func diedOf(lines []string) string {
	for _, l := range lines {
		if strings.HasPrefix(l, "goroutine ") || strings.HasPrefix(l, "[signal ") {
			break
		}
		if l = strings.TrimSuffix(strings.TrimSpace(l), " [recovered, repanicked]"); l != "" {
			return l
		}
	}
	return ""
}

// errorsOf are the errors that the test of a recorded run has reported.
func errorsOf(e *ended, output string) []string {
	var texts []string
	for _, l := range e.lines {
		if text, ok := strings.CutPrefix(l, "fails "); ok {
			texts = append(texts, Visible(unquoted(text)))
		}
	}
	return errorMessages(texts, Visible(output))
}

// assertion is what packages sched and proptest print of an assertion that fails.
var assertion = regexp.MustCompile(`(?m)^ +[^\s:]+\.go:\d+: ((?:Always|Unreachable|proptest): .*)$`)

func raceMessage(races []trace.Race) string {
	if len(races) == 0 {
		return "the race detector reported a data race"
	}
	r := races[0]
	return fmt.Sprintf("%s at %s and %s at %s of the same memory, and nothing orders them",
		r.First.What(), trace.UserFrame(r.First.Stack).Pos(), r.Second.What(), trace.UserFrame(r.Second.Stack).Pos())
}

// blockedMessage says that the n goroutines that the test or the program has are blocked; others have ended before.
func blockedMessage(n int, others bool, who string) string {
	switch {
	case n <= 1 && others:
		return "the last goroutine of " + who + " is blocked"
	case n <= 1:
		return "the only goroutine of " + who + " is blocked"
	case others:
		return fmt.Sprintf("the last %d goroutines of %s are blocked", n, who)
	case n == 2:
		return "both goroutines of " + who + " are blocked"
	}
	return fmt.Sprintf("all %d goroutines of %s are blocked", n, who)
}

// othersEnded reports whether goroutines of the run have ended, or may have, before the recording begins.
func othersEnded(t *trace.Trace) bool {
	return t.From > 0 || slices.ContainsFunc(t.Events, func(e trace.Event) bool { return e.Kind == trace.EvEnd && e.G != 0 })
}

// waiting counts the goroutines of the test; g0 is the harness, which waits for it.
func waiting(left []trace.Stuck) int {
	n := 0
	for _, s := range left {
		if s.ID != 0 {
			n++
		}
	}
	return n
}

// goleakSays is what package sched prints of goroutines that goleak has found.
var goleakSays = regexp.MustCompile(`(?m)^ *goleak: `)

func leakMessage(root string, left []trace.Stuck, output string) string {
	n := make(map[string]int)
	for _, s := range left {
		n[s.Status]++
	}
	var parts []string
	for _, p := range []struct{ status, one, more string }{
		{"stuck", "is blocked forever", "are blocked forever"},
		{"ticking", "ticks forever", "tick forever"},
		{"running", "still runs", "still run"},
		{"behind", "has not ended", "have not ended"},
	} {
		what := ""
		if len(parts) == 0 {
			what = "goroutine "
		}
		switch c := n[p.status]; {
		case c == 1:
			parts = append(parts, "1 "+what+p.one)
		case c > 1:
			parts = append(parts, strconv.Itoa(c)+" "+strings.Replace(what, " ", "s ", 1)+p.more)
		}
	}
	switch {
	case len(parts) == 0 && goleakSays.MatchString(output):
		return "goleak found goroutines that " + root + " has left"
	case len(parts) == 0: // of a run that was not recorded nobody knows which
		return root + " has returned and left goroutines"
	}
	return root + " has returned, and " + strings.Join(parts, ", ")
}
