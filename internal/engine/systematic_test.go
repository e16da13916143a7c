package engine

import (
	"math/rand"
	"testing"
)

// TestCounts: the number of schedules and of classes of schedules, computed by hand. A
// goroutine of k operations makes k+1 steps, so two of them have (2k+2)!/((k+1)!)^2
// schedules. Classes are the orders of dependent operations.
func TestCounts(t *testing.T) {
	for _, c := range []struct {
		name               string
		p                  program
		schedules, classes int
	}{
		{"one goroutine", program{{w(0), r(0)}}, 1, 1},
		{"a choice of three", program{{choose3}}, 3, 3},
		{"two writers", program{{w(0)}, {w(0)}}, 6, 2},
		{"two variables", program{{w(0)}, {w(1)}}, 6, 1},
		{"two readers", program{{r(0)}, {r(0)}}, 6, 1},
		{"writer and two readers", program{{w(0)}, {r(0)}, {r(0)}}, 90, 4},
		{"three writers", program{{w(0)}, {w(0)}, {w(0)}}, 90, 6},
		{"two writers of two", program{{w(0), w(0)}, {w(0), w(0)}}, 20, 6},
		{"store buffer", program{{w(0), r(1)}, {w(1), r(0)}}, 20, 3},
		{"message passing", program{{w(0), w(1)}, {r(1), r(0)}}, 20, 3},
		{"a lock", program{{lock(0), unlock(0)}, {lock(0), unlock(0)}}, 0, 2},
		{"a lock for three", program{{lock(0), unlock(0)}, {lock(0), unlock(0)}, {lock(0), unlock(0)}}, 0, 6},
		{"a lock, twice each", program{{lock(0), unlock(0), lock(0), unlock(0)}, {lock(0), unlock(0), lock(0), unlock(0)}}, 0, 6},
		// One after the other, in both orders, and both wait.
		{"a deadlock", program{{lock(0), lock(1), unlock(1), unlock(0)}, {lock(1), lock(0), unlock(0), unlock(1)}}, 0, 3},
		{"two locks", program{{lock(0), unlock(0)}, {lock(1), unlock(1)}}, 20, 1},
	} {
		if n, _, _ := c.p.all(t, newBounded(boundNone, 0)); n != c.schedules && c.schedules > 0 {
			t.Errorf("%s: dfs explores %d schedules, there are %d", c.name, n, c.schedules)
		}
		d := newDPOR()
		if n, _, _ := c.p.all(t, d); int(d.Classes) != c.classes || n != int(d.Classes+d.Redundant) {
			t.Errorf("%s: dpor explores %d classes (in %d runs), there are %d", c.name, d.Classes, n, c.classes)
		}
	}
}

// TestReductionLosesNothing: on small programs dpor reaches the final states of dfs, and
// explores each happens-before graph of it once.
func TestReductionLosesNothing(t *testing.T) {
	n := 300
	if testing.Short() {
		n = 30
	}
	rng := rand.New(rand.NewSource(1))
	saved := 0
	for range n {
		p := random(rng)
		less, d, seen, graphs := reduction(t, p)
		if int(d.Classes) > len(seen) || len(seen) > len(graphs) || int(d.Classes) < len(graphs) && !p.locks() {
			t.Fatalf("%v: %d classes, %d happens-before graphs of %d", p, d.Classes, len(seen), len(graphs))
		}
		saved += less
	}
	if saved < n {
		t.Errorf("dpor saves %d runs in %d programs", saved, n)
	}
}

// reduction checks that dpor reaches the final states of dfs. It returns how many runs it saves, the
// strategy, and the happens-before graphs that the two have seen.
func reduction(t *testing.T, p program) (saved int, d *DPOR, seen, graphs map[uint64]bool) {
	t.Helper()
	d = newDPOR()
	runs, want, graphs := p.all(t, newBounded(boundNone, 0))
	less, got, seen := p.all(t, d)
	for s := range want {
		if !got[s] {
			t.Fatalf("%v: dpor misses the final state %s", p, s)
		}
	}
	return runs - less, d, seen, graphs
}

// losesNothing is reduction for who only wants to know how many runs dpor saves.
func losesNothing(t *testing.T, p program) int {
	t.Helper()
	saved, _, _, _ := reduction(t, p)
	return saved
}

