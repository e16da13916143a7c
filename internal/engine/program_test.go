package engine

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// op is an operation of a program: on variable or mutex x.
type op struct {
	op    Op
	x     int
	cases [3]int // of a select: a channel to receive from, minus one to send to, 0 for none
	also  also
}

// also is what a step does beside the operation that it announces.
type also int

const (
	draws   also = 1 + iota // a random number
	counts                  // how many goroutines there are
	reports                 // that something happened
	asks                    // how often that was
	sets                    // a variable of the environment
	gets
	numAlso

	getsUnwritten = numAlso // gets, if nothing was written to what it reads
)

func w(x int) op      { return op{op: OpAtomicStore, x: x} }
func r(x int) op      { return op{op: OpAtomicLoad, x: x} }
func lock(x int) op   { return op{op: OpLock, x: x} }
func unlock(x int) op { return op{op: OpUnlock, x: x} }

// tryLock goes on after the next unlock of x if it fails.
func tryLock(x int) op { return op{op: OpTryLock, x: x} }

func add(x int) op  { return op{op: OpWaitGroupAdd, x: x} }
func done(x int) op { return op{op: OpWaitGroupDone, x: x} }
func wait(x int) op { return op{op: OpWaitGroupWait, x: x} }

// io waits for something outside, which comes when nobody can go on.
var io = op{op: OpSleep}

// spawn starts goroutine x, which is not there before.
func spawn(x int) op { return op{op: OpGo, x: x} }

// choose3 is a choice among three values.
var choose3 = op{op: OpUser}

// program is a list of operations for each goroutine. It stands for the runtime and the
// test: variables hold who wrote them last, mutexes block, and [channels] do what Go's do.
type program [][]op

// outcome is what a run of a program came to.
type outcome struct {
	state    string // what the reads saw, the values at the end, who is stuck
	deadlock bool
	order    string // of the operations
}

