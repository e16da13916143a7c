package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// model is a tiny program for the engine: goroutines that each make some steps, with
// a lock in between. It stands for the runtime.
type model struct {
	e     *Engine
	left  []int // slot -> steps to make
	trace []int32
}

func newEngine() *Engine {
	e := new(Engine)
	e.Setup(NewMemory(256, 1<<16))
	return e
}

// run runs n goroutines of steps steps each and returns who ran, in order.
func run(e *Engine, strat Strategy, seed uint64, replay []uint32, n, steps int) []int32 {
	e.Begin(strat, seed, 0, replay)
	m := &model{e: e}
	for range n {
		e.Spawn()
		m.left = append(m.left, steps)
	}
	for e.Next() != NoSlot {
		for e.Cur != NoSlot {
			cur := e.Cur
			if m.left[cur] == 0 {
				e.Exit()
				break
			}
			m.left[cur]--
			m.trace = append(m.trace, cur)
			e.Point(OpLock, 1)
		}
	}
	return m.trace
}

func TestSameSeedSameRun(t *testing.T) {
	for _, name := range StrategyNames {
		name = strings.ReplaceAll(name, "N", "2")
		e := newEngine()
		first := run(e, NewStrategy(name, 256), 7, nil, 5, 20)
		hash, steps := e.Hash, e.Steps
		for range 100 {
			if got := run(e, NewStrategy(name, 256), 7, nil, 5, 20); !slices.Equal(got, first) || e.Hash != hash || e.Steps != steps {
				t.Fatalf("%s: one seed, two runs", name)
			}
		}
	}
}

func TestReplayFollowsTheTape(t *testing.T) {
	e := newEngine()
	for seed := range uint64(200) {
		want := run(e, NewStrategy("random", 256), seed, nil, 4, 9)
		hash, tape := e.Hash, slices.Clone(e.Tape())
		got := run(e, NewStrategy("roundrobin", 256), seed, tape, 4, 9)
		if !slices.Equal(got, want) || e.Hash != hash || e.Diverged {
			t.Fatalf("seed %d: the replay went another way", seed)
		}
	}
}

func TestTapeThatDoesNotFitDiverges(t *testing.T) {
	e := newEngine()
	run(e, NewStrategy("random", 256), 1, []uint32{200}, 3, 3)
	if !e.Diverged {
		t.Error("the tape asks for option 200 of 3, and the engine did not notice")
	}
}

func TestZeroTapeNeverPreempts(t *testing.T) {
	e := newEngine()
	got := run(e, NewStrategy("random", 256), 1, make([]uint32, 1000), 3, 4)
	want := []int32{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRandomReachesEverySchedule(t *testing.T) {
	// Three goroutines of two steps: 6!/(2!2!2!) orders.
	e, seen := newEngine(), make(map[string]bool)
	for seed := range uint64(20000) {
		seen[fmt.Sprint(run(e, NewStrategy("random", 256), seed, nil, 3, 2))] = true
	}
	if len(seen) != 90 {
		t.Errorf("%d of 90 orders", len(seen))
	}
}

func TestRandomIsUniformOverTheEnabled(t *testing.T) {
	e, strat, n := newEngine(), NewStrategy("random", 256), make([]int, 4)
	const runs = 40000
	for seed := range uint64(runs) {
		n[run(e, strat, seed, nil, 4, 1)[0]]++
	}
	for slot, got := range n {
		if got < runs/4-600 || got > runs/4+600 { // six standard deviations
			t.Errorf("slot %d went first in %d of %d runs", slot, got, runs)
		}
	}
}

func TestRoundRobinIsFair(t *testing.T) {
	e := newEngine()
	trace := run(e, NewStrategy("roundrobin", 256), 0, nil, 4, 500)
	last := make([]int, 4)
	for i, slot := range trace[:1500] {
		if i-last[slot] > 4*maxSlice {
			t.Fatalf("goroutine %d waited %d steps for its turn", slot, i-last[slot])
		}
		last[slot] = i
	}
}

func TestProlong(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 1, 100, nil)
	e.Spawn()
	e.Next()
	before := e.Left()
	if e.Prolong(); e.Left() != 2*before {
		t.Errorf("%d steps left, and %d before", e.Left(), before)
	}
	for range 100 {
		e.Prolong()
	}
	if left := e.Left(); left > DefaultMaxSteps || left < DefaultMaxSteps/2 {
		t.Errorf("%d steps left, of %d", left, DefaultMaxSteps)
	}
	for !e.Over {
		e.Point(OpAtomicLoad, 1)
	}
	if e.Left() != 0 {
		t.Errorf("%d steps left at the end", e.Left())
	}
}

func TestBound(t *testing.T) {
	e := newEngine()
	for _, c := range []struct{ max, want uint64 }{{1 << 40, 10 + 100}, {50, 50}, {5, 5}} {
		e.Begin(NewStrategy("random", 256), 1, c.max, nil)
		e.Spawn()
		e.Next()
		for range 10 {
			e.Point(OpAtomicLoad, 1)
		}
		e.Bound(100)
		if e.MaxSteps() != c.want || e.Left() > 2*c.want {
			t.Errorf("a run of %d steps may make %d, and then %d more; want %d", c.max, e.MaxSteps(), e.Left(), c.want)
		}
		for !e.Over && e.Steps < 1000 {
			e.Point(OpAtomicLoad, 1)
		}
		if e.Steps != 2*c.want+1 && c.max > 10 {
			t.Errorf("a run of %d steps ends after %d", c.max, e.Steps)
		}
	}
}

func TestEndlessRunIsOver(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 1, 100, nil)
	e.Spawn()
	e.Spawn()
	e.Next()
	fair := make(map[int32]int)
	for !e.Over {
		e.Point(OpAtomicLoad, 1)
		if e.Steps > 100 {
			fair[e.Cur]++
		}
		if e.Steps > 1000 {
			t.Fatal("the step budget does not end the run")
		}
	}
	if e.Steps != 201 || fair[0] < 30 || fair[1] < 30 {
		t.Errorf("over after %d steps, shares of the fair half %v", e.Steps, fair)
	}
}

