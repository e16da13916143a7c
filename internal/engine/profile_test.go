package engine

import "testing"

// TestProfileOfATimer: what a timer starts is no event of a goroutine. SURW has tables as long as the
// highest number of one, and clears them for every run: the clock's would make each 200 MB longer.
func TestProfileOfATimer(t *testing.T) {
	e, prof := newEngine(), NewProfiler(256)
	e.Begin(prof, 1, 0, nil)
	e.Spawn()
	e.Next()
	e.Spawn() // by a goroutine
	e.ClockDue(64)
	started := false
	for e.Cur != NoSlot || e.Enabled() > 0 {
		if e.Cur == NoSlot {
			e.Next()
		}
		if e.ClockTurn() {
			e.Spawn() // by the timer
			e.ClockDone()
			started = true
			continue
		}
		e.Exit()
	}
	if !started || e.Spawned() != 3 {
		t.Fatalf("the timer has started nothing: %d goroutines", e.Spawned())
	}
	spawned := 0
	for _, ev := range prof.Events() {
		if ev.G >= e.Spawned() {
			t.Errorf("an event of goroutine %d, and there were %d", ev.G, e.Spawned())
		}
		if ev.Op == OpGo {
			spawned++
		}
	}
	if spawned != 1 {
		t.Errorf("goroutines have started %d, want 1", spawned)
	}
}
