package report

import (
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// Who wakes whom. A reader of the list sees each wait begin, and looks for its end.

// findWakers finds which visible step wakes which goroutines of the user's: the waking step itself, or the one
// that stands for it.
func (v *view) findWakers() {
	v.wakers = make(map[int][]int)
	users := v.users()
	for _, s := range v.steps {
		if s.Kind != trace.EvWake || s.By < 0 || s.G == 0 || !users[s.G] || v.ofLibrary(s.G) {
			continue
		}
		if p := v.standsFor(v.position[s.By]); p >= 0 && v.steps[p].G != s.G && !slices.Contains(v.wakers[p], s.G) {
			v.wakers[p] = append(v.wakers[p], s.G)
		}
	}
}

// wakesUsers names the goroutines of the user's that the step at position p wakes.
func (v *view) wakesUsers(p int) string { return fewNames(v.wakers[p]) }

// showsWaker reports whether the list shows what wakes a goroutine, where it does.
func (v *view) showsWaker(wake trace.Step) bool {
	if wake.By < 0 {
		return wake.Detail == "timer" // the line of the clock says it
	}
	p := v.standsFor(v.position[wake.By])
	return p >= 0 && slices.Contains(v.wakers[p], wake.G)
}

// firing says which goroutines the timers wake or start that are due when the clock has advanced at event i, or
// at the events before at which it advances too.
func (v *view) firing(i int) string {
	first := i
	for first > 0 && v.isFiring(v.t.Events[first-1]) {
		first--
	}
	var woken, started []int
	for _, e := range v.t.Events[first:] {
		if !v.isFiring(e) {
			break
		}
		switch {
		case e.G == 0 || e.Kind != trace.EvWake && e.Kind != trace.EvStart:
		case e.Kind == trace.EvWake && !slices.Contains(woken, e.G):
			woken = append(woken, e.G)
		case e.Kind == trace.EvStart:
			started = append(started, e.G)
		}
	}
	var texts []string
	if len(woken) > 0 {
		texts = append(texts, "wake "+fewNames(woken))
	}
	if len(started) > 0 {
		texts = append(texts, "start "+fewNames(started))
	}
	if len(texts) == 0 {
		return ""
	}
	return "; timers " + strings.Join(texts, " and ")
}

// isFiring reports whether an event is one of those that belong to timers that fire.
func (v *view) isFiring(e trace.Event) bool {
	switch e.Kind {
	case trace.EvClock:
		return true
	case trace.EvWake, trace.EvStart:
		return e.Detail == "timer"
	case trace.EvPick:
		return e.G == engine.ClockID
	}
	return false
}

// roundTime is a time like 1.00005034s with three digits.
func roundTime(s string) string {
	d, err := time.ParseDuration(s)
	if err != nil {
		return s
	}
	unit := time.Duration(1)
	for d/1000 >= unit {
		unit *= 10
	}
	return d.Round(unit).String()
}
