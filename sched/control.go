//go:build chaosrun

package sched

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

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
	if c.goleak {
		t.Cleanup(func() { verify(t, c.leakRules) })
	}
	if c.clock != nil {
		fakeclock.Use(*c.clock)
	}
	useCustom(c.custom)
	body(t)
}

// verify asks goleak. What goleak does is no step of the test.
func verify(t *testing.T, rules []goleak.Option) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	var v verdict
	goleak.VerifyNone(&v, rules...)
	if v.text != "" {
		tape.Fail(tape.Leak)
		fmt.Fprintf(t.Output(), "goleak: %s\n", v.text)
		t.Fail()
	}
}

// verdict keeps what goleak has to say.
type verdict struct{ text string }

func (v *verdict) Error(args ...any) {
	for _, a := range args {
		if err, ok := a.(error); ok {
			v.text += strings.TrimSpace(err.Error())
		}
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
