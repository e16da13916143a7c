package proptest

import (
	"fmt"
	"math/rand"
	"reflect"
	"strconv"
	"testing"

	"github.com/leanovate/gopter"

	"github.com/chaosrun/chaosrun/internal/tape"
)

const (
	attempts   = 100  // to generate an input that no SuchThat refuses
	refineWays = 1000 // of making an input simpler
	watchedRun = 16   // one run of so many looks at generators and models more closely
)

// misuse tells whoever explores that the test itself is wrong: that is no failure of the
// code under test.
func misuse(t *testing.T, format string, args ...any) {
	text := "proptest: " + fmt.Sprintf(format, args...)
	if !tape.Controlled() {
		t.Fatal(text)
	}
	tape.Tell("error " + strconv.Quote(text))
}

// watched draws whether this run looks at generators and models more closely. Like all that is
// not the code under test this depends on the tape alone: in recorded runs and others, and in
// those of every process, the same is done, since it may use random numbers of the run's.
func watched() bool { return tape.Draw(watchedRun) == 0 }

// input is the arguments of one run.
type input struct {
	results []*gopter.GenResult
	values  []reflect.Value
}

// inputs generates the arguments of runs.
type inputs struct {
	gens  []gopter.Gen
	types []reflect.Type // of the parameters
	size  int
}

// draw generates the arguments of one run. It reports false if the run has none. Nothing that
// generators do is a step of the test.
func (g *inputs) draw(t *testing.T) (in *input, ok bool) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	arg := 0
	defer func() {
		if r := recover(); r != nil {
			misuse(t, "the generator of argument %d panics: %v", arg+1, r)
			in, ok = nil, false
		}
	}()
	size := 1 + int(tape.Draw(uint64(g.size+1)))
	src := new(tapeSource)
	in, ok = g.generate(src, size, &arg)
	if watched() && !g.repeats(t, in, ok, src, size, &arg) {
		return nil, false
	}
	discarded := 0
	if !ok {
		seed := tape.Draw(1 << seedBits)
		for discarded = 1; discarded < attempts && !ok; discarded++ {
			in, ok = g.generate(&seedSource{seed: mix(seed<<10 + uint64(discarded))}, 1+(size+discarded)%g.size, &arg)
		}
		tape.Tell("discards " + strconv.Itoa(discarded))
	}
	if !ok {
		tape.Tell("undecided")
		if !tape.Controlled() {
			t.Skip("proptest: no input that the generators accept was found")
		}
		return nil, false
	}
	for i, v := range in.values {
		if !v.Type().AssignableTo(g.types[i]) {
			misuse(t, "the generator of argument %d makes values of type %v, and the body takes %v", i+1, v.Type(), g.types[i])
			return nil, false
		}
	}
	return in, in.refine(&arg)
}

// generate makes values of all generators, or reports false if one of them is refused. at is
// the generator under way.
func (g *inputs) generate(src rand.Source, size int, at *int) (*input, bool) {
	p := parameters(src, size)
	in := &input{make([]*gopter.GenResult, len(g.gens)), make([]reflect.Value, len(g.gens))}
	ok := true
	for i, gen := range g.gens {
		*at = i
		in.results[i] = gen(p)
		var has bool
		if in.values[i], has = in.results[i].RetrieveAsValue(); !has {
			ok = false
		}
	}
	return in, ok
}

// repeats checks that the same numbers make the same input again.
func (g *inputs) repeats(t *testing.T, in *input, ok bool, src *tapeSource, size int, at *int) bool {
	list := &listSource{list: src.drawn}
	again, okAgain := g.generate(list, size, at)
	if ok == okAgain {
		for i := range in.values {
			if ok && show(in.values[i]) != show(again.values[i]) {
				misuse(t, "the generator of argument %d makes %s and then %s from the same random numbers: it must depend on GenParameters alone", i+1, show(in.values[i]), show(again.values[i]))
				return false
			}
		}
		if list.used == len(src.drawn) {
			return true
		}
	}
	misuse(t, "the generators do not do the same when they get the same random numbers again: they must depend on GenParameters alone")
	return false
}

// refine makes the values simpler, by the generators' own shrinkers, as the tape says. It
// reports false if the tape asks for a way that there is none of.
func (in *input) refine(at *int) bool {
	for {
		k := tape.Refine(refineWays + 1)
		if k == 0 {
			return true
		}
		if !in.take(k, at) {
			return false
		}
	}
}

// take takes the k-th of the simpler inputs, from 1: those with a simpler first argument come
// first.
func (in *input) take(k int, at *int) bool {
	for i, r := range in.results {
		*at = i
		if r.Shrinker == nil {
			continue
		}
		var v any
		if in.values[i].IsValid() {
			v = in.values[i].Interface()
		}
		shrink := r.Shrinker(v).Filter(r.Sieve)
		for {
			w, ok := shrink()
			if !ok {
				break
			}
			if k--; k > 0 {
				continue
			}
			if in.values[i] = reflect.ValueOf(w); w == nil {
				in.values[i] = reflect.Zero(r.ResultType)
			}
			return true
		}
	}
	return false
}

// print shows the input of a run that is recorded.
func (in *input) print() {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	for i, v := range in.values {
		label := ""
		if ls := in.results[i].Labels; len(ls) > 0 {
			label = " (" + ls[0] + ")"
		}
		note("input " + strconv.Itoa(i+1) + label + ": " + clip(show(v)))
	}
}

// note shows a line in the report of a run that is recorded.
func note(line string) {
	if tape.Recording() {
		tape.Print("    " + line + "\n")
	}
}

// clip bounds a text that is printed, in bytes.
func clip(s string) string {
	const most = 4000
	if len(s) > most {
		return s[:most] + "..."
	}
	return s
}
