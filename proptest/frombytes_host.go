//go:build !chaosrun && linux

package proptest

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/host"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// In an ordinary test binary this process has the bytes, and another makes the runs.

func fromBytes(f *testing.F, name string) {
	f.Helper()
	feeder, err := newFeeder(f, name)
	if err != nil {
		f.Fatalf("proptest.FromBytes: %v", err)
	}
	f.Cleanup(feeder.Close)
	f.Add([]byte{})
	f.Add([]byte("\x01\x00\x02\x01\x00\x00\x01\x03\x00\x01"))
	var mu sync.Mutex // inputs may be run by several goroutines
	f.Fuzz(func(t *testing.T, data []byte) {
		mu.Lock()
		defer mu.Unlock()
		fed, err := feeder.Feed(t.Context(), data)
		if err != nil {
			t.Fatalf("proptest.FromBytes: %v", err)
		}
		for _, p := range fed.Pairs {
			visit(p)
		}
		if fed.Note != "" {
			t.Log(fed.Note)
		}
		if fail := fed.Failure; fail != nil {
			var text bytes.Buffer
			report.Failure(&text, fail.Trace, fail.Recording)
			t.Fatal("\n" + text.String())
		}
	})
}

func newFeeder(f *testing.F, name string) (*runner.Feeder, error) {
	h, err := host.Package()
	if err != nil {
		return nil, err
	}
	o := h.Options
	o.Run = "^" + name + "$"
	o.Patience = min(o.Patience, 8*time.Second) // a fuzzer takes an input that takes longer for a hang
	r, err := h.Runner(o)
	if err != nil {
		return nil, err
	}
	return r.NewFeeder(f.Context(), name)
}
