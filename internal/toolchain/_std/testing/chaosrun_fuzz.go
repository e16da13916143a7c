package testing

import (
	"chaosrun/engine"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unsafe"
)

//go:linkname chaosCountHits runtime.chaosCountHits
func chaosCountHits()

//go:linkname chaosHits runtime.chaosHits
func chaosHits(f func(pair uint32, n uint8))

// chaosEdges are the counters of the packages that are built with them; it is empty if none
// is.
//
//go:linkname chaosEdges
func chaosEdges() []byte

// chaosBatch is what the parent asks for: mutations of one guide.
type chaosBatch struct {
	seed    uint64
	draw    uint64 // the run whose pinned random numbers are used
	from    int    // the first mutation to run
	count   int    // all mutations
	weights [engine.NumMutations]int
	guide   engine.Guide
	other   engine.Guide // to splice with
}

// chaosMaxBatch bounds a batch, in numbers.
const chaosMaxBatch = 1 << 22

// chaosParseBatch reads a batch from the numbers that the parent has made of it.
func chaosParseBatch(words []uint32) (*chaosBatch, error) {
	next := func() uint32 {
		if len(words) == 0 {
			words = nil
			return 0
		}
		w := words[0]
		words = words[1:]
		return w
	}
	guide := func() (g engine.Guide) {
		for n := next(); n > 0 && len(words) >= 2; n-- {
			g.Turns = append(g.Turns, engine.Turn{G: next(), N: next()})
		}
		for n := next(); n > 0 && len(words) >= 3; n-- {
			g.Values = append(g.Values, engine.Drawn{G: next(), K: next(), N: next()})
		}
		return g
	}
	if len(words) < 5+engine.NumMutations+4 {
		return nil, fmt.Errorf("a batch of %d numbers is cut off", len(words))
	}
	b := &chaosBatch{seed: uint64(next()) | uint64(next())<<32, draw: uint64(next()), from: int(next()), count: int(next())}
	for i := range b.weights {
		b.weights[i] = int(next())
	}
	b.guide, b.other = guide(), guide()
	return b, nil
}

// chaosReadBatch reads a batch from the parent; nil at the end.
func chaosReadBatch() (*chaosBatch, error) {
	var head [4]byte
	if _, err := io.ReadFull(os.Stdin, head[:]); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("reading what to mutate: %v", err)
	}
	number := func(b []byte) uint32 {
		return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	}
	size := number(head[:])
	if size > chaosMaxBatch {
		return nil, fmt.Errorf("a batch of %d numbers is too long", size)
	}
	data := make([]byte, 4*size)
	if _, err := io.ReadFull(os.Stdin, data); err != nil {
		return nil, fmt.Errorf("reading what to mutate: %v", err)
	}
	words := make([]uint32, size)
	for i := range words {
		words[i] = number(data[4*i:])
	}
	return chaosParseBatch(words)
}

// chaosFuzzer makes runs of mutated guides.
type chaosFuzzer struct {
	*chaosRunner
	strat *engine.Guided
	edges []byte
	seen  []uint64 // a bit for each feature that a run of this process had
	now   []uint32 // features of the last run

	// Of the batch: how many runs had each feature, and the features that any had.
	counts  []uint32
	counted []uint32
}

func (r *chaosRunner) newFuzzer(strat engine.Strategy) (*chaosFuzzer, error) {
	g, ok := strat.(*engine.Guided)
	if !ok {
		return nil, fmt.Errorf("the strategy %s mutates nothing", r.j.strategy)
	}
	f := &chaosFuzzer{chaosRunner: r, strat: g, edges: chaosEdges()}
	n := (1<<engine.HitBits + len(f.edges)) << engine.ClassBits
	f.seen, f.counts = make([]uint64, (n+63)/64), make([]uint32, n)
	return f, nil
}

// run makes one run.
func (f *chaosFuzzer) run(number, draw uint64, g engine.Guide, plain bool, salt uint64, record bool) chaosOutcome {
	f.strat.Follow(g, plain, salt)
	f.j.draw = draw
	clear(f.edges)
	return f.once(f.strat, number, nil, record)
}

// mutate is the k-th mutation of a batch, and its draw and salt.
func (b *chaosBatch) mutate(m *engine.Mutator, k int) (g engine.Guide, made int, draw, salt uint64) {
	salt = engine.RunSeed(b.seed, uint64(k))
	g, made = m.Mutate(salt, &b.weights)
	draw = b.draw
	if made == engine.MutDraw || made == engine.MutFresh {
		draw = 1 + salt>>44
	}
	return g, made, draw, salt
}

// fuzz makes the batches that the parent sends, until a run fails or the process is used up.
// The run of the guide itself is number 1, that of mutation k is k+2.
func (r *chaosRunner) fuzz(strat engine.Strategy) error {
	f, err := r.newFuzzer(strat)
	if err != nil {
		return err
	}
	chaosCountHits()
	for {
		b, err := chaosReadBatch()
		if b == nil || err != nil {
			return err
		}
		if !f.batch(b) {
			return nil
		}
	}
}

