package runner

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Feeder makes runs of one test whose choices somebody else makes up, as strings of bytes.
// It keeps a process for as many runs as it can; closed, it begins a new one when it is used. It
// is not safe for concurrent use.
type Feeder struct {
	r    *Runner
	test string
	server
	done map[string]bool // fingerprints of failures that were made simple
}

// Fed is what a run did.
type Fed struct {
	Pairs   []uint32 // of dependent operations, each hashed to [engine.PairBits] bits
	Failure *Failure // nil if it passed
	Note    string   // why a failure is none
}

// NewFeeder returns a Feeder for a test, with the test's own options.
func (r *Runner) NewFeeder(ctx context.Context, test string) (*Feeder, error) {
	rr, err := r.asked(ctx, test)
	if err != nil {
		return nil, err
	}
	return &Feeder{r: rr, test: test, done: make(map[string]bool)}, nil
}

func (f *Feeder) job(mode string) *job {
	j := f.r.newJob(mode, f.test, "bytes")
	j.run = 1
	return j
}

// Feed makes the run with the choices of data. If it fails, the failure is made simple and
// saved, as [Runner.ExploreTest] does; later ones like it are saved as they are.
func (f *Feeder) Feed(ctx context.Context, data []byte) (*Fed, error) {
	if err := f.start(f.r, f.job("feed")); err != nil {
		return nil, err
	}
	fed, how, err := f.send(ctx, data)
	if how == "" || err != nil {
		return fed, err
	}
	f.Close() // used up, or dead
	if how == leftBehind {
		return fed, nil
	}
	return fed, f.confirm(ctx, data, fed, how)
}

// leftBehind is how a run ends that passes and leaves goroutines that something could wake.
const leftBehind = "left behind"

// send lets the process make a run, and reports how it ended, "" if it passed.
func (f *Feeder) send(ctx context.Context, data []byte) (fed *Fed, how string, err error) {
	fed = new(Fed)
	// A process that is gone shows below, in its reports.
	_, _ = f.in.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(data))), data...))
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	seen := watched(f.p)
	for {
		select {
		case <-ctx.Done():
			f.Close()
			return nil, "", ctx.Err()
		case <-tick.C:
			if seen.stalled(f.r.Patience) {
				return fed, "hang", nil
			}
		case line, ok := <-f.line:
			if !ok {
				return fed, "the end of its process", nil
			}
			word, rest, _ := strings.Cut(line, " ")
			switch word {
			case "error":
				return nil, "", errors.New(unquoted(rest))
			case "fed":
				left, pairs, _ := strings.Cut(rest, " ")
				if left != "0" {
					how = leftBehind
				}
				for _, h := range strings.Fields(pairs) {
					if n, err := strconv.ParseUint(h, 16, engine.PairBits+1); err == nil {
						fed.Pairs = append(fed.Pairs, uint32(n))
					}
				}
			case "run":
				_, kv, _ := strings.Cut(rest, " ")
				if kind := fields(kv)["kind"]; kind != "" {
					how = kind
				}
				return fed, how, nil
			}
		}
	}
}

// confirm makes the run again in a process of its own, and records it.
func (f *Feeder) confirm(ctx context.Context, data []byte, fed *Fed, how string) error {
	choices := make([]uint32, len(data))
	for i, b := range data {
		choices[i] = uint32(b)
	}
	name, err := writeTape(choices)
	if err != nil {
		return err
	}
	defer os.Remove(name)
	j := f.job("record")
	j.state = name
	rec, err := f.r.record(ctx, j)
	if err != nil {
		return err
	}
	t := rec.trace
	if rec.kind == "" {
		fed.Note = fmt.Sprintf("the run ended with %s once and did not do so again: it depends on what earlier runs left in package variables, or on something outside our control", how)
		return nil
	}
	fail := &Failure{Kind: rec.kind, Message: t.Message, Run: t.Run, Steps: t.Steps, Trace: t}
	if fp := t.Fingerprint(); f.r.Shrink > 0 && !f.done[fp] {
		f.done[fp] = true
		if err := f.r.simplify(ctx, fail); err != nil {
			fed.Note = fmt.Sprintf("its schedule was not simplified: %v", err)
		}
	}
	fed.Failure = fail
	fail.Recording, err = Save(f.r.Artifacts, fail.Trace)
	return err
}