// exec runs the program once.
func (p program) exec(e *Engine, strat Strategy, seed uint64) outcome {
	type goroutine struct {
		pc        int
		announced bool
		saw       []string
	}
	gs := make([]goroutine, len(p))
	vars := make(map[int]string)
	held := make(map[int]bool)
	waiters := make(map[int][]int32)
	chans := make(channels)
	var order []string
	count := make(map[int]int)
	waits := make(map[int32]int) // for a WaitGroup: 1 it waits, 2 it looks whether that is in use again
	alive, drawn, reported, env := len(p), 0, 0, ""
	negative := false // what a WaitGroup counts was, once

	e.Queues = func(obj uintptr) Queue { return chans.at(int(obj) - 100).queue() }
	e.Begin(strat, seed, 0, nil)
	var outside []int32            // who wait for it
	came := make(map[int32]bool)   // it
	running := make(map[int32]int) // slot -> goroutine
	next := func() int32 {
		s := e.Next()
		if s == NoSlot && len(outside) > 0 {
			e.Ready(outside[0])
			outside = outside[1:]
			s = e.Next()
		}
		return s
	}
	for i := range p {
		if !p.spawns(i) {
			running[e.Spawn()] = i
		}
	}
	cur := next()
	for cur != NoSlot {
		i := running[cur]
		g := &gs[i]
		if g.announced {
			o := p[i][g.pc]
			name := fmt.Sprintf("%d.%d", i, g.pc)
			order = append(order, name)
			switch o.op {
			case OpAtomicStore:
				vars[o.x] = name
			case OpAtomicLoad:
				g.saw = append(g.saw, vars[o.x])
			case OpSleep:
				if !came[cur] {
					came[cur], outside = true, append(outside, cur)
					e.Block()
					cur = next()
					continue
				}
				delete(came, cur)
			case OpGo:
				running[e.Spawn()] = o.x
			case OpUser:
				g.saw = append(g.saw, fmt.Sprint(e.Value(3)))
			case OpLock:
				if held[o.x] {
					waiters[o.x] = append(waiters[o.x], cur)
					e.Block()
					cur = next()
					continue
				}
				held[o.x] = true
			case OpTryLock:
				if g.saw = append(g.saw, fmt.Sprint("free ", !held[o.x])); held[o.x] {
					for p[i][g.pc] != unlock(o.x) {
						g.pc++
					}
				}
				held[o.x] = true
			case OpWaitGroupAdd, OpWaitGroupDone:
				delta := 1
				if o.op == OpWaitGroupDone {
					delta = -1
				}
				e.Counts(uintptr(100+o.x), int32(count[o.x]), int32(delta), false)
				count[o.x] += delta
				negative = negative || count[o.x] < 0
				if count[o.x] == 0 {
					for _, s := range waiters[o.x] {
						e.Ready(s)
					}
					delete(waiters, o.x)
				}
			case OpWaitGroupWait:
				switch {
				case waits[cur] == 1:
					waits[cur] = 2
					cur = e.Point(OpAtomicLoad, uintptr(100+o.x))
					continue
				case waits[cur] == 2:
					if count[o.x] != 0 {
						g.saw = append(g.saw, "in use")
					}
				case count[o.x] != 0:
					waits[cur] = 1
					waiters[o.x] = append(waiters[o.x], cur)
					e.Block()
					cur = next()
					continue
				}
				delete(waits, cur)
			case OpLen:
				g.saw = append(g.saw, fmt.Sprint(len(chans.at(o.x).values)))
			case OpClose:
				if !chans.shut(e, o.x) {
					g.saw, g.pc = append(g.saw, "panic"), len(p[i])-1
				}
			case OpSend, OpRecv, OpTrySend, OpTryRecv, OpSelect, OpTrySelect:
				saw, ok := chans.do(e, cur, o, name)
				if !ok {
					e.Block()
					cur = next()
					continue
				}
				if g.saw = append(g.saw, saw...); saw[0] == "panic" {
					g.pc = len(p[i]) - 1
				}
			case OpUnlock:
				held[o.x] = false
				if ws := waiters[o.x]; len(ws) > 0 {
					waiters[o.x] = ws[1:]
					e.Ready(ws[0])
				}
			}
			switch o.also {
			case draws:
				e.Affect(Writes(Numbers))
				drawn++
				g.saw = append(g.saw, fmt.Sprint("drew ", drawn))
			case counts:
				e.Affect(Reads(Goroutines))
				g.saw = append(g.saw, fmt.Sprint("counted ", alive))
			case reports:
				e.Affect(Updates(TestState))
				reported++
			case sets:
				e.Affect(Writes(Environment))
				env = name
			case gets:
				e.Affect(Reads(Environment))
				g.saw = append(g.saw, env)
			case getsUnwritten:
				if g.saw[len(g.saw)-1] == "" {
					e.Affect(Reads(Environment))
					g.saw = append(g.saw, "got "+env)
				}
			case asks:
				e.Affect(Reads(TestState))
				g.saw = append(g.saw, fmt.Sprint("reported ", reported))
			}
			g.pc++
			g.announced = false
		}
		if g.pc == len(p[i]) {
			e.Exit()
			alive--
			cur = next()
			continue
		}
		g.announced = true
		o := p[i][g.pc]
		obj := uintptr(100 + o.x)
		if o.op.selects() {
			chans.announce(e, o)
		}
		if o.op == OpUser || o.op.selects() || o.op == OpGo || o.op == OpSleep {
			obj = 0
		}
		cur = e.Point(o.op, obj)
	}
	var out outcome
	for i, g := range gs {
		out.state += fmt.Sprint(i, g.saw, g.pc < len(p[i]), " ")
		out.deadlock = out.deadlock || g.pc < len(p[i])
	}
	out.state += fmt.Sprint(vars, negative)
	out.order = strings.Join(order, " ")
	return out
}

// spawns reports whether goroutine i is started by another one.
func (p program) spawns(i int) bool {
	return slices.ContainsFunc(p, func(ops []op) bool { return slices.Contains(ops, spawn(i)) })
}

// random returns a small program: two or three goroutines that read, write and lock.
func random(rng *rand.Rand) program {
	p := make(program, 2+rng.Intn(2))
	for g := range p {
		for range 1 + rng.Intn(3) {
			x := rng.Intn(2)
			switch rng.Intn(4) {
			case 0:
				p[g] = append(p[g], r(x))
			case 1:
				p[g] = append(p[g], w(x))
			default:
				if len(p) < 3 {
					p[g] = append(p[g], lock(2+x), w(x), unlock(2+x))
				} else {
					p[g] = append(p[g], w(x))
				}
			}
		}
		if len(p) == 3 && len(p[g]) > 2 {
			p[g] = p[g][:2]
		}
	}
	return p
}

// accessing returns a program of three goroutines that read and write three variables.
func accessing(rng *rand.Rand) program {
	p := make(program, 3)
	for g := range p {
		for range 3 {
			p[g] = append(p[g], []op{r(0), w(0), r(1), w(1), r(2), w(2)}[rng.Intn(6)])
		}
	}
	return p
}