func TestYieldIsAHint(t *testing.T) {
	e := newEngine()
	yields, ignored := 0, 0
	for seed := range uint64(50) {
		e.Begin(NewStrategy("random", 256), seed, 0, nil)
		for range 3 {
			e.Spawn()
		}
		e.Next()
		for range 20 {
			yields++
			if before := e.Cur; e.Point(OpYield, 0) == before {
				ignored++
			}
		}
	}
	if want := yields / oneInYields; ignored < want/2 || ignored > 2*want {
		t.Errorf("%d of %d yields were ignored, want about %d", ignored, yields, want)
	}
}

// A goroutine looks at something under a lock again and again; its loop is as long as the slices
// are on average. Under a fair schedule it loses the turn at every place of the loop.
func TestFairSchedulesDoNotResonate(t *testing.T) {
	const loop = (1 + maxSlice) / 2
	for _, length := range []int{loop - 1, loop, loop + 1, 2 * loop, 3 * loop} {
		e := newEngine()
		e.Begin(NewStrategy("roundrobin", 256), 0, 0, nil)
		looper, other := e.Spawn(), e.Spawn()
		places := make(map[int]bool)
		e.Next()
		for at := 0; at < 10_000; {
			if e.Cur == looper {
				at++
			}
			if before := e.Cur; e.Point(OpAtomicLoad, 1) == other && before == looper {
				places[at%length] = true
			}
		}
		if len(places) != length {
			t.Errorf("a loop of %d steps loses the turn at %d places only", length, len(places))
		}
	}
}

func TestSlotsAreReused(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("roundrobin", 256), 0, 0, nil)
	for i := range uint32(1000) {
		s := e.Spawn()
		if s != 0 || e.ID(s) != i {
			t.Fatalf("goroutine %d has slot %d and number %d", i, s, e.ID(s))
		}
		e.Next()
		e.Exit()
	}
	for range 256 {
		if e.Spawn() == NoSlot {
			t.Fatal("no slot, with slots free")
		}
	}
	if e.Spawn() != NoSlot || e.Alive() != 256 {
		t.Error("a slot that is not there")
	}
}

func TestBlockedAndReady(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 3, 0, nil)
	a, b := e.Spawn(), e.Spawn()
	e.Next()
	for e.Cur != a {
		e.Point(OpLock, 0)
	}
	e.Block()
	if e.IsEnabled(a) || e.Enabled() != 1 || e.Next() != b {
		t.Fatal("a blocked goroutine is an option")
	}
	e.Ready(a)
	if !e.IsEnabled(a) || e.PendingOp(a).Op != OpResume {
		t.Error("a goroutine that was woken is no option")
	}
}

func TestValueIsTaped(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 9, 0, nil)
	var want []int
	for range 100 {
		want = append(want, e.Value(5))
	}
	if e.Value(1) != 0 || e.Value(0) != 0 || len(e.Tape()) != 100 {
		t.Error("a choice with one option is no choice")
	}
	e.Begin(NewStrategy("roundrobin", 256), 9, 0, slices.Clone(e.Tape()))
	for i := range want {
		if got := e.Value(5); got != want[i] {
			t.Fatalf("value %d is %d, was %d", i, got, want[i])
		}
	}
}

func TestHotPathAllocatesNothing(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 1, 1<<40, nil)
	for range 8 {
		e.Spawn()
	}
	e.Next()
	if n := testing.AllocsPerRun(1000, func() { e.Point(OpSend, 1) }); n != 0 {
		t.Errorf("%v allocations a step", n)
	}
}

func BenchmarkPoint(b *testing.B) {
	for _, name := range []string{"random", "pct", "pos", "surw"} {
		for _, n := range []int{1, 2, 8, 200, 1000} {
			b.Run(fmt.Sprintf("%s/goroutines=%d", name, n), func(b *testing.B) {
				e := new(Engine)
				e.Setup(NewMemory(1024, 1<<16))
				strat := NewStrategy(name, 1024)
				for i := 0; i < b.N; i++ {
					if i%60000 == 0 {
						e.Begin(strat, uint64(i), 1<<40, nil)
						for range n {
							e.Spawn()
						}
						e.Next()
					}
					e.Point(OpSend, uintptr(e.Cur/2+1))
				}
			})
		}
	}
}

// TestBoundOfAProlongedRun: it has made more steps than it was given at first, and goes on.
func TestBoundOfAProlongedRun(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 1, 100, nil)
	e.Spawn()
	e.Next()
	e.Prolong()
	for range 300 {
		e.Point(OpAtomicLoad, 1)
	}
	if e.Bound(50); e.Left() == 0 {
		t.Error("no step is left")
	}
	if e.Point(OpAtomicLoad, 1); e.Over {
		t.Error("the run is over")
	}
}

func TestFairAfter(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 1, 1000, nil)
	e.Spawn()
	e.Next()
	left := e.Left()
	e.FairAfter(50)
	e.FairAfter(2000) // that is later
	for range 51 {
		e.Point(OpAtomicLoad, 1)
	}
	if !e.Fairly() || e.Left() != left-51 {
		t.Errorf("fair: %v; %d steps left, want %d", e.Fairly(), e.Left(), left-51)
	}
}