// shortCuts is reduction of n programs that take short cuts. dpor is to save so many runs at least, and to go without
// them in so many programs at most.
func shortCuts(t *testing.T, n int, rng *rand.Rand, next func(*rand.Rand) program, without func(Shown) bool, least, most int) {
	t.Helper()
	saved, plain := 0, 0
	for range n {
		less, d, _, _ := reduction(t, next(rng))
		if saved += less; without(d.shown) {
			plain++
		}
	}
	if saved < least || plain > most {
		t.Errorf("dpor saves %d runs in %d programs, of which %d show how they wait", saved, n, plain)
	}
}

// TestReductionOfLocks: the same with mutexes, which dpor lets nobody wait for, and WaitGroups.
func TestReductionOfLocks(t *testing.T) {
	n := 200
	if testing.Short() {
		n = 40
	}
	// The third fails to lock what the second holds, and the second waits for what the first holds.
	saved := losesNothing(t, program{
		{tryLock(3), unlock(3)}, {tryLock(3), lock(2), unlock(2), unlock(3)}, {tryLock(2), lock(3), unlock(3), unlock(2)},
	})
	rng := rand.New(rand.NewSource(4))
	for range n {
		saved += losesNothing(t, locking(rng))
	}
	if saved < n {
		t.Errorf("dpor saves %d runs in %d programs", saved, n)
	}
}

// TestReductionOfGroups: the same with WaitGroups that are used as they should be, most of them.
func TestReductionOfGroups(t *testing.T) {
	n := 300
	if testing.Short() {
		n = 30
	}
	shortCuts(t, n, rand.New(rand.NewSource(6)), grouping, func(s Shown) bool { return s.Groups }, 10*n, n/2)
}

// TestReductionOfEffects: the same with steps that do more than they announce.
func TestReductionOfEffects(t *testing.T) {
	n := 1000
	if testing.Short() {
		n = 40
	}
	rng := rand.New(rand.NewSource(3))
	saved := 0
	for range n {
		p := effects(rng)
		less, _, seen, graphs := reduction(t, p)
		saved += less
		if len(seen) != len(graphs) {
			t.Fatalf("%v: dpor explores %d happens-before graphs of %d", p, len(seen), len(graphs))
		}
	}
	if saved < n {
		t.Errorf("dpor saves %d runs in %d programs", saved, n)
	}
}

// sleepSets is exhaustive search that leaves out what sleep sets say, and nothing else.
type sleepSets struct{ *DPOR }

func (s sleepSets) Pick(e *Engine, n int) int {
	s.locks.begin() // goroutines may wait for mutexes
	k := s.DPOR.Pick(e, n)
	for i := range s.nodes {
		s.nodes[i].Back = s.nodes[i].Options
	}
	return k
}

// TestReductionSaves: dpor makes a fifth of the runs that sleep sets alone leave, at most.
func TestReductionSaves(t *testing.T) {
	critical := func(x int) []op { return []op{lock(x), w(0), unlock(x)} }
	twice := func(ops []op) []op { return append(append([]op(nil), ops...), ops...) }
	nested := func(a, b int) []op { return []op{lock(a), lock(b), unlock(b), unlock(a)} }
	group := func(ops ...op) []op { return append(ops, done(4)) }
	total, all := 0, 0
	for _, c := range []struct {
		name string
		p    program
	}{
		{"three critical sections", program{critical(2), critical(2), critical(2)}},
		{"two, twice each", program{twice(critical(2)), twice(critical(2))}},
		{"nested locks", program{nested(2, 3), nested(2, 3), {lock(3), unlock(3)}}},
		{"philosophers", program{nested(2, 3), nested(3, 4), nested(2, 4)}},
		{"who waits for three", program{{add(4), add(4), wait(4)}, group(), group()}},
		{"writers of a variable each", program{{w(0), w(0)}, {w(1), w(1)}, {r(0), r(1)}}},
		{"readers and a writer", program{{r(0), r(0)}, {r(0), r(0)}, {w(0)}}},
		{"message passing", program{{w(0), w(1)}, {r(1), r(0)}, {w(2)}}},
		{"who tries to lock", program{{tryLock(2), w(0), unlock(2)}, critical(2), critical(2)}},
		{"producers", program{{send(10), send(10)}, {send(11)}, {recv(10), recv(11), recv(10)}}},
	} {
		n, _, _ := c.p.all(t, newDPOR())
		m, _, _ := c.p.all(t, sleepSets{newDPOR()})
		t.Logf("%-27s %7d runs, sleep sets alone %7d: %5.1f x", c.name, n, m, float64(m)/float64(n))
		total, all = total+n, all+m
	}
	if all < 5*total {
		t.Errorf("%d runs in all, sleep sets alone %d", total, all)
	}
}

