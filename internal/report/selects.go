package report

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// selects says which case the last select took that had others ready too, if no choice says so already, and
// which messages the default of a select has missed: by default a select takes the first case that is ready.
// It reports whether a message is lost by that.
func (v *view) selects() (text string, lost bool) {
	var b bytes.Buffer
	last := -1
	for c, r := range v.among {
		if c > last && v.beforeFailure(c) && !slices.Contains(v.choices, r) && len(v.readyToo(v.t.Events[r], v.t.Events[c])) > 0 {
			last = c
		}
	}
	before := ""
	add := func(title, text string) {
		if title != before {
			fmt.Fprintf(&b, "\n    %s\n", title)
		}
		before = title
		fmt.Fprint(&b, Wrapped(text, "      - ", "        "))
	}
	if last >= 0 {
		for _, o := range v.readyToo(v.t.Events[v.among[last]], v.t.Events[last]) {
			_, ok := v.lost(o.channel, last)
			lost = lost || ok
		}
		if lost || len(v.choices) == 0 { // else the choices say what leads to the failure
			add("a select has several ready cases:", v.caseChosen(v.among[last]))
		}
	}
	chosen := b.Len()
	v.printMissed(add)
	return b.String(), lost || b.Len() > chosen
}

// beforeFailure reports whether the select case at event c is of the user's, and comes before the
// failure.
func (v *view) beforeFailure(c int) bool {
	return !v.t.Events[c].At.Std() && (v.fails < 0 || c < v.steps[v.fails].Index)
}

// caseChosen says which case of a select was taken, which others were ready, and what that loses. The
// choice among the ready cases is event i.
func (v *view) caseChosen(i int) string {
	e := v.t.Events[i]
	for j, c := range v.t.Events[i+1:] {
		if c.G != e.G || c.Kind != trace.EvCase {
			continue
		}
		v.mention(i + 1 + j)
		text := fmt.Sprintf("%s's select (%s) takes %s", name(e.G), base(c.At), v.quotedCase(c))
		others := v.readyToo(e, c)
		if len(others) == 0 {
			return fmt.Sprintf("%s; %d cases are ready", text, e.N)
		}
		var texts []string
		lost := ""
		for _, o := range others {
			texts = append(texts, "“"+o.text+"”")
			if s, ok := v.lost(o.channel, i+1+j); ok && lost == "" {
				v.mention(v.steps[s].Index)
				lost = fmt.Sprintf("; nobody receives what %s sent to %s at %s", name(v.steps[s].G), o.channel, base(v.steps[s].At))
			}
		}
		verb := "are"
		if len(texts) == 1 {
			verb = "is"
		}
		return text + "; " + enumerated(texts) + " " + verb + " ready too" + lost
	}
	return fmt.Sprintf("%s's select takes number %d of its %d ready cases", name(e.G), e.K+1, e.N)
}

// findLost finds the last sends to channels of which a select took another case, and from which nothing is
// received after that.
func (v *view) findLost() {
	v.unread = make(map[int]bool)
	for c, r := range v.among {
		if !v.beforeFailure(c) {
			continue
		}
		for _, o := range v.readyToo(v.t.Events[r], v.t.Events[c]) {
			if s, ok := v.lost(o.channel, c); ok {
				v.unread[s] = true
			}
		}
	}
}

// lost reports whether nothing is received from a channel after event i though something has been sent to
// it, and in which step that was.
func (v *view) lost(channel string, i int) (step int, ok bool) {
	sent, received := 0, 0
	for j, s := range v.steps {
		if s.Object != channel || channel == "" || s.Never || s.Carries == "default" {
			continue
		}
		op := s.Kind
		if op == trace.EvCase {
			op, _, _ = strings.Cut(s.Detail, " ")
		}
		switch op {
		case "send", "try-send":
			sent, step = sent+1, j
		case "recv", "try-recv":
			received++
			if s.Index > i {
				return 0, false
			}
		}
	}
	return step, sent > received && v.steps[step].At.File != ""
}

// caseText is the case that a select takes.
func (v *view) caseText(c trace.Event) string {
	if strings.HasPrefix(c.Detail, "default") {
		return "default"
	}
	if cl, ok := taken(c, v.src); ok {
		return cl.text
	}
	op, _, _ := strings.Cut(c.Detail, " ")
	return op + " " + c.Object
}

// quotedCase is the case that a select takes, in quotation marks if the source has it so.
func (v *view) quotedCase(c trace.Event) string {
	if _, ok := taken(c, v.src); ok {
		return "“" + v.caseText(c) + "”"
	}
	return v.caseText(c)
}

// readyToo are the other ready cases of the choice e, of which c was taken.
func (v *view) readyToo(e, c trace.Event) []clause {
	index, cs := clausesOf(c, v.src)
	var others []clause
	for _, text := range strings.Split(e.Detail, ",") {
		other, err := strconv.Atoi(text)
		if err != nil || other < 0 || other >= len(cs) {
			return nil
		}
		if other != index {
			others = append(others, cs[other])
		}
	}
	return others
}
