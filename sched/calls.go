//go:build !chaosrun && linux

package sched

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/chaosrun/chaosrun/internal/settings"
)

// The calls of this package that the process has made. A controlled process runs the test
// function from its beginning, so it is told which call to explore, and what those before it
// have returned.
var past struct {
	sync.Mutex
	n    map[*testing.T]int
	done map[string][]json.RawMessage
}

// begin says which call this is, with the results that the calls before it had in the same
// test and those that it is a subtest of.
func begin(t *testing.T) settings.Calls {
	past.Lock()
	defer past.Unlock()
	if past.n == nil {
		past.n, past.done = make(map[*testing.T]int), make(map[string][]json.RawMessage)
	}
	c := settings.Calls{Call: settings.Call{Test: t.Name(), N: past.n[t]}, Done: make(map[string][]json.RawMessage)}
	if c.Call.N == 0 {
		t.Cleanup(func() { forget(t) })
	}
	past.n[t]++
	for name, results := range past.done {
		if name == t.Name() || strings.HasPrefix(t.Name(), name+"/") {
			c.Done[name] = results
		}
	}
	return c
}

// end keeps the result of a call, nil for Test.
func end(t *testing.T, r *Result) {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // it is plain data
	}
	past.Lock()
	defer past.Unlock()
	past.done[t.Name()] = append(past.done[t.Name()][:len(past.done[t.Name()]):len(past.done[t.Name()])], b)
}

// forget is for the next time that the test runs, with -count.
func forget(t *testing.T) {
	past.Lock()
	defer past.Unlock()
	delete(past.n, t)
	delete(past.done, t.Name())
}
