package proptest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/leanovate/gopter"

	"github.com/chaosrun/chaosrun/sched"
)

// ForAll explores body under many schedules, as [sched.Test] does. Each run has other inputs:
//
//	proptest.ForAll(t, gen1, gen2, func(t *testing.T, a A, b B) { ... }, options...)
//
// The arguments are one generator of type [gopter.Gen] for each parameter of the body after its
// *testing.T, then the body, then options of this package and of package sched. The body may start
// goroutines. It fails like a test, or through a failure that chaosrun finds, such as a deadlock.
//
// ForAll shrinks a failing run: it simplifies input and schedule in turn until neither gets
// simpler. The report shows the remaining input, and the command that replays the run. If SuchThat
// refuses an input, ForAll generates another one, up to 100 times. The report says how many inputs
// were refused if they are many. If no run has an input, or if a generator panics or depends on
// anything but its GenParameters, this is an error, and not a failure of the code.
//
// If ForAll fails, or its arguments are invalid, it ends t like [testing.T.FailNow].
func ForAll(t *testing.T, args ...any) {
	t.Helper()
	run, c, err := forAll(args)
	if err != nil {
		t.Fatalf("proptest.ForAll: %v", err)
	}
	sched.Test(t, run, c.sched...)
}

// forAll returns what one run does, and the options.
func forAll(args []any) (func(*testing.T), *config, error) {
	g, body, c, err := parse(args)
	if err != nil {
		return nil, nil, err
	}
	return func(t *testing.T) {
		if in, ok := g.draw(t); ok {
			in.print()
			body.Call(append([]reflect.Value{reflect.ValueOf(t)}, in.values...))
		}
	}, c, nil
}

var typeOfT = reflect.TypeFor[*testing.T]()

// parse reads the arguments of ForAll.
func parse(args []any) (*inputs, reflect.Value, *config, error) {
	none := reflect.Value{}
	g := new(inputs)
	for len(args) > 0 {
		gen, ok := args[0].(gopter.Gen)
		if !ok {
			break
		}
		if gen == nil {
			return nil, none, nil, fmt.Errorf("generator %d is nil", len(g.gens)+1)
		}
		g.gens = append(g.gens, gen)
		args = args[1:]
	}
	if len(args) == 0 || args[0] == nil {
		return nil, none, nil, errors.New("there is no body: want generators, a func(t *testing.T, ...), and options")
	}
	body := reflect.ValueOf(args[0])
	ft := body.Type()
	if ft.Kind() != reflect.Func || ft.NumIn() == 0 || ft.In(0) != typeOfT || ft.IsVariadic() || ft.NumOut() > 0 || body.IsNil() {
		return nil, none, nil, fmt.Errorf("argument %d is a %v: want a gopter.Gen or the body, a func(t *testing.T, ...) without results", len(g.gens)+1, ft)
	}
	if ft.NumIn()-1 != len(g.gens) {
		return nil, none, nil, fmt.Errorf("the body takes %d inputs, and there are %d generators", ft.NumIn()-1, len(g.gens))
	}
	for i := range g.gens {
		g.types = append(g.types, ft.In(i+1))
	}
	c, err := newConfig(args[1:])
	if err != nil {
		return nil, none, nil, err
	}
	g.size = c.size
	return g, body, c, nil
}
