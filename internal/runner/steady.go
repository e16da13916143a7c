package runner

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Steady is whether a test does the same whenever a schedule is repeated: a run is to be a function of the
// test binary, the test and the schedule.
type Steady struct {
	Test      string
	Schedules uint64 // that were repeated
	Times     int    // that each of them was made, in a process of its own each time
	// The rest is of the first schedule that was not the same every time.
	Run       uint64 // its number; 0: they were
	Different int    // repetitions of it that were not like the first
	Once      *trace.Trace
	Another   *trace.Trace
	At        int // index of the first event in which the two differ; -1: their events do not
	Err       error
}

// steadyStrategy chooses the schedules that are repeated: it learns nothing from other runs.
const steadyStrategy = "random"

// Steady makes the schedules 1, 2, … of a test as many times as are asked for, until one differs.
func (r *Runner) Steady(ctx context.Context, test string, schedules uint64, times int) *Steady {
	s := &Steady{Test: test, Schedules: schedules, Times: times}
	own, err := r.asked(ctx, test)
	if err != nil {
		s.Err = err
		return s
	}
	for run := uint64(1); run <= schedules && s.Run == 0 && s.Err == nil && ctx.Err() == nil; run++ {
		own.repeatSchedule(ctx, s, run)
	}
	return s
}

// repeatSchedule makes one schedule again and again. If its runs differ, it is made with its events.
func (r *Runner) repeatSchedule(ctx context.Context, s *Steady, run uint64) {
	first, most := "", uint64(0)
	for i := 0; i < s.Times && ctx.Err() == nil; i++ {
		j := r.newJob("record", s.Test, steadyStrategy)
		j.run, j.from = run, noEvents
		did, steps, err := r.hash(ctx, j)
		switch {
		case err != nil:
			s.Err = err
			return
		case i == 0:
			first = did
		case did != first:
			s.Run = run
			s.Different++
		}
		most = max(most, steps)
	}
	if s.Run == 0 || ctx.Err() != nil {
		return
	}
	from := uint64(0)
	if most > maxRecorded {
		from = most - lastRecorded
	}
	s.At = -1
	for i := 0; i < 2*s.Times && s.Err == nil && ctx.Err() == nil; i++ {
		j := r.newJob("record", s.Test, steadyStrategy)
		j.run, j.from = run, from
		rec, err := r.record(ctx, j)
		switch {
		case err != nil:
			s.Err = err
		case s.Once == nil:
			s.Once = rec.trace
		case different(s.Once, rec.trace):
			s.Another, s.At = rec.trace, trace.Diff(s.Once.Events, rec.trace.Events)
			return
		}
	}
}

// noEvents is a step that no run comes to.
const noEvents = 1 << 62

// hash makes a run and returns what identifies all that it did, and how many steps that were.
func (r *Runner) hash(ctx context.Context, j *job) (did string, steps uint64, err error) {
	events, err := tempFile("chaosrun-events-")
	if err != nil {
		return "", 0, err
	}
	defer events.Close()
	e := r.do(ctx, j, events)
	if e.err != nil {
		return "", 0, e.err
	}
	last := e.last()
	if last == nil {
		return "", 0, e.noRun()
	}
	return last.report["kind"] + " " + last.report["hash"], atoi(last.report["steps"]), nil
}

func different(a, b *trace.Trace) bool { return a.Hash != b.Hash || a.Kind != b.Kind }

// Cause says what the two runs do at the first event in which they differ, and what may be the reason.
func (s *Steady) Cause() (once, another, likely string) {
	switch {
	case s.Another == nil:
		return "", "", "not known: when the runs were recorded, they were the same every time"
	case s.At < 0:
		return "", "", fmt.Sprintf("the steps are the same, and what is seen of them is not: the runs end with %s and %s", ending(s.Once), ending(s.Another))
	}
	a, b := eventAt(s.Once, s.At), eventAt(s.Another, s.At)
	once, another = does(a), does(b)
	switch {
	case outside(a) || outside(b) || outsideBefore(s.Once, s.At) || outsideBefore(s.Another, s.At):
		likely = "something outside of the run wakes a goroutine, and comes when it comes: a child process, a pipe, a signal, a real socket, C code, or a goroutine that is older than the run"
	case a == nil || b == nil:
		likely = "one of the runs ends here: it read something before that differs from process to process"
	case actor(a) == actor(b):
		read := fmt.Sprintf("what g%d read", actor(a))
		if at := placeBefore(s.Once, s.At, actor(a)); at != "" {
			read += " after " + at
		}
		likely = read + " differs from process to process, like an address, the process number, a file, a variable of the environment, or what C code returns"
	default:
		likely = "other goroutines can run: one of them was started or woken in one of the runs only, or under another number"
	}
	return once, another, likely
}

func ending(t *trace.Trace) string {
	if t.Kind == "" {
		return "a pass"
	}
	return article(t.Kind)
}

func eventAt(t *trace.Trace, i int) *trace.Event {
	if i < len(t.Events) {
		return &t.Events[i]
	}
	return nil
}

// actor is the goroutine that makes the event: a new one, or one that wakes, does nothing itself.
func actor(e *trace.Event) int {
	if e.Kind == trace.EvStart || e.Kind == trace.EvWake {
		if n, err := strconv.Atoi(strings.TrimPrefix(e.Detail, "g")); err == nil {
			return n
		}
	}
	return e.G
}

// does says what happens in an event.
func does(e *trace.Event) string {
	if e == nil {
		return "the run has ended"
	}
	s := fmt.Sprintf("g%d %s", e.G, e.Kind)
	switch e.Kind {
	case trace.EvStart:
		return fmt.Sprintf("%s starts g%d at %s", e.Detail, e.G, e.At.Pos())
	case trace.EvWake:
		return fmt.Sprintf("%s wakes g%d", e.Detail, e.G)
	}
	for _, part := range []string{e.Object, e.Detail, e.Carries} {
		if part != "" {
			s += " " + part
		}
	}
	if at := e.At.Pos(); at != "" {
		s += " at " + at
	}
	if e.N > 0 && !e.Value() {
		s += fmt.Sprintf(", and %s can run next", Plural(uint64(e.N), "goroutine"))
	}
	return s
}

func outside(e *trace.Event) bool {
	return e != nil && e.Kind == trace.EvWake && e.Detail == "outside"
}

func outsideBefore(t *trace.Trace, i int) bool {
	for j := range t.Events[:min(i, len(t.Events))] {
		if outside(&t.Events[j]) {
			return true
		}
	}
	return false
}

// placeBefore is where a goroutine was last in the user's code before an event.
func placeBefore(t *trace.Trace, i, g int) string {
	for j := min(i, len(t.Events)) - 1; j >= 0; j-- {
		if e := t.Events[j]; e.G == g && e.At.File != "" && !e.At.Std() {
			return e.At.Pos()
		}
	}
	return ""
}

// SteadyPackage asks [Runner.Steady] of every test that the settings select, several at once, and yields the
// answers in the order of the tests.
func (r *Runner) SteadyPackage(ctx context.Context, schedules uint64, times int, each func(*Steady)) error {
	tests, _, err := r.Tests(ctx)
	if err != nil {
		return err
	}
	answers := make([]*Steady, len(tests))
	var wg sync.WaitGroup
	gate := make(chan struct{}, max(1, cap(r.Workers)))
	for i, test := range tests {
		gate <- struct{}{}
		wg.Go(func() {
			answers[i] = r.Steady(ctx, test, schedules, times)
			<-gate
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, a := range answers {
		each(a)
	}
	return nil
}
