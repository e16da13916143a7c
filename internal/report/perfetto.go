package report

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// slice is an event of the trace-event format, as far as we use it.
type slice struct {
	Name  string            `json:"name"`
	Cat   string            `json:"cat,omitempty"`
	Phase string            `json:"ph"`
	TS    int               `json:"ts"`
	Dur   int               `json:"dur,omitempty"`
	PID   int               `json:"pid"`
	TID   int               `json:"tid"`
	ID    int               `json:"id,omitempty"`
	Bind  string            `json:"bp,omitempty"`
	Scope string            `json:"s,omitempty"`
	Args  map[string]string `json:"args,omitempty"`
}

// Perfetto writes a run as a Chrome trace, which ui.perfetto.dev opens: a thread for each
// goroutine, a slice for each step and each wait, and a flow for each happens-before edge.
// A microsecond is a step.
func Perfetto(w io.Writer, t *trace.Trace, src *Sources) error {
	v := newView(t, src, true)
	b := bufio.NewWriter(w)
	b.WriteString(`{"displayTimeUnit":"ms","traceEvents":[`)
	b.WriteString("\n")
	p := chrome{w: b}
	p.put(slice{Name: "process_name", Phase: "M", PID: 1, Args: map[string]string{"name": t.Test + ": " + t.Kind}})
	for _, g := range v.lanes {
		label := strings.TrimSpace(name(g) + " " + v.startedBy(g))
		if g == 0 {
			label = "g0 " + v.harness()
		}
		p.put(slice{Name: "thread_name", Phase: "M", PID: 1, TID: g + 1, Args: map[string]string{"name": label}})
	}
	p.steps(v)
	for i, e := range v.edges {
		from, to := v.steps[e.From], v.steps[e.To]
		p.put(slice{Name: e.Why, Cat: "happens-before", Phase: "s", TS: e.From + 1, PID: 1, TID: from.G + 1, ID: i + 1})
		p.put(slice{Name: e.Why, Cat: "happens-before", Phase: "f", Bind: "e", TS: e.To + 1, PID: 1, TID: to.G + 1, ID: i + 1})
	}
	b.WriteString("\n]}\n")
	if p.err != nil {
		return p.err
	}
	return b.Flush()
}

// chrome writes trace events, one a line.
type chrome struct {
	w   *bufio.Writer
	n   int
	err error
}

func (p *chrome) put(s slice) {
	text, err := json.Marshal(s)
	if err != nil {
		p.err = err
		return
	}
	if p.n > 0 {
		p.w.WriteString(",\n")
	}
	p.n++
	p.w.Write(text)
}

func (p *chrome) steps(v *view) {
	waits := make(map[int]int) // goroutine -> the wait that it is in, plus one
	for i, s := range v.steps {
		if !v.visible[i] {
			continue
		}
		if w := waits[s.G]; w > 0 && s.Kind != trace.EvClock {
			p.wait(v, w-1, i)
			waits[s.G] = 0
		}
		e := slice{Name: v.says(s), Phase: "X", TS: i + 1, Dur: 1, PID: 1, TID: s.G + 1}
		if s.At.File != "" {
			e.Args = map[string]string{"at": s.At.Pos(), "in": s.At.Func}
		}
		switch s.Kind {
		case trace.EvClock:
			e.Phase, e.Dur, e.Scope = "i", 0, "g"
		case trace.EvPanic:
			p.put(e)
			e.Phase, e.Dur, e.Scope = "i", 0, "t"
		case trace.EvWait:
			waits[s.G] = i + 1
			continue
		}
		p.put(e)
	}
	for i, s := range v.steps {
		if waits[s.G] == i+1 {
			p.wait(v, i, len(v.steps))
		}
	}
}

// wait writes the time that a goroutine waited.
func (p *chrome) wait(v *view, from, to int) {
	s := v.steps[from]
	e := slice{Name: v.says(s), Cat: "wait", Phase: "X", TS: from + 1, Dur: max(1, to-from), PID: 1, TID: s.G + 1}
	if s.At.File != "" {
		e.Args = map[string]string{"at": s.At.Pos(), "in": s.At.Func}
	}
	p.put(e)
}