// locking returns a small program of two or three goroutines that lock several mutexes, try to, and
// wait for a WaitGroup.
func locking(rng *rand.Rand) program {
	p := make(program, 2+rng.Intn(2))
	for g := range p {
		for range 1 + rng.Intn(4-len(p)) {
			x := 2 + rng.Intn(2)
			inner := []op{w(0)}
			switch n := rng.Intn(5); {
			case n == 0:
				inner = []op{r(0)}
			case n < 3 && len(p) == 2:
				inner = []op{lock(5 - x), unlock(5 - x)}
			}
			switch rng.Intn(6) {
			case 0:
				p[g] = append(append(append(p[g], tryLock(x)), inner...), unlock(x))
			case 1:
				p[g] = append(p[g], add(4), r(0), done(4))
			case 2:
				p[g] = append(p[g], wait(4), r(0))
			default:
				p[g] = append(append(append(p[g], lock(x)), inner...), unlock(x))
			}
		}
	}
	return p
}

// grouping returns a small program that uses WaitGroups as it should: who waits has added before, and
// the others are done once each, most of the time. They do something else as well, and one may wait too.
func grouping(rng *rand.Rand) program {
	p := make(program, 2+rng.Intn(2))
	some := func() []op {
		return [][]op{{w(0)}, {r(0)}, {w(1)}, {lock(2), w(0), unlock(2)}, {tryLock(2), unlock(2)}, {{op: OpAtomicStore, x: 1, also: reports}}}[rng.Intn(6)]
	}
	for g := 1; g < len(p); g++ {
		begin := []op{add(4), spawn(g)}
		if rng.Intn(8) == 0 {
			slices.Reverse(begin) // the count may fall below zero
		}
		p[0] = append(p[0], begin...)
	}
	for g := 1; g < len(p); g++ {
		p[g] = append(some(), done(4))
		if rng.Intn(3) == 0 {
			p[g] = append(p[g], r(1))
		}
	}
	if len(p) == 2 {
		p[0] = append(p[0], some()...)
	}
	p[0] = append(p[0], wait(4), r(0))
	if len(p) == 3 {
		return p
	}
	switch rng.Intn(5) {
	case 0:
		p[0] = append(p[0], add(4), done(4), wait(4))
	case 1:
		p[1] = append([]op{add(4)}, append(p[1], done(4))...)
	case 2:
		p[1] = append(p[1], wait(4), r(0))
	}
	return p
}

// effects returns a small program whose steps do more than they announce.
func effects(rng *rand.Rand) program {
	p := make(program, 2+rng.Intn(2))
	for g := range p {
		for range 1 + rng.Intn(5-len(p)) {
			o := op{x: rng.Intn(3), also: also(rng.Intn(int(numAlso)))}
			if o.op = OpAtomicStore; rng.Intn(2) == 0 {
				o.op = OpAtomicLoad
			}
			p[g] = append(p[g], o)
		}
	}
	return p
}

// locks reports whether the program locks mutexes: dfs explores how goroutines wait for them.
func (p program) locks() bool {
	return slices.ContainsFunc(p, func(ops []op) bool {
		return slices.ContainsFunc(ops, func(o op) bool { return o.op == OpLock })
	})
}

// all explores a program until the strategy is done and returns the number of runs, the
// outcomes and the happens-before graphs.
func (p program) all(t testing.TB, strat Systematic) (runs int, states map[string]bool, graphs map[uint64]bool) {
	t.Helper()
	if runs, states, graphs = p.some(t, strat, 1_000_000); runs == 0 {
		t.Fatalf("no end of %v", p)
	}
	return runs, states, graphs
}

// some is all for a program that may have too many schedules; it then returns no runs.
func (p program) some(t testing.TB, strat Systematic, most int) (runs int, states map[string]bool, graphs map[uint64]bool) {
	t.Helper()
	e := newEngine()
	states, graphs = make(map[string]bool), make(map[uint64]bool)
	for strat.More() {
		states[p.exec(e, strat, 0).state] = true
		graphs[e.Interleaving()] = true
		if runs++; runs > most {
			return 0, nil, nil
		}
	}
	if share, exact := strat.Explored(); share != 1 || !exact {
		t.Fatalf("%v: explored %v, exact %v", p, share, exact)
	}
	return runs, states, graphs
}
