package proptest

import (
	"strings"
	"sync"
	"testing"

	"github.com/chaosrun/chaosrun/internal/tape"
	"github.com/chaosrun/chaosrun/sched"
)

// Concurrent explores the methods of an object under many schedules, as [sched.Test] does. Each
// run makes a new object and calls some commands of the model m on it from one goroutine, then
// some from each of several goroutines at once, and, when these have ended, some more from one.
// The commands and their arguments are choices of the run. The run fails if the history is not
// linearizable: if no order of the calls, which keeps the order of calls that do not overlap,
// explains their results in the model. Package github.com/anishathalye/porcupine checks this. A
// deadlock, a panic or a leaked goroutine fails the run too, as in any test.
//
// A failing run is shrunk to few commands and few preemptions. The report shows its history, and
// porcupine's page of the history is written beside the recording. opts are options of this
// package, such as [Goroutines], [Commands] and [Prefix], and of package sched. If generators or
// Next are not deterministic, or the model changes a state, this is an error, and not a failure of
// the object.
//
// If Concurrent fails, or m or opts are invalid, it ends t like [testing.T.FailNow].
func Concurrent[T, S any](t *testing.T, m Model[T, S], opts ...any) {
	t.Helper()
	run, c, err := concurrent(m, caller(), opts)
	if err != nil {
		t.Fatalf("proptest.Concurrent: %v", err)
	}
	sched.Test(t, run, c.sched...)
}

// concurrent returns what one run does, and the options.
func concurrent[T, S any](m Model[T, S], at string, opts []any) (func(*testing.T), *config, error) {
	c, err := newConfig(opts)
	if err == nil {
		err = m.validate()
	}
	if err != nil {
		return nil, nil, err
	}
	if c.commands == 0 {
		c.commands = defaultCommands
	}
	return func(t *testing.T) {
		p, ok := drawProgram(t, &m, c)
		if !ok {
			return
		}
		p.print()
		p.run(t, at)
	}, c, nil
}

// program is the commands of one run.
type program[T, S any] struct {
	m      *Model[T, S]
	c      *config
	watch  bool
	prefix []call[T, S]
	each   [][]call[T, S]
	suffix []call[T, S]
}

// drawProgram draws the commands of a run. Every place for a command draws two numbers, so
// that leaving a command out changes no other.
func drawProgram[T, S any](t *testing.T, m *Model[T, S], c *config) (*program[T, S], bool) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	ok := true
	watch := watched()
	places := func(n int) []call[T, S] {
		var out []call[T, S]
		for range n {
			if cl := drawCall(t, m, watch, &ok); cl.cmd != nil {
				out = append(out, cl)
			}
		}
		return out
	}
	p := &program[T, S]{m: m, c: c, watch: watch}
	p.prefix = places(c.prefix)
	for range c.goroutines {
		p.each = append(p.each, places(c.commands))
	}
	p.suffix = places(c.suffix)
	return p, ok
}

// drawCall draws a command, or none, and its argument.
func drawCall[T, S any](t *testing.T, m *Model[T, S], watch bool, ok *bool) (cl call[T, S]) {
	which, seed := tape.Draw(uint64(len(m.Commands)+1)), tape.Draw(1<<seedBits)
	if which == 0 || !*ok {
		return cl
	}
	cmd := &m.Commands[which-1]
	defer func() {
		if r := recover(); r != nil {
			misuse(t, "the generator of the argument of %s panics: %v", cmd.Name, r)
			*ok, cl.cmd = false, nil
		}
	}()
	if cmd.Arg == nil {
		return call[T, S]{cmd: cmd, text: cmd.Name + "()"}
	}
	for i := range attempts {
		s := seed
		if i > 0 {
			s = mix(seed<<8+uint64(i)) >> 34
		}
		v, has := cmd.Arg(parameters(&seedSource{seed: s}, defaultSize)).RetrieveAsValue()
		if !has {
			continue
		}
		if watch {
			again, _ := cmd.Arg(parameters(&seedSource{seed: s}, defaultSize)).RetrieveAsValue()
			if show(v) != show(again) {
				misuse(t, "the generator of the argument of %s makes %s and then %s from the same random numbers: it must depend on GenParameters alone", cmd.Name, show(v), show(again))
				*ok = false
				return cl
			}
		}
		return call[T, S]{cmd, v.Interface(), cmd.Name + "(" + clip(show(v)) + ")"}
	}
	misuse(t, "the generator of the argument of %s refuses all that it makes; is a SuchThat impossible?", cmd.Name)
	*ok = false
	return cl
}

// print shows the commands of a run that is recorded.
func (p *program[T, S]) print() {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	line := func(who string, calls []call[T, S]) {
		if len(calls) > 0 {
			var parts []string
			for _, c := range calls {
				parts = append(parts, c.text)
			}
			note(who + ": " + strings.Join(parts, ", "))
		}
	}
	line("first", p.prefix)
	for i, calls := range p.each {
		line(clientName(i+1), calls)
	}
	line("last", p.suffix)
}

// run makes the calls and judges their history.
func (p *program[T, S]) run(t *testing.T, at string) {
	obj := p.m.New()
	if p.m.Done != nil {
		defer p.m.Done(obj)
	}
	h := &history[T, S]{m: p.m, clients: make([][]done[T, S], len(p.each)+2)}
	p.calls(h, obj, 0, p.prefix)
	var wg sync.WaitGroup
	for i, calls := range p.each {
		// One without calls is started too: the others keep their numbers.
		wg.Go(func() { p.calls(h, obj, i+1, calls) })
	}
	wg.Wait()
	p.calls(h, obj, len(p.each)+1, p.suffix)
	h.judge(t, at, p.c.checkSteps, p.watch)
}

// calls makes calls one after the other. Between two of them others may go on.
func (p *program[T, S]) calls(h *history[T, S], obj T, client int, calls []call[T, S]) {
	for _, c := range calls {
		if client > 0 && client <= len(p.each) {
			tape.Point()
		}
		tape.Mark(c.text)
		d := done[T, S]{call: c, from: h.now.tick()}
		d.out = c.cmd.Run(obj, c.arg)
		d.to = h.now.tick()
		h.clients[client] = append(h.clients[client], d)
	}
}
