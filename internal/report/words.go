package report

import (
	"strings"
	"unicode/utf8"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// What steps do, in words.

// says is what a step does, in words.
func (v *view) says(s trace.Step) string {
	text, value := v.parts(s)
	if value == "" {
		return text
	}
	return text + ": " + value
}

// saysIn is says in so many columns: what is carried is not cut off.
func (v *view) saysIn(s trace.Step, columns int) string {
	text, value := v.parts(s)
	if value == "" {
		return clip(text, columns)
	}
	return clip(text, max(columns-width(value)-2, columns/2)) + ": " + value
}

// parts are what a step does, and what it carries.
func (v *view) parts(s trace.Step) (text, value string) {
	text = says(s)
	if s.Kind == trace.EvCase {
		text = "takes " + v.caseText(s.Event)
	}
	if s.Never {
		return text, ""
	}
	value = v.carries(s.Index, text)
	if sent, ok := strings.CutPrefix(value, "sends "); ok && strings.HasSuffix(text, "<- …") {
		return strings.TrimSuffix(text, "…") + sent, ""
	}
	return text, value
}

func says(s trace.Step) string {
	switch {
	case s.Kind == trace.EvWake && strings.HasPrefix(s.Detail, "g"):
		return "resumes"
	case s.Kind == trace.EvWake && s.Detail == "timer":
		return "resumes: its timer"
	case s.Kind == trace.EvWake:
		return "resumes: " + s.Detail
	case s.Kind == trace.EvPick:
		return "runs"
	case s.Kind == trace.EvClock:
		return "the clock advances to " + s.Detail
	case s.Kind == trace.EvWait && s.Object != "":
		return waitWord(s.Detail, s.Object) + ": blocks"
	case s.Never:
		return "would " + whole(s.Event)
	}
	return whole(s.Event)
}

var waitWords = map[string]string{
	"chan receive": "recv", "chan send": "send",
	"sync.Mutex.Lock": "Lock", "sync.RWMutex.RLock": "RLock", "sync.RWMutex.Lock": "rw.Lock",
	"sync.WaitGroup.Wait": "wg.Wait", "sync.Cond.Wait": "cond.Wait",
}

// waitWord is the operation that a goroutine waits in, from the runtime's reason for it.
func waitWord(reason, object string) string {
	if op, ok := waitWords[reason]; ok && object != "" {
		return operation(op, object)
	}
	return strings.TrimSpace(reason + " " + object)
}

// noRoom says why a send blocks, if e is that.
func noRoom(e trace.Event) string {
	room, ok := strings.CutPrefix(e.Carries, trace.Room)
	switch {
	case !ok || e.Detail != "chan send":
		return ""
	case room == "0":
		return ", unbuffered"
	}
	return ", full (cap " + room + ")"
}

// width is how many columns a text takes.
func width(s string) int { return utf8.RuneCountInString(s) }

// pad fills a text up with spaces.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-width(s)))
}
