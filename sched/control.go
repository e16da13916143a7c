//go:build chaosrun

package sched

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/chaosrun/chaosrun/fakeclock"
	"github.com/chaosrun/chaosrun/internal/settings"
	"github.com/chaosrun/chaosrun/internal/tape"
)

// In a test binary that chaosrun has built, whoever explores is another process.

func test(t *testing.T, body func(*testing.T), c *config) {
	if turn, _ := whose(t); turn {
		run(t, body, c)
	}
}

func explore(t *testing.T, body func(*testing.T), c *config) *Result {
	if !tape.Controlled() {
		body(t)
		return new(Result)
	}
	turn, done := whose(t)
	if done != nil {
		return done
	}
	if turn {
		run(t, body, c)
	}
	tape.EndTest(t)
	return nil
}

// run is one run of the body.
func run(t *testing.T, body func(*testing.T), c *config) {
	if tape.Asked() {
		tape.Quiet(1)
		tape.Tell("options " + c.Line())
		tape.Quiet(-1)
	}
	for _, find := range c.leaks {
		t.Cleanup(func() { judgeLeaks(t, find) })
	}
	if c.clock != nil {
		fakeclock.Use(*c.clock)
	}
	useCustom(c.custom)
	body(t)
}

// judgeLeaks asks a judge of leaks. What it does is no step of the test.
func judgeLeaks(t *testing.T, find func() error) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	if err := find(); err != nil {
		tape.Fail(tape.Leak)
		fmt.Fprintln(t.Output(), err)
		t.Fail()
	}
}

// progress counts the calls of this package in the run, by test.
var progress struct {
	sync.Mutex
	parsed bool
	calls  settings.Calls
	run    uint32
	n      map[string]int
}

// whose reports whether it is this call of the test's that is explored, and what it has
// returned if it is through already.
func whose(t *testing.T) (turn bool, done *Result) {
	if !tape.Controlled() || tape.Calls() == "" {
		return true, nil
	}
	tape.Quiet(1)
	defer tape.Quiet(-1)
	p := &progress
	p.Lock()
	defer p.Unlock()
	if !p.parsed {
		p.parsed = true
		var err error
		if p.calls, err = settings.ParseCalls(tape.Calls()); err != nil {
			panic(err) // our own process has written it
		}
	}
	if p.run != tape.Run() {
		p.run, p.n = tape.Run(), make(map[string]int)
	}
	name := t.Name()
	n := p.n[name]
	p.n[name]++
	if past := p.calls.Done[name]; n < len(past) {
		done = new(Result)
		if err := json.Unmarshal(past[n], done); err != nil {
			panic(err) // our own process has written it
		}
		return false, done
	}
	return p.calls.Call == settings.Call{Test: name, N: n}, nil
}
