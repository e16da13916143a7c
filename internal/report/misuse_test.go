package report

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Who locked what is unlocked is said if that is known.
func TestLockedOnce(t *testing.T) {
	at := func(line int) trace.Frame { return trace.Frame{Func: "p.f", File: "f.go", Line: line} }
	lock, again := trace.Event{G: 1, Kind: "Lock", Object: "mu", At: at(1)}, trace.Event{G: 2, Kind: "Lock", Object: "mu", At: at(2)}
	try, other := trace.Event{G: 3, Kind: "TryLock", Object: "mu", At: at(3)}, trace.Event{G: 3, Kind: "Lock", Object: "nu", At: at(4)}
	unlock := trace.Event{G: 2, Kind: "Unlock", Object: "mu", At: at(5)}
	for name, c := range map[string]struct {
		events []trace.Event
		from   uint64
		want   string
	}{
		"once":              {[]trace.Event{lock, other, unlock}, 0, ", and only g1 had locked it at f.go:1"},
		"twice":             {[]trace.Event{lock, again, unlock}, 0, ""},
		"perhaps twice":     {[]trace.Event{lock, try, unlock}, 0, ""},
		"never":             {[]trace.Event{other, unlock}, 0, ""},
		"the beginning cut": {[]trace.Event{lock, unlock}, 7, ""},
	} {
		v := &view{t: &trace.Trace{Header: trace.Header{From: c.from}, Events: c.events}, src: bankSources(t)}
		if got := v.lockedOnce(len(c.events) - 1); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
