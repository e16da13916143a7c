package report

import (
	"fmt"
	"slices"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// pageData is what the page's script draws from.
type pageData struct {
	First int                 `json:"first"` // steps before this one are left out
	Total int                 `json:"total"`
	Lanes []pageLane          `json:"lanes"`
	Steps []pageStep          `json:"steps"`
	Edges []pageEdge          `json:"edges"`
	Files map[string][]string `json:"files"`
}

type pageLane struct {
	G    int    `json:"g"`
	Name string `json:"name"`
	From string `json:"from"` // who started it
}

type pageStep struct {
	N      int         `json:"n"` // number, from 1
	G      int         `json:"g"`
	Words  string      `json:"w"`
	Kind   string      `json:"k"` // "", wait, wake, start, end, panic, clock, never
	File   string      `json:"f,omitempty"`
	Line   int         `json:"l,omitempty"`
	Func   string      `json:"fn,omitempty"`
	Shown  bool        `json:"v,omitempty"` // also when only what matters is
	Choice string      `json:"c,omitempty"`
	States []pageState `json:"d,omitempty"` // what has changed since the step before
}

type pageState struct {
	G     int    `json:"g"`
	State string `json:"s"`
}

type pageEdge struct {
	From int    `json:"from"` // indexes into the page's steps
	To   int    `json:"to"`
	Why  string `json:"why"`
}

// data makes the schedule for the page: the last steps, with what each goroutine is doing
// at every one.
func (v *view) data(src *Sources) pageData {
	d := pageData{Total: len(v.steps)}
	var at []int // positions of the steps on the page
	for i, s := range v.steps {
		if s.Kind != trace.EvPick && s.Kind != trace.EvChoice && s.Kind != trace.EvRefine {
			at = append(at, i)
		}
	}
	if len(at) > mostSteps {
		at = at[len(at)-mostSteps:]
		d.First = at[0]
	}
	index := make(map[int]int)
	lane := make(map[int]bool)
	states := stateReader{events: v.t.Events}
	for _, i := range at {
		s := v.steps[i]
		index[i] = len(d.Steps)
		lane[s.G] = lane[s.G] || s.Kind != trace.EvClock
		p := pageStep{
			N: i + 1, G: s.G, Words: v.says(s), Kind: stepKind(s), Func: s.At.Func,
			Shown: v.visible[i], States: states.upTo(s.Pos),
		}
		if s.At.File != "" && !s.At.Std() {
			p.File, p.Line = s.At.File, s.At.Line
			src.File(s.At.File)
		}
		if s.N > 1 && !s.Value() && s.Kind != trace.EvPick {
			p.Choice = fmt.Sprintf("here %d goroutines could run, and the strategy chose g%d", s.N, s.Next)
		}
		d.Steps = append(d.Steps, p)
	}
	for _, e := range v.edges {
		from, ok := index[e.From]
		to, ok2 := index[e.To]
		if ok && ok2 {
			d.Edges = append(d.Edges, pageEdge{from, to, e.Why})
		}
	}
	d.Lanes = v.pageLanes(lane)
	return d
}

// pageLanes are the goroutines on the page; those with nothing to show are drawn only with
// all steps.
func (v *view) pageLanes(on map[int]bool) []pageLane {
	var gs []int
	for g := range on {
		if on[g] {
			gs = append(gs, g)
		}
	}
	slices.Sort(gs)
	lanes := make([]pageLane, 0, len(gs))
	for _, g := range gs {
		from := v.startedBy(g)
		if g == 0 {
			from = v.harness()
		}
		lanes = append(lanes, pageLane{g, name(g), from})
	}
	return lanes
}

func stepKind(s trace.Step) string {
	switch s.Kind {
	case trace.EvWait, trace.EvWake, trace.EvStart, trace.EvEnd, trace.EvPanic, trace.EvClock:
		return s.Kind
	}
	if s.Never {
		return "never"
	}
	return ""
}

// stateReader follows what each goroutine is doing, in the order of the recording.
type stateReader struct {
	events []trace.Event
	next   int
}

// upTo returns what has changed since the last call, up to and with event pos.
func (r *stateReader) upTo(pos int) []pageState {
	changed := make(map[int]int) // goroutine -> its state in out
	var out []pageState
	for ; r.next <= pos && r.next < len(r.events); r.next++ {
		e := r.events[r.next]
		state := ""
		switch e.Kind {
		case trace.EvStart, trace.EvWake:
			state = "can run"
		case trace.EvWait:
			state = says(trace.Step{Event: e})
		case trace.EvEnd:
			state = "has ended"
		case trace.EvPick, trace.EvClock, trace.EvChoice, trace.EvChance, trace.EvDraw, trace.EvRefine, trace.EvMark, trace.EvCase, trace.EvPanic:
			continue
		default:
			state = "can run; next: " + whole(e)
		}
		i, ok := changed[e.G]
		if !ok {
			i = len(out)
			changed[e.G] = i
			out = append(out, pageState{G: e.G})
		}
		out[i].State = state
	}
	return out
}
