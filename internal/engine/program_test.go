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
	op Op
	x  int
}

func w(x int) op      { return op{OpAtomicStore, x} }
func r(x int) op      { return op{OpAtomicLoad, x} }
func lock(x int) op   { return op{OpLock, x} }
func unlock(x int) op { return op{OpUnlock, x} }

func send(x int) op { return op{OpSend, x} }
func recv(x int) op { return op{OpRecv, x} }

// try sends on channel x if somebody waits for it.
func try(x int) op { return op{OpTrySend, x} }

// sel receives from channel x or x+1.
func sel(x int) op { return op{OpSelect, x} }

// choose3 is a choice among three values.
var choose3 = op{OpUser, 0}

// program is a list of operations for each goroutine. It stands for the runtime and the
// test: variables hold who wrote them last, mutexes block, and channels
// hold any number of elements.
type program [][]op

// channels returns a small program that sends, receives and selects.
func channels(rng *rand.Rand) program {
	p := make(program, 2+rng.Intn(2))
	for g := range p {
		for range 1 + rng.Intn(2) {
			x := 10 + rng.Intn(2)
			switch rng.Intn(6) {
			case 0:
				p[g] = append(p[g], send(x))
			case 1:
				p[g] = append(p[g], try(x))
			case 5:
				p[g] = append(p[g], sel(10))
			case 2:
				p[g] = append(p[g], recv(x))
			case 3:
				p[g] = append(p[g], sel(10))
			case 4:
				p[g] = append(p[g], w(0))
			}
		}
	}
	return p
}

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
	chans := make(map[int][]string)
	got := make(map[int32]string) // handed over to a goroutine that waited
	var order []string

	e.Begin(strat, seed, 0, nil)
	for range p {
		e.Spawn()
	}
	cur := e.Next()
	for cur != NoSlot {
		g := &gs[cur]
		if g.announced {
			o := p[cur][g.pc]
			name := fmt.Sprintf("%d.%d", cur, g.pc)
			order = append(order, name)
			switch o.op {
			case OpAtomicStore:
				vars[o.x] = name
			case OpAtomicLoad:
				g.saw = append(g.saw, vars[o.x])
			case OpUser:
				g.saw = append(g.saw, fmt.Sprint(e.Value(3)))
			case OpLock:
				if held[o.x] {
					waiters[o.x] = append(waiters[o.x], cur)
					e.Block()
					cur = e.Next()
					continue
				}
				held[o.x] = true
			case OpSend, OpTrySend:
				handed := false
				for i, ws := 0, waiters[o.x]; i < len(ws) && !handed; i++ {
					if _, done := got[ws[i]]; !done {
						handed = true
						got[ws[i]] = name
						e.Ready(ws[i])
					}
				}
				if o.op == OpTrySend {
					g.saw = append(g.saw, fmt.Sprint(handed))
				} else if !handed {
					chans[o.x] = append(chans[o.x], name)
				}
			case OpRecv, OpSelect:
				from := []int{o.x}
				if o.op == OpSelect {
					from = append(from, o.x+1)
				}
				if v, ok := got[cur]; ok {
					g.saw = append(g.saw, v)
					delete(got, cur)
					for _, x := range from {
						waiters[x] = slices.DeleteFunc(waiters[x], func(s int32) bool { return s == cur })
					}
					break
				}
				var ready []int
				for _, x := range from {
					if len(chans[x]) > 0 {
						ready = append(ready, x)
					}
				}
				if len(ready) == 0 {
					for _, x := range from {
						waiters[x] = append(waiters[x], cur)
					}
					e.Block()
					cur = e.Next()
					continue
				}
				x := ready[e.Value(len(ready))]
				if o.op == OpSelect {
					e.Touch(uintptr(100 + x))
				}
				g.saw = append(g.saw, chans[x][0])
				chans[x] = chans[x][1:]
			case OpUnlock:
				held[o.x] = false
				if ws := waiters[o.x]; len(ws) > 0 {
					waiters[o.x] = ws[1:]
					e.Ready(ws[0])
				}
			}
			g.pc++
			g.announced = false
		}
		if g.pc == len(p[cur]) {
			e.Exit()
			cur = e.Next()
			continue
		}
		g.announced = true
		o := p[cur][g.pc]
		obj := uintptr(100 + o.x)
		if o.op == OpUser || o.op == OpSelect {
			obj = 0
		}
		cur = e.Point(o.op, obj)
	}
	var out outcome
	for i, g := range gs {
		out.state += fmt.Sprint(i, g.saw, g.pc < len(p[i]), " ")
		out.deadlock = out.deadlock || g.pc < len(p[i])
	}
	out.state += fmt.Sprint(vars)
	out.order = strings.Join(order, " ")
	return out
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

// all explores a program until the strategy is done and returns the number of runs, the
// outcomes and the happens-before graphs.
func (p program) all(t testing.TB, strat Systematic) (runs int, states map[string]bool, graphs map[uint64]bool) {
	t.Helper()
	e := newEngine()
	states, graphs = make(map[string]bool), make(map[uint64]bool)
	for strat.More() {
		states[p.exec(e, strat, 0).state] = true
		graphs[e.Interleaving()] = true
		if runs++; runs > 1_000_000 {
			t.Fatalf("no end of %v", p)
		}
	}
	if share, exact := strat.Explored(); share != 1 || !exact {
		t.Fatalf("%v: explored %v, exact %v", p, share, exact)
	}
	return runs, states, graphs
}