// TestNearlyOptimal: of the runs that dpor makes, few are another schedule of a class that it has explored. An optimal
// search makes none of those, and the others all the same.
func TestNearlyOptimal(t *testing.T) {
	n := 60
	if testing.Short() {
		n = 20
	}
	classes, redundant := uint64(0), uint64(0)
	for _, of := range []struct {
		name string
		next func(*rand.Rand) program
	}{
		{"reads and writes", accessing}, {"mutexes", locking}, {"WaitGroups", grouping}, {"channels", queueing}, {"selects", selecting}, {"effects", effects},
	} {
		rng, c, r := rand.New(rand.NewSource(7)), uint64(0), uint64(0)
		for range n {
			d := newDPOR()
			of.next(rng).all(t, d)
			c, r = c+d.Classes, r+d.Redundant
		}
		t.Logf("%-16s %6d classes, %4d runs more: %.1f %%", of.name, c, r, 100*float64(r)/float64(c))
		classes, redundant = classes+c, redundant+r
	}
	if redundant*20 > classes {
		t.Errorf("%d classes, %d runs more", classes, redundant)
	}
}

// TestBoundsFindFewSwitches: with a bound, the search finds first what needs few switches.
func TestBoundsFindFewSwitches(t *testing.T) {
	inversion := program{{lock(0), lock(1), unlock(1), unlock(0)}, {lock(1), lock(0), unlock(0), unlock(1)}}
	for _, spec := range []string{"preempt:0", "preempt:1", "delay:1", "delay:2"} {
		strat := NewStrategy(spec, 256).(Systematic)
		e, found, runs := newEngine(), false, 0
		for strat.More() {
			if inversion.exec(e, strat, 0).deadlock {
				found = true
			}
			runs++
		}
		if want := spec != "preempt:0"; found != want {
			t.Errorf("%s: found %v in %d runs", spec, found, runs)
		}
	}
}

// TestSystematicGoesOn: a search that is saved and loaded between runs, as between two
// processes, explores the same.
func TestSystematicGoesOn(t *testing.T) {
	p := program{{w(0), r(1)}, {w(1), choose3}, {lock(2), w(0), unlock(2)}}
	for _, spec := range []string{"dfs", "dpor", "preempt:2", "delay:2"} {
		want, _, _ := p.all(t, NewStrategy(spec, 256).(Systematic))
		e, n := newEngine(), 0
		var state []uint32
		for {
			strat := NewStrategy(spec, 256).(Systematic)
			strat.Load(state)
			if !strat.More() {
				break
			}
			p.exec(e, strat, 0)
			n++
			state = strat.Save()
		}
		if n != want {
			t.Errorf("%s: %d runs, %d when it is saved and loaded after each", spec, want, n)
		}
	}
}

func TestExploredGrows(t *testing.T) {
	p := program{{w(0), w(1)}, {w(1), w(0)}, {r(0)}}
	for _, spec := range []string{"dfs", "dpor"} {
		strat := NewStrategy(spec, 256).(Systematic)
		e, last := newEngine(), -1.0
		for strat.More() {
			share, _ := strat.Explored()
			if share < 0 || share >= 1 || spec == "dfs" && share < last {
				t.Fatalf("%s: %v explored, after %v", spec, share, last)
			}
			last = share
			p.exec(e, strat, 0)
		}
	}
}

// TestSearchLeavesSpinLoops: a goroutine that waits in a loop for another does not keep
// the search from ending its runs.
func TestSearchLeavesSpinLoops(t *testing.T) {
	for _, spec := range []string{"dfs", "preempt:1", "dpor", "directed"} {
		e := newEngine()
		e.Begin(NewStrategy(spec, 256), 1, 0, nil)
		e.Spawn()
		e.Spawn()
		ran := 0
		for e.Next(); ran < 3; {
			if e.Cur == 1 {
				ran++
			}
			e.Point(OpAtomicLoad, 1)
			if e.Steps > 4*maxPatience {
				t.Fatalf("%s: the other goroutine made %d steps", spec, ran)
			}
		}
	}
}
