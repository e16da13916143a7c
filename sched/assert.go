package sched

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/tape"
)

// Always states that cond is true in every run. If cond is false, the run fails with msg and the
// details, which are pairs of a name and a value, and continues. The message identifies the
// statement in reports. Outside control Always does nothing, and it is cheap enough for production
// code. It is safe for concurrent use, and adds no happens-before edge for the race detector.
func Always(cond bool, msg string, details ...any) {
	if !cond && tape.Controlled() {
		violated("Always", msg, details)
	}
}

// Unreachable states that no run reaches the call. It is Always(false, ...).
func Unreachable(msg string, details ...any) {
	if tape.Controlled() {
		violated("Unreachable", msg, details)
	}
}

// Sometimes states that cond is true in some run of the test. If the test passes and cond was true
// in no run, the result has a warning: the test may not exercise the case. All calls with the same
// message are one statement. Outside control Sometimes does nothing. It is safe for concurrent
// use, and adds no happens-before edge for the race detector.
func Sometimes(cond bool, msg string, details ...any) {
	if tape.Controlled() {
		shows("Sometimes", msg, cond)
	}
}

// Reachable states that some run of the test reaches the call. It is judged like [Sometimes].
// chaosrun knows a statement that no run reaches only if the call is in the body of the test and
// its message is a literal.
func Reachable(msg string, details ...any) {
	if tape.Controlled() {
		shows("Reachable", msg, true)
	}
}

// violated makes the run a failure. The operations of formatting are no steps of the test.
func violated(kind, msg string, details []any) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	_, file, line, _ := runtime.Caller(2)
	text := fmt.Sprintf("    %s:%d: %s: %s", filepath.Base(file), line, kind, oneLine(msg))
	tape.Fail(tape.Assert)
	tape.Print(text + detailText(details) + "\n")
}

// detailText is the details as text that follows a message.
func detailText(details []any) string {
	var b strings.Builder
	for i := 0; i < len(details); i++ {
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		b.WriteString(sep)
		if name, ok := details[i].(string); ok && i+1 < len(details) {
			i++
			fmt.Fprintf(&b, "%s=%v", name, details[i])
		} else {
			fmt.Fprintf(&b, "%v", details[i])
		}
	}
	return oneLine(b.String())
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// shows tells whoever explores of the statement when it is new, and when it is met for the
// first time.
func shows(kind, msg string, met bool) {
	word := "declares"
	if met {
		word = "meets"
	}
	if tape.First(hash(word, kind, msg)) {
		tape.Quiet(1)
		tape.Tell(word + " " + strconv.Quote(kind+": "+msg))
		tape.Quiet(-1)
	}
}

// hash is the FNV-1a hash of the texts, each closed by a byte that is not in UTF-8.
func hash(texts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h
}
