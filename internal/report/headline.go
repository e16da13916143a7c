package report

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// kind is the kind of the failure in words, before the headline.
func (v *view) kind() string {
	if v.t.Kind == "" {
		return "" // a run that passes, made by hand
	}
	subject := strings.TrimPrefix(v.t.Subject(), "the ")
	if len(v.t.Together) > 0 {
		subject = "a test"
		if m := failedTest.FindStringSubmatch(v.t.Output); m != nil {
			subject = m[1]
		}
	}
	if v.t.Kind == "assert" && v.t.Held > 0 {
		return subject + " " // and the headline says what it takes to fail
	}
	return kindInWords(v.t.Kind, subject) + ": "
}

// failedTest is how package testing reports the first of several tests that fails.
var failedTest = regexp.MustCompile(`(?m)^ *--- FAIL: ([^\s/]+) \(`)

// kindInWords is a kind of failures of a test or a program, the subject, in words.
func kindInWords(kind, subject string) string {
	if kind == "assert" {
		return subject + " failed"
	}
	return kind
}

// headline is the sentence that says what broke, and where.
func (v *view) headline() string {
	if v.t.Held > 0 {
		return runner.TimingMessage(v.t)
	}
	if c := v.cycle(); c != "" {
		return c
	}
	switch v.t.Kind {
	case "panic":
		if i := lastPanic(v.t.Events) - 1; i >= 0 && v.t.Events[i].Kind == trace.EvPanic {
			return v.t.Message + v.inAt(v.failing(i)) + v.misused(i)
		}
	case "fatal":
		if v.fails >= 0 {
			v.mention(v.steps[v.fails].Index)
			return v.t.Message + v.inAt(v.steps[v.fails].Event) + v.misused(v.steps[v.fails].Index)
		}
	case "exit":
		for i, e := range slices.Backward(v.t.Events) {
			if e.Kind == trace.EvPanic && e.Detail == trace.Exits {
				v.mention(i)
				if in := v.inAt(e); in != "" && v.t.Program == "" {
					return v.t.Subject() + " ended the process" + in
				}
				break
			}
		}
	case "deadlock", "leak", "livelock":
		return v.t.Message + v.whoIsLeft()
	case "hang":
		before, after, ok := strings.Cut(v.t.Message, keepsRunning)
		if !ok {
			return v.t.Message + v.runsAt()
		}
		return before + keepsRunning + v.runsAt() + after
	}
	return v.t.Message
}

// keepsRunning is what the message of a hang says of the goroutine.
const keepsRunning = " keeps running"

// failing is the operation that panics at event i, or the panic.
func (v *view) failing(i int) trace.Event {
	if j := v.failingOperation(i); j >= 0 {
		v.mention(j)
		return v.t.Events[j]
	}
	return v.t.Events[i]
}

// inAt says which goroutine did e, and where.
func (v *view) inAt(e trace.Event) string {
	if at := v.quotedOp(e.Kind, e.At); at != "" {
		return ", in " + name(e.G) + at
	}
	return ""
}

// mostInHeadline bounds the goroutines whose places the headline has.
const mostInHeadline = 2

// whoIsLeft says where the goroutines are that are left: of a livelock, those that run. Of goroutines in
// the same place the first one stands for all.
func (v *view) whoIsLeft() string {
	var texts []string
	seen := make(map[string]bool)
	left := 0 // those that are not said
	for _, g := range v.stuck() {
		at := trace.UserFrame(g.Stack)
		if running := g.Reason == "runnable"; running != (v.t.Kind == "livelock") {
			continue
		}
		place := v.quotedOp(waitsIn(g), at)
		if place == "" || seen[place] || len(texts) == mostInHeadline {
			left++
			continue
		}
		seen[place] = true
		v.saysWhere(g)
		if g.Reason == "runnable" {
			place = keepsRunning + place
		}
		texts = append(texts, name(g.ID)+place+v.inLibrary(g)+v.heldBy(g))
	}
	switch {
	case len(texts) == 0 && v.t.Kind == "leak":
		return v.librariesAlone()
	case len(texts) == 0:
		return ""
	case left > 0:
		return ", among them " + enumerated(texts)
	}
	return ": " + enumerated(texts)
}

// saysWhere notes that the headline says where a goroutine is that is left.
func (v *view) saysWhere(g trace.Stuck) {
	v.mention(v.lastWait(g.ID))
	if v.said != nil {
		v.said[g.ID] = true
	}
}

// heldBy says who holds the lock that a goroutine waits for, or nothing.
func (v *view) heldBy(g trace.Stuck) string {
	for _, o := range g.Objects {
		if len(v.waits.Holders[o]) == 0 {
			continue
		}
		h, locked, ended := v.waits.Holders[o][0], "locked", ""
		v.mention(h.By)
		if h.Read {
			locked = "read-locked"
		}
		if v.waits.Ended[h.G] {
			ended = ", which has ended,"
		}
		return fmt.Sprintf(", while %s%s has %s %s%s", name(h.G), ended, locked, o, v.quotedOp("", h.At))
	}
	return ""
}

// runningFrame is the place of the first frame of a goroutine that runs, in a stack dump, and what comes
// before it.
var runningFrame = regexp.MustCompile(`(?s)^(.*?)\n\t[^\n]*?([^/\n]+\.go):(\d+)`)

// runsAt says where the goroutine runs that hangs, as the stack dump in the output has it.
func (v *view) runsAt() string {
	dump := v.t.Output
	i := strings.Index(dump, "SIGQUIT: quit\n")
	if i < 0 {
		return ""
	}
	for _, block := range strings.Split(userStacks(dump[i:]), "\n\n") {
		head, _, _ := strings.Cut(block, "\n")
		if !strings.HasPrefix(head, "goroutine ") || !strings.Contains(head, "[running]") {
			continue
		}
		m := runningFrame.FindStringSubmatch(block)
		if m == nil {
			return ""
		}
		line, err := strconv.Atoi(m[3])
		if err != nil {
			return ""
		}
		return v.quoted(trace.Frame{File: v.fileNamed(m[2]), Line: line})
	}
	return ""
}

// fileNamed is a file of the recording with that base name, or the name if it has none.
func (v *view) fileNamed(base string) string {
	i := slices.IndexFunc(v.t.Events, func(e trace.Event) bool {
		return !e.At.Std() && e.At.File[strings.LastIndexByte(e.At.File, '/')+1:] == base
	})
	if i < 0 {
		return base
	}
	return v.t.Events[i].At.File
}
