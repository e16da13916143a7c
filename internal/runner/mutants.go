package runner

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// FuzzStrategy is the name of the strategy that follows mutated guides.
const FuzzStrategy = "fuzz"

// Batch is a number of mutations of one guide, for a [Mutants] process to run.
type Batch struct {
	Seed    uint64 // of all mutations
	Draw    uint64 // the run whose pinned random numbers are used, from 1
	From    int    // the first mutation that is made
	Count   int    // number of mutations, those before From included
	Weights [engine.NumMutations]int
	Guide   engine.Guide
	Other   engine.Guide // to splice with
}

// words are the batch as numbers, as the process reads them.
func (b *Batch) words() []uint32 {
	ws := []uint32{uint32(b.Seed), uint32(b.Seed >> 32), uint32(b.Draw), uint32(b.From), uint32(b.Count)}
	for _, w := range b.Weights {
		ws = append(ws, uint32(w))
	}
	for _, g := range []engine.Guide{b.Guide, b.Other} {
		ws = append(ws, uint32(len(g.Turns)))
		for _, t := range g.Turns {
			ws = append(ws, t.G, t.N)
		}
		ws = append(ws, uint32(len(g.Values)))
		for _, v := range g.Values {
			ws = append(ws, v.G, v.K, v.N)
		}
	}
	return ws
}

// Mutant is a run that may have shown something new, or the guide's own.
type Mutant struct {
	Index    int // of the mutation in its batch; -1: the guide's own run
	Mutation int // [engine.MutCut] and so on
	Draw     uint64
	Steps    uint64
	Guide    engine.Guide
	Features []uint32 // what it did: which pairs of places and edges of the code, and how often
}

// Count is how many runs had a feature.
type Count struct{ Feature, Runs uint32 }

// Batched is what became of a batch.
type Batched struct {
	Runs, Steps, Branches, External uint64

	Graphs  []uint64 // happens-before graphs of the runs
	Made    [engine.NumMutations]int
	Counts  []Count // how many of the runs had each feature
	Mutants []Mutant
	Next    int      // the first mutation that was not made
	Said    []string // what runs said of themselves, for a [Listener]
	Skipped bool     // the test skips itself
	Failed  int      // the mutation that failed, or one of those below
	How     string

	Uncontained bool // the guide's own run leaves goroutines that something could wake
}

// What can fail beside a mutation.
const (
	OwnRun    = -1 // the guide's own run
	NoFailure = -2
	WarmUp    = -3 // the first run of the process
)

// Mutants makes runs of one test that are mutated from guides. It keeps a process for as many
// as it can; closed, it begins a new one when it is used. It is not safe for concurrent use.
type Mutants struct {
	r    *Runner
	test string
	server
	lost int // processes in a row that ended between runs
}

// NewMutants returns a Mutants for a test.
func (r *Runner) NewMutants(test string) *Mutants { return &Mutants{r: r, test: test} }

// Run makes the runs of a batch, up to the first that fails or uses the process up.
func (m *Mutants) Run(ctx context.Context, b *Batch) (*Batched, error) {
	defer m.r.token()()
	if err := m.start(m.r, m.r.newJob("fuzz", m.test, FuzzStrategy)); err != nil {
		return nil, err
	}
	words := b.words()
	data := binary.LittleEndian.AppendUint32(nil, uint32(len(words)))
	for _, w := range words {
		data = binary.LittleEndian.AppendUint32(data, w)
	}
	go func(in *os.File) { _, _ = in.Write(data) }(m.in) // a process that is gone shows below, in its reports
	out := &Batched{Next: b.From, Failed: NoFailure}
	done, err := m.collect(ctx, b, out)
	if err != nil || !done {
		m.Close() // used up, or dead
	}
	return out, err
}

// collect takes in the reports of a batch, and reports whether the process lives on.
func (m *Mutants) collect(ctx context.Context, b *Batch, out *Batched) (bool, error) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	seen := watched(m.p)
	for {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-tick.C:
			if seen.stalled(m.r.Patience) {
				return false, m.died(b, out, "hang")
			}
		case line, ok := <-m.line:
			if !ok {
				return false, m.died(b, out, "the end of its process")
			}
			word, rest, _ := strings.Cut(line, " ")
			switch word {
			case "error":
				return false, errors.New(unquoted(rest))
			case "run": // the warm-up run fails
				_, kv, _ := strings.Cut(rest, " ")
				out.Failed, out.How, out.Next = WarmUp, fields(kv)["kind"], b.Count
				return false, nil
			case "fault", "declares", "meets", "discards", "undecided":
				out.Said = append(out.Said, line)
			case "ran":
				mu, err := parseMutant(rest)
				if err != nil {
					return false, err
				}
				out.Mutants = append(out.Mutants, *mu)
			case "batch":
				if err := out.totals(rest); err != nil {
					return false, err
				}
				for _, n := range out.Made {
					out.Next += n
				}
			case "skipped":
				out.Skipped = true
				return false, nil
			case "behind":
				if out.Next == b.From { // the guide's own run uses a process up
					out.Next, out.Uncontained = b.Count, true
				}
				return false, nil
			case "unsteady":
				out.Next = b.Count // the guide's own run does now one thing, now another
				return false, nil
			case "failed":
				k, kv, _ := strings.Cut(rest, " ")
				out.Failed, _ = strconv.Atoi(k)
				out.How = fields(kv)["kind"]
				if out.Failed < 0 {
					out.Next = b.Count // its mutations would have to make it first
				}
				return false, nil
			case "done":
				m.lost = 0
				out.Next = b.Count
				return true, nil
			}
		}
	}
}