// batch reports whether the process can make another one.
func (f *chaosFuzzer) batch(b *chaosBatch) bool {
	chaosForgetOutput()
	var runs, steps, branches, external uint64
	var made [engine.NumMutations]int
	var graphs strings.Builder
	end := func() {
		chaosReport("batch runs=%d steps=%d branches=%d external=%d graphs=%s made=%s features=%s",
			runs, steps, branches, external, graphs.String(), strings.ReplaceAll(strings.Trim(fmt.Sprint(made), "[]"), " ", ","), f.countText())
	}
	take := func(k, mutation int, draw uint64, out chaosOutcome) bool {
		runs++
		graphs.WriteString(strconv.FormatUint(out.Graph, 36) + ",")
		steps += out.Steps
		branches += out.Branches
		external += uint64(out.External)
		fresh := f.features()
		if k >= 0 {
			made[mutation]++
		}
		if fresh && out.kind == "" && out.behind == 0 { // another tape could be made of it
			chaosReport("ran %d %d %d %d %s %s", k, mutation, draw, out.Steps, f.guideText(), f.featureText())
		}
		if out.skipped {
			end()
			chaosReport("skipped")
			return false
		}
		if out.kind != "" {
			end()
			chaosReport("failed %d kind=%s steps=%d hash=%016x", k, out.kind, out.Steps, out.Hash)
			return false
		}
		if out.behind > 0 {
			end()
			chaosReport("behind %d", k)
			return false
		}
		return true
	}
	base := f.run(1, b.draw, b.guide, true, 0, false)
	if b.from == 0 && !take(-1, 0, b.draw, base) {
		return false
	}
	if base.kind != "" || base.behind > 0 {
		chaosReport("unsteady") // it did not before
		return false
	}
	m := engine.NewMutator(f.strat, b.other)
	for k := b.from; k < b.count; k++ {
		g, mutation, draw, salt := b.mutate(m, k)
		if !take(k, mutation, draw, f.run(uint64(k)+2, draw, g, false, salt, false)) {
			return false
		}
	}
	end()
	chaosReport("done")
	return true
}

// features collects what the last run had: which pairs of places and which edges of the code,
// each with how often, as a power of two. It reports whether one is new to this process.
func (f *chaosFuzzer) features() (fresh bool) {
	f.now = f.now[:0]
	add := func(at int, n uint8) {
		feature := uint32(at)<<engine.ClassBits | engine.HitClass(n)
		f.now = append(f.now, feature)
		if f.counts[feature]++; f.counts[feature] == 1 {
			f.counted = append(f.counted, feature)
		}
		if w, bit := &f.seen[feature>>6], uint64(1)<<(feature&63); *w&bit == 0 {
			*w |= bit
			fresh = true
		}
	}
	chaosHits(func(pair uint32, n uint8) { add(int(pair), n) })
	for i := 0; i < len(f.edges); i++ {
		if i&7 == 0 && i+8 <= len(f.edges) && *(*uint64)(unsafe.Pointer(&f.edges[i])) == 0 {
			i += 7 // most code is not run
		} else if n := f.edges[i]; n > 0 {
			add(1<<engine.HitBits+i, n)
		}
	}
	return fresh
}

// guideText is the last run as a guide: goroutine.announcement, commas between, a semicolon,
// and goroutine.value.options.
func (f *chaosFuzzer) guideText() string {
	g := engine.NewMutator(f.strat, engine.Guide{}).Guide()
	var b []byte
	for _, t := range g.Turns {
		b = append(strconv.AppendUint(append(strconv.AppendUint(b, uint64(t.G), 10), '.'), uint64(t.N), 10), ',')
	}
	b = append(b, ';')
	for _, v := range g.Values {
		b = append(strconv.AppendUint(b, uint64(v.G), 10), '.')
		b = append(strconv.AppendUint(b, uint64(v.K), 10), '.')
		b = append(strconv.AppendUint(b, uint64(v.N), 10), ',')
	}
	return string(b)
}

func (f *chaosFuzzer) featureText() string {
	var b []byte
	for _, n := range f.now {
		b = append(strconv.AppendUint(b, uint64(n), 36), ',')
	}
	return string(b)
}

// countText is how many runs of the batch had each feature, and forgets it.
func (f *chaosFuzzer) countText() string {
	var b []byte
	for _, n := range f.counted {
		b = append(strconv.AppendUint(b, uint64(n), 36), '.')
		b = append(strconv.AppendUint(b, uint64(f.counts[n]), 36), ',')
		f.counts[n] = 0
	}
	f.counted = f.counted[:0]
	return string(b)
}

// recordMutation records one run of the batch in the file state, number j.run, as fuzz made
// it. What is reported is the run whose pinned random numbers it had.
func (r *chaosRunner) recordMutation(strat engine.Strategy) error {
	words, err := chaosReadNumbers(r.j.state)
	if err != nil {
		return err
	}
	b, err := chaosParseBatch(words)
	if err != nil {
		return err
	}
	f, err := r.newFuzzer(strat)
	if err != nil {
		return err
	}
	g, plain, draw, salt := b.guide, true, b.draw, uint64(0)
	if r.j.run > 1 {
		f.run(1, b.draw, b.guide, true, 0, false)
		g, _, draw, salt = b.mutate(engine.NewMutator(f.strat, b.other), int(r.j.run)-2)
		plain = false
	}
	chaosForgetOutput()
	r.report(draw, f.run(draw, draw, g, plain, salt, true))
	return nil
}
