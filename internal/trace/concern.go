package trace

// A Concern is how much a step has to do with what fails in a run.
type Concern int

const (
	ConcernsNothing   Concern = iota
	ConcernsGoroutine         // it is of a goroutine that fails, or that is left
	ConcernsObject            // it is done to an object that fails or is waited for, or where its goroutine fails
)

// concerns returns what tells how much a step has to do with what fails: with the goroutines that are left and what
// they wait for, with the operation that panics, or with what the last line before the call of t.Error does, and the functions that it calls.
func (t *Trace) concerns() func(e Event) Concern {
	goroutines, objects, places := make(map[int]bool), make(map[string]bool), make(map[placeOf]bool)
	switch t.Kind {
	case "deadlock", "leak", "livelock":
		for _, g := range t.Goroutine {
			if g.ID == 0 && len(t.Goroutine) > 1 {
				continue // the harness
			}
			goroutines[g.ID] = true
			places[placeOf{g.ID, UserFrame(g.Stack)}] = true
			for _, o := range g.Objects {
				objects[o] = true
			}
		}
	case "panic", "fatal", "exit", "assert":
		i := t.failing()
		if i < 0 {
			break
		}
		f := t.Events[i]
		goroutines[f.G] = true
		if t.Kind == "panic" || t.Kind == "fatal" {
			places[placeOf{f.G, f.At}] = true
			for _, e := range t.Events[:i+1] { // a select does not say which of its channels is closed
				if e.G == f.G && e.At == f.At && e.Object != "" {
					objects[e.Object] = true
				}
			}
			if j := t.lastOperation(i); j >= 0 && t.Events[j].At == f.At {
				clear(goroutines) // an operation fails, and not what the goroutine does otherwise
			}
			break
		}
		var line Frame
		for j := i - 1; j >= 0; j-- {
			e := t.Events[j]
			if e.G != f.G || !e.operation() || e.Object == "" || e.At == f.At {
				continue
			}
			if line != (Frame{}) && e.At != line {
				break
			}
			objects[e.Object] = true
			if e.At.Func == f.At.Func {
				line = e.At
			}
		}
	default: // of a race the recording has places alone, and of a hang nothing
		return func(Event) Concern { return ConcernsGoroutine }
	}
	return func(e Event) Concern {
		switch {
		case objects[e.Object] || places[placeOf{e.G, e.At}]:
			return ConcernsObject
		case goroutines[e.G]:
			return ConcernsGoroutine
		}
		return ConcernsNothing
	}
}

// placeOf is where a goroutine is.
type placeOf struct {
	g  int
	at Frame
}

// lastOperation is the last operation that the goroutine of event i has announced by then, or -1.
func (t *Trace) lastOperation(i int) int {
	for j := i; j >= 0; j-- {
		if e := t.Events[j]; e.G == t.Events[i].G && e.operation() {
			return j
		}
	}
	return -1
}

// failing is the event at which the test fails, or -1 if that is not known.
func (t *Trace) failing() int {
	where := t.Where()
	for i := len(t.Events) - 1; i >= 0; i-- {
		e := t.Events[i]
		if (t.Kind == "fatal" && e.operation() || e.Kind == EvPanic || t.Kind == "assert") && e.At.File == where.File && e.At.Line == where.Line {
			return i
		}
	}
	return -1
}
