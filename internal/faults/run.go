package faults

import (
	"runtime"
	"strconv"
	"strings"
	"time"
	_ "unsafe" // for go:linkname
)

// What is planned for the runs of this process. A goroutine touches it only while it has the
// turn, so there is no lock; the race detector does not look here.
var (
	planned []Rule
	listing bool // the parent wants to know which points are evaluated
	paused  chan struct{}
	over    bool // nothing happens any more in this run
)

// Use sets the plan for the runs of this process, before the first of them.
func Use(text string) error {
	rules, err := Parse(text)
	planned, listing = rules, text != ""
	return err
}

// begin makes everything as it is at the start of a run.
func begin() {
	for i := range planned {
		r := &planned[i]
		r.evaluated, r.fired, r.healed, r.cut = 0, 0, false, false
	}
	paused, over = nil, false
	parts = parts[:0]
}

// Heal ends the pauses at a point, or all if it is "", and lets nothing happen there any
// more in this run.
//
//go:linkname Heal
func Heal(name string) {
	if !controlled() {
		return
	}
	if name == "" {
		over = true
	}
	for i := range planned {
		if r := &planned[i]; name == "" || Matches(r.Point, name) {
			point(r)
			r.healed, r.cut = true, false
		}
	}
	wake()
}

// wake lets all that pause look again whether they may go on.
func wake() {
	if ch := paused; ch != nil {
		paused = nil // others may come here before it is closed
		close(ch)
	}
}

// Matches reports whether short names a point: its whole name, or the end of it from a slash
// on.
func Matches(point, short string) bool {
	return point == short || len(point) > len(short) && point[len(point)-len(short):] == short && point[len(point)-len(short)-1] == '/'
}

// errNone is why a point that only this package evaluates does not fire.
type errNone struct{}

func (errNone) Error() string { return "no fault is planned here" }

// Eval evaluates a failpoint: what the plan says if it fires, and else next, which is
// failpoint's own evaluation. Its locks are no steps of the test.
func Eval(name string, next func(string) (any, error)) (any, error) {
	if listing {
		report("seen", name)
	}
	if r := fires(name); r != nil {
		return r.act()
	}
	quiet(1)
	defer quiet(-1)
	return evaluated(name, next)
}

// EvalContext is Eval where next may call functions of the test's.
func EvalContext(name string, next func(string) (any, error)) (any, error) {
	if listing {
		report("seen", name)
	}
	if r := fires(name); r != nil {
		return r.act()
	}
	return evaluated(name, next)
}

func evaluated(name string, next func(string) (any, error)) (any, error) {
	v, err := next(name)
	if listing && err == nil {
		report("fired", name)
	}
	return v, err
}

// Call evaluates a failpoint that calls a function with the arguments.
func Call(name string, next func(string, ...any), args ...any) {
	if listing {
		report("seen", name)
	}
	if r := fires(name); r != nil {
		_, _ = r.act() // there is nobody to take a value
	}
	next(name, args...)
}

// fires returns the first rule for the point that fires now, if any does.
func fires(name string) *Rule {
	for i := range planned {
		r := &planned[i]
		if r.Point == name && r.choose() {
			return r
		}
	}
	return nil
}

// choose asks the tape whether the rule fires. Where it cannot, or must, nothing is drawn.
func (r *Rule) choose() bool {
	if !controlled() {
		return false
	}
	// Who comes first may get the fault, so the order matters.
	point(r)
	if over || r.healed {
		return false
	}
	r.evaluated++
	if r.evaluated <= r.After || r.Max > 0 && r.fired >= r.Max || !r.allowed() {
		return false
	}
	if k, _ := draw(r.options); k == 0 && r.options > 1 || k > r.num {
		return false
	}
	r.fired++
	r.begins()
	mark("fault " + r.where()[strings.LastIndexByte(r.Point, '/')+1:] + ": " + r.Action())
	if listing {
		report("fired", r.Point)
	}
	return true
}

// act does what the rule says, and returns what the marker gets.
func (r *Rule) act() (any, error) {
	switch r.Kind {
	case Return:
		if r.Value == nil {
			return struct{}{}, nil // as failpoint's own return
		}
		return r.Value, nil
	case Error:
		return r.err, nil
	case Sleep:
		time.Sleep(r.Delay())
	case Pause:
		for {
			healed := r.Healed()
			if healed == nil {
				break
			}
			<-healed
		}
	case Panic:
		text := "fault at " + r.Point
		if r.Text != "" {
			text += ": " + r.Text
		}
		panic(text)
	case Goexit:
		runtime.Goexit()
	}
	return nil, errNone{}
}

// report tells the parent of a point, once a process.
func report(what, name string) {
	h := uint64(14695981039346656037)
	for _, s := range [...]string{"fault", what, name} {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	if first(h) {
		quiet(1)
		tell("fault " + what + " " + strconv.Quote(name) + "\n")
		quiet(-1)
	}
}