// died notes in which run the process died.
func (m *Mutants) died(b *Batch, out *Batched, how string) error {
	run := int(atomic.LoadUint64(&m.p.shared.run)) - 1
	if run < 0 && m.lost < maxLost {
		m.lost++ // somebody ended it from outside, maybe: another one goes on
		return nil
	}
	if run < 0 {
		tail, _ := readTail(m.p.out)
		return fmt.Errorf("the test binary ended before a run began; it printed:\n%s", strings.TrimSpace(string(tail)))
	}
	out.How = how
	if run == 0 {
		out.Failed, out.Next = WarmUp, b.Count
		return nil
	}
	out.Failed = run - 2
	out.Next = max(b.From, out.Failed+1)
	out.Runs += uint64(out.Next - b.From)
	if b.From == 0 {
		out.Runs++ // the guide's own
	}
	if out.Failed < 0 {
		out.Next = b.Count // its mutations would have to make it first
	}
	return nil
}

func (out *Batched) totals(line string) error {
	bad := fmt.Errorf("the test binary said of its runs what makes no sense: %.80s", line)
	f := fields(line)
	out.Runs, out.Steps, out.Branches, out.External = atoi(f["runs"]), atoi(f["steps"]), atoi(f["branches"]), atoi(f["external"])
	for _, s := range split(f["graphs"]) {
		g, err := strconv.ParseUint(s, 36, 64)
		if err != nil {
			return bad
		}
		out.Graphs = append(out.Graphs, g)
	}
	made := strings.Split(f["made"], ",")
	if len(made) != len(out.Made) {
		return bad
	}
	for i, n := range made {
		out.Made[i] = int(atoi(n))
	}
	for _, s := range split(f["features"]) {
		feature, runs, _ := strings.Cut(s, ".")
		n, err := strconv.ParseUint(feature, 36, 32)
		if err != nil {
			return bad
		}
		m, err := strconv.ParseUint(runs, 36, 32)
		if err != nil {
			return bad
		}
		out.Counts = append(out.Counts, Count{uint32(n), uint32(m)})
	}
	return nil
}

// parseMutant reads what a process says of a run.
func parseMutant(line string) (*Mutant, error) {
	bad := func() (*Mutant, error) {
		return nil, fmt.Errorf("the test binary said of a run what makes no sense: %.80s", line)
	}
	f := strings.Split(line, " ")
	if len(f) != 6 {
		return bad()
	}
	m := &Mutant{Draw: atoi(f[2]), Steps: atoi(f[3])}
	var err error
	if m.Index, err = strconv.Atoi(f[0]); err != nil {
		return bad()
	}
	if m.Mutation, err = strconv.Atoi(f[1]); err != nil || m.Mutation < 0 || m.Mutation >= engine.NumMutations {
		return bad()
	}
	turns, values, _ := strings.Cut(f[4], ";")
	for _, t := range split(turns) {
		var n [2]uint32
		if !dotted(t, n[:]) {
			return bad()
		}
		m.Guide.Turns = append(m.Guide.Turns, engine.Turn{G: n[0], N: n[1]})
	}
	for _, v := range split(values) {
		var n [3]uint32
		if !dotted(v, n[:]) {
			return bad()
		}
		m.Guide.Values = append(m.Guide.Values, engine.Drawn{G: n[0], K: n[1], N: n[2]})
	}
	for _, s := range split(f[5]) {
		n, err := strconv.ParseUint(s, 36, 32)
		if err != nil {
			return bad()
		}
		m.Features = append(m.Features, uint32(n))
	}
	return m, nil
}

// split splits a list in which every element is followed by a comma.
func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(s, ","), ",")
}

func dotted(s string, ns []uint32) bool {
	parts := strings.Split(s, ".")
	if len(parts) != len(ns) {
		return false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil {
			return false
		}
		ns[i] = uint32(n)
	}
	return true
}

// Confirm makes the run of a batch that failed again, in a process of its own, and records it.
// It returns nil if it does not fail there.
func (r *Runner) Confirm(ctx context.Context, test string, b *Batch, failed int) (*Failure, error) {
	j := r.newJob("record", test, FuzzStrategy)
	if failed != WarmUp {
		name, err := tempText("chaosrun-batch-", text(b.words()))
		if err != nil {
			return nil, err
		}
		defer os.Remove(name)
		j.state, j.run = name, uint64(failed+2)
	}
	rec, err := r.record(ctx, j)
	if err != nil || rec.kind == "" {
		return nil, err
	}
	return &Failure{Kind: rec.kind, Message: rec.trace.Message, Run: rec.trace.Run, Steps: rec.trace.Steps, Trace: rec.trace}, nil
}
