package trace

import "slices"

// A debugger stops where a goroutine is about to do an operation that it has announced. People know
// the operations by the numbers of the steps that they are, in the order in which they take effect.

// Taken returns for each operation, in the order in which they were announced, the number of the
// step that it is: its position in the [Order] of the run, from 1. It is 0 for an operation that was
// announced and not done.
func Taken(es []Event) []uint32 {
	number := make([]uint32, len(es))
	for i, s := range Order(es) {
		if !s.Never {
			number[s.Index] = uint32(i + 1)
		}
	}
	var taken []uint32
	for i, e := range es {
		if e.operation() {
			taken = append(taken, number[i])
		}
	}
	return taken
}

// StopAt returns the step at which a debugger stops to show step n of a run, from 1: if that is no
// operation, the operation in which its goroutine blocks, or the next one of any goroutine. It
// returns false if there is none.
func StopAt(es []Event, n int) (int, bool) {
	steps := Order(es)
	if n < 1 || n > len(steps) {
		return 0, false
	}
	if steps[n-1].Kind == EvWait {
		for i := n - 2; i >= 0; i-- {
			if steps[i].G == steps[n-1].G && steps[i].stops() {
				return i + 1, true
			}
		}
	}
	for i := n - 1; i < len(steps); i++ {
		if steps[i].stops() {
			return i + 1, true
		}
	}
	return 0, false
}

// StopBefore returns the last step before step n at which a debugger stops, or false if there is none.
func StopBefore(es []Event, n int) (int, bool) {
	steps := Order(es)
	for i := min(n-1, len(steps)) - 1; i >= 0; i-- {
		if steps[i].stops() {
			return i + 1, true
		}
	}
	return 0, false
}

// stops reports whether a debugger can stop before the step.
func (s *Step) stops() bool { return s.operation() && !s.Never }

// DiffSteps is Diff for recordings of two builds of the same source: where in it a step is may then
// read otherwise.
func DiffSteps(a, b []Event) int { return Diff(placeless(a), placeless(b)) }

func placeless(es []Event) []Event {
	es = slices.Clone(es)
	for i := range es {
		es[i].At = Frame{}
		if es[i].operation() {
			es[i].Detail = "" // the function of a library that does it
		}
	}
	return es
}
