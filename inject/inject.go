// Package inject plans faults: what goes wrong in the runs of a test, and how often.
//
// Markers of github.com/pingcap/failpoint, unmodified, name the points of the code under test at
// which faults may happen. chaosrun rewrites the markers in its build overlay and does not change
// the files. Without a plan no faults happen. With a plan, each evaluation of a planned point is a
// choice of the run: chaosrun records and replays it, and shrinks a failure to the fewest faults.
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

// Plan describes the faults at one point. If several plans name the same point, the first one
// whose fault happens counts.
type Plan struct {
	// Point is the name of the failpoint: the import path of its package, a slash and its name. A
	// suffix of this name that begins after a slash is enough if it is unique.
	Point string
	// Do is the action of the fault. The zero value is [Fire].
	Do Action
	// Max is the greatest number of faults in a run. 0 is no limit.
	Max int
	// After is the number of evaluations of the point in a run before the fault may happen.
	After int
	// Percent is the probability of the fault at an evaluation at which it may happen, from 0.0001 to
	// 100. At 100 the fault always happens. 0 is a probability of one half.
	Percent float64
	// From and To are the ends of a connection, at points of the network. An end is the name of an
	// [InPart], an address such as 127.0.0.1:80, its host, or its port such as :80. "" is any end. A
	// plan applies to data that goes from From to To, and a [Partition] to both directions. At
	// [NetLookup] To is the host. At points of files To is a path, or the end of a path that begins
	// with a slash, with the wildcards of [path.Match].
	From, To string
	// NotWith is another planned point. Faults at the two points never happen in the same run.
	NotWith string
	// OnlyAfter is another planned point. The fault happens only after a fault at that point.
	OnlyAfter string
}

// Action is what a fault does. The functions of this package return actions.
type Action struct{ r faults.Rule }

// Fire calls the function of the marker without a value.
func Fire() Action { return Action{faults.Rule{Kind: faults.Return}} }

// Return calls the function of the marker with the value v.
func Return[T int | string | bool](v T) Action {
	return Action{faults.Rule{Kind: faults.Return, Value: v}}
}

// Error calls the function of the marker with an error that has this text.
func Error(text string) Action { return Action{faults.Rule{Kind: faults.Error, Text: text}} }

// Sleep makes the goroutine sleep for the virtual time d >= 0. It does not call the function of
// the marker.
func Sleep(d time.Duration) Action { return Action{faults.Rule{Kind: faults.Sleep, Sleep: d}} }

// SleepBetween is like [Sleep], for a time between from and to, which is a choice.
func SleepBetween(from, to time.Duration) Action {
	return Action{faults.Rule{Kind: faults.Sleep, Sleep: from, Upto: to}}
}

// Panic panics with a message that names the point and contains text, which may be "".
func Panic(text string) Action { return Action{faults.Rule{Kind: faults.Panic, Text: text}} }

// Pause blocks the goroutine until [Heal] is called, or until the test has returned. It does not
// call the function of the marker.
func Pause() Action { return Action{faults.Rule{Kind: faults.Pause}} }

// Goexit ends the goroutine, as [runtime.Goexit] does.
func Goexit() Action { return Action{faults.Rule{Kind: faults.Goexit}} }

// String returns the plan in the form that the flag -faults of chaosrun test accepts.
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

// Parse parses plans in the form that the flag -faults of chaosrun test accepts, such as
//
//	db/commit=error("disk full")#2%10>3
//
// Semicolons separate plans. docs/howto/faults.md describes the form. If a plan is invalid, the
// error says why.
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

// Heal ends the faults at a point, which is named as in a plan. Goroutines that are paused there
// resume, and no more faults happen there in this run. Outside control Heal does nothing. It is
// safe for concurrent use.
func Heal(point string) { tape.Heal(point) }

// HealAll is like [Heal], for every point.
func HealAll() { tape.Heal("") }
