package engine

import "testing"

// A timer that is due is an option like a goroutine, of every strategy, and fair ones let it fire.
func TestDueTimerIsAnOption(t *testing.T) {
	for _, name := range []string{"auto", "random", "pct", "pos", "surw", "roundrobin", "dfs", "dpor", "preempt:2"} {
		e := newEngine()
		strat := NewStrategy(name, 256)
		first, later := false, false
		for seed := range uint64(200) {
			e.Begin(strat, seed, 0, nil)
			e.Spawn()
			e.Next()
			e.ClockDue(64)
			if e.Alive() != 1 || e.Enabled() != 2 {
				t.Fatalf("%s: %d goroutines are alive and %d are enabled, want 1 and 2", name, e.Alive(), e.Enabled())
			}
			fired := -1
			fire := func(at int) {
				if e.ClockTurn() {
					fired = at
					e.ClockDone()
					e.Next()
				}
			}
			for steps := range 5 {
				e.Point(OpAtomicAdd, 1)
				fire(steps)
			}
			e.Exit()
			e.Next()
			fire(5)
			if fired < 0 || e.Enabled() != 0 {
				t.Fatalf("%s: the timer never fires", name)
			}
			first, later = first || fired == 0, later || fired > 0
			if s, ok := strat.(Systematic); ok && !s.More() {
				break
			}
		}
		if !later || !first && name != "roundrobin" {
			t.Errorf("%s: the timer fires at once: %t, and later: %t", name, first, later)
		}
	}
}

// What a chance was is on the tape, and in a plan by the place of its goroutine.
func TestChancesAreTaped(t *testing.T) {
	e := newEngine()
	e.Begin(NewStrategy("random", 256), 4, 0, nil)
	e.Spawn()
	e.Next()
	var want []bool
	for range 100 {
		e.Point(OpAtomicAdd, 1)
		want = append(want, e.Maybe(HoldUp, 2), e.Maybe(PoolMiss, 2))
	}
	tape := append([]uint32(nil), e.Tape()...)
	var plan []uint32
	for i, happens := range want {
		if happens {
			plan = append(plan, PlanChance([]Chance{HoldUp, PoolMiss}[i%2]), uint32(2+i/2), 1)
		}
	}
	d := new(Directed)
	d.Load(plan)
	for name, begin := range map[string]func(){
		"tape": func() { e.Begin(NewStrategy("roundrobin", 256), 4, 0, tape) },
		"plan": func() { e.Begin(d, 4, 0, nil) },
	} {
		begin()
		e.Spawn()
		e.Next()
		for i := 0; i < len(want); i += 2 {
			e.Point(OpAtomicAdd, 1)
			if h, m := e.Maybe(HoldUp, 2), e.Maybe(PoolMiss, 2); h != want[i] || m != want[i+1] {
				t.Fatalf("%s: chances %d are %t and %t, want %t and %t", name, i, h, m, want[i], want[i+1])
			}
		}
	}
}

// What happens several times in a row at one place is one exception of a plan.
func TestChanceInARow(t *testing.T) {
	e, d := newEngine(), new(Directed)
	for times := range uint32(4) {
		d.Load([]uint32{PlanChance(HoldUp), 2, times})
		e.Begin(d, 4, 0, nil)
		e.Spawn()
		e.Next()
		for step := range 3 {
			want := uint32(0)
			if step == 0 {
				want = times
			}
			e.Point(OpAtomicAdd, 1)
			n := uint32(0)
			for e.Maybe(HoldUp, 2) {
				n++
			}
			if n != want {
				t.Errorf("planned %d times, happened %d times at step %d, want %d", times, n, step, want)
			}
		}
	}
}
