// Package inject plans faults: what may go wrong in the runs of a test, and how often.
//
// Points where something can go wrong are marked in the code under test with
// github.com/pingcap/failpoint, as it is: chaosrun rewrites the markers in its build overlay
// and leaves the files alone. Without a plan nothing ever goes wrong. With one, every
// evaluation of a marker that the plan names is a choice on the run's tape: it is recorded,
// replayed, and shrunk to the fewest faults.
//
//	sched.Test(t, body, sched.Faults(
//		inject.Plan{Point: "db/commit", Do: inject.Error("disk full"), Max: 2},
//	))
package inject

import (
	"time"

	"github.com/chaosrun/chaosrun/internal/faults"
	"github.com/chaosrun/chaosrun/internal/tape"
)

// Plan says what may go wrong at one point. Of several plans for a point the first that
// happens counts.
type Plan struct {
	// Point is the failpoint: the import path of its package, a slash and its name, or the
	// end of that from a slash on, if there is no other like it.
	Point string
	// Do is what happens; the zero value is [Fire].
	Do Action
	// Max is the most times that it happens in a run; 0 is no limit.
	Max int
	// After is how many evaluations of the point in a run come before it may happen.
	After int
	// Percent is how likely it happens where it may, from 0.0001 to 100; at 100 it always
	// does. 0 leaves it to chance like any choice: as likely as not.
	Percent float64
	// From and To are the ends of a connection of which the plan is, at points of the network:
	// the name of an [InPart], an address like 127.0.0.1:80, its host, or its port like :80.
	// "" is any. A plan is of what goes from From to To; a [Partition] is of both directions.
	// At [NetLookup] To is the host, at points of files a path, or the end of one from a slash
	// on, with the wildcards of [path.Match].
	From, To string
	// NotWith is another point that is planned: it does not happen in a run in which a fault
	// has happened there, nor the other way round.
	NotWith string
	// OnlyAfter is another point that is planned: it happens only after a fault there.
	OnlyAfter string
}

// Action is what happens at a point. Actions are made by the functions of this package.
type Action struct{ r faults.Rule }

// Fire runs what the marker holds, and gives it no value.
func Fire() Action { return Action{faults.Rule{Kind: faults.Return}} }

// Return runs what the marker holds, and gives it v.
func Return[T int | string | bool](v T) Action {
	return Action{faults.Rule{Kind: faults.Return, Value: v}}
}

// Error runs what the marker holds, and gives it an error with that text.
func Error(text string) Action { return Action{faults.Rule{Kind: faults.Error, Text: text}} }

// Sleep lets the goroutine sleep for the virtual time d >= 0. What the marker holds does not
// run.
func Sleep(d time.Duration) Action { return Action{faults.Rule{Kind: faults.Sleep, Sleep: d}} }

// SleepBetween is [Sleep] for a time between from and to, which is a choice as well.
func SleepBetween(from, to time.Duration) Action {
	return Action{faults.Rule{Kind: faults.Sleep, Sleep: from, Upto: to}}
}

// Panic panics with a text that names the point and holds this one, which may be "".
func Panic(text string) Action { return Action{faults.Rule{Kind: faults.Panic, Text: text}} }

// Pause lets the goroutine wait until [Heal] is called, or until the test has returned. What
// the marker holds does not run.
func Pause() Action { return Action{faults.Rule{Kind: faults.Pause}} }

// Goexit ends the goroutine, as [runtime.Goexit] does.
func Goexit() Action { return Action{faults.Rule{Kind: faults.Goexit}} }

// String is the plan in the form that the flag -faults of chaosrun test takes.
func (p Plan) String() string {
	r := p.Do.r
	if r.Kind == "" {
		r.Kind = faults.Return
	}
	r.Point, r.From, r.To = p.Point, p.From, p.To
	r.Max, r.After, r.Percent = p.Max, p.After, p.Percent
	r.NotWith, r.Needs = p.NotWith, p.OnlyAfter
	return r.String()
}

// Parse reads plans in the form that the flag -faults of chaosrun test takes: plans like
//
//	db/commit=error("disk full")#2%10>3
//
// separated by semicolons; docs/howto/faults.md has all of it. It says what is wrong with one that makes no sense.
func Parse(text string) ([]Plan, error) {
	rules, err := faults.Parse(text)
	var plans []Plan
	for _, r := range rules {
		plans = append(plans, Plan{
			Point: r.Point, From: r.From, To: r.To,
			Do:  Action{faults.Rule{Kind: r.Kind, Value: r.Value, Text: r.Text, Sleep: r.Sleep, Upto: r.Upto}},
			Max: r.Max, After: r.After, Percent: r.Percent, NotWith: r.NotWith, OnlyAfter: r.Needs,
		})
	}
	return plans, err
}

// Heal ends what is planned for a point, which it names as a plan does: goroutines that pause
// there go on, and for the rest of the run nothing happens there. Outside control it does
// nothing. It is safe for concurrent use.
func Heal(point string) { tape.Heal(point) }

// HealAll is [Heal] for every point.
func HealAll() { tape.Heal("") }
