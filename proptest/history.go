package proptest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/chaosrun/chaosrun/internal/tape"
)

// ticker numbers the beginnings and ends of calls. It orders nothing for the race detector.
type ticker struct{ n int64 }

//go:norace
func (c *ticker) tick() int64 {
	if !tape.Controlled() {
		return atomic.AddInt64(&c.n, 1)
	}
	c.n++ // whoever is here has the turn
	return c.n
}

// done is a call that has returned.
type done[T, S any] struct {
	call[T, S]
	client   int
	from, to int64
	out      any
}

func (d done[T, S]) String() string {
	if d.out == nil {
		return d.text
	}
	return d.text + " = " + clip(showAny(d.out))
}

// history is what a run has called. Each goroutine writes a list of its own.
type history[T, S any] struct {
	m       *Model[T, S]
	now     ticker
	clients [][]done[T, S]
}

// all returns the calls in the order in which they began.
func (h *history[T, S]) all() []done[T, S] {
	var out []done[T, S]
	for i, ds := range h.clients {
		for _, d := range ds {
			d.client = i
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b done[T, S]) int { return int(a.from - b.from) })
	return out
}

// judge fails the run if the history is not linearizable. That is no step of the test.
func (h *history[T, S]) judge(t *testing.T, at string, most int, watch bool) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	calls := h.all()
	j := &judge[T, S]{m: h.m, left: most, watch: watch}
	verdict := j.check(calls)
	if verdict == porcupine.Illegal && !watch {
		j = &judge[T, S]{m: h.m, left: most, watch: true} // is it the model that is wrong?
		verdict = j.check(calls)
	}
	switch verdict {
	case porcupine.Ok:
	case porcupine.Unknown:
		if j.wrong == "" {
			j.wrong = fmt.Sprintf("whether a history of %d commands is linearizable is unknown after %d steps of the model: make it shorter, give the model a Key, or raise CheckSteps", len(calls), most)
		}
		misuse(t, "%s", j.wrong)
	default:
		page := j.page(calls) // in unrecorded runs too: it uses random numbers of the run's
		if tape.Recording() {
			tape.Tell("attach history.html " + base64.StdEncoding.EncodeToString(page))
		}
		fail(t, at, "the history is not linearizable: no order of its calls explains their results\n"+h.table(calls))
	}
}

// table shows a history: when each call began and ended, and what it returned.
func (h *history[T, S]) table(calls []done[T, S]) string {
	var b strings.Builder
	for _, d := range calls {
		name := clientName(d.client)
		switch d.client {
		case 0:
			name = "first"
		case len(h.clients) - 1:
			name = "last"
		}
		fmt.Fprintf(&b, "    %-8s %3d to %3d  %v\n", name, d.from, d.to, d)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func clientName(i int) string { return "client " + string(rune('A'+(i-1)%26)) }

// judge is the search for a sequential explanation.
type judge[T, S any] struct {
	m     *Model[T, S]
	left  int    // steps of the model that it may still make
	watch bool   // look at whether the model changes states
	wrong string // what is wrong with the model
}

func (j *judge[T, S]) check(calls []done[T, S]) porcupine.CheckResult {
	m := j.model()
	for _, part := range j.parts(calls) {
		// In virtual time there is no time-out: the steps of the model are counted.
		ok := porcupine.CheckOperations(m, part)
		if j.left < 0 || j.wrong != "" {
			return porcupine.Unknown
		}
		if !ok {
			return porcupine.Illegal
		}
	}
	return porcupine.Ok
}

// page is porcupine's page of a history that is not linearizable: of the first part that is
// not.
func (j *judge[T, S]) page(calls []done[T, S]) []byte {
	m := j.model()
	for _, part := range j.parts(calls) {
		res, info := porcupine.CheckOperationsVerbose(m, part, 0)
		if res == porcupine.Ok {
			continue
		}
		var page bytes.Buffer
		if err := porcupine.Visualize(m, info, &page); err != nil {
			return []byte("porcupine cannot show the history: " + err.Error())
		}
		return page.Bytes()
	}
	return nil
}

func (j *judge[T, S]) model() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return j.m.Init },
		Step: func(state, in, out any) (bool, any) {
			s, _ := state.(S)
			if j.left--; j.left < 0 || j.wrong != "" {
				return false, s // the search ends soon
			}
			ok, next := j.step(s, in.(*done[T, S]), out)
			return ok, next
		},
		Equal: func(a, b any) bool {
			if j.m.Equal != nil {
				x, _ := a.(S)
				y, _ := b.(S)
				return j.m.Equal(x, y)
			}
			return reflect.DeepEqual(a, b)
		},
		DescribeOperation: func(in, _ any) string { return in.(*done[T, S]).String() },
		DescribeState:     showAny,
	}
}

// step makes a step of the model, and looks at what the model does.
func (j *judge[T, S]) step(s S, d *done[T, S], out any) (ok bool, next S) {
	tape.Quiet(1) // it is a goroutine of porcupine's
	defer tape.Quiet(-1)
	defer func() {
		if r := recover(); r != nil {
			j.wrong = fmt.Sprintf("Next of command %s panics in state %s: %v", d.cmd.Name, clip(showAny(s)), r)
		}
	}()
	if !j.watch {
		next, ok = d.cmd.Next(s, d.arg, out)
		return ok, next
	}
	before := showAny(s)
	next, ok = d.cmd.Next(s, d.arg, out)
	if after := showAny(s); after != before {
		j.wrong = fmt.Sprintf("Next of command %s changes the state that it is given, from %s to %s: it must make a new one", d.cmd.Name, before, after)
		return false, s
	}
	again, okAgain := d.cmd.Next(s, d.arg, out)
	if ok != okAgain || showAny(next) != showAny(again) {
		j.wrong = fmt.Sprintf("Next of command %s does not do the same every time in state %s: it must depend on its arguments alone", d.cmd.Name, before)
	}
	return ok, next
}

// parts splits a history by the keys of its calls.
func (j *judge[T, S]) parts(calls []done[T, S]) [][]porcupine.Operation {
	index := make(map[any]int)
	var out [][]porcupine.Operation
	for i := range calls {
		d := &calls[i]
		var key any
		if j.m.Key != nil {
			key = j.m.Key(d.arg)
		}
		at, ok := index[key]
		if !ok {
			at = len(out)
			index[key] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], porcupine.Operation{ClientId: d.client, Input: d, Output: d.out, Call: d.from, Return: d.to})
	}
	return out
}
