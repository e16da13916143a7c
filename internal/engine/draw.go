package engine

// MaxDraw is the most options that one Draw can have.
const MaxDraw = maxOptions

// Draw draws a number below n for the program under test itself: a choice like those of
// Value, but one that the program makes wherever the schedule leads it. A plan names it by
// how often the goroutine has drawn, so that drawing more or less moves no scheduling choice.
// It returns 0, and draws nothing, if n < 2 or n > MaxDraw.
func (e *Engine) Draw(n int) int {
	if n < 2 || n > MaxDraw {
		return 0
	}
	k, ok := e.taped(n)
	if !ok {
		if d, is := e.strat.(*Directed); is {
			k = d.draw(e, n)
		} else {
			k = e.strat.Value(e, n)
		}
	}
	return e.drawn(k)
}

// Refine is a Draw that every strategy answers with 0; only a tape or a plan say otherwise.
// It is how inputs are made simpler after a failure: the program asks which of n-1 ways to
// take.
func (e *Engine) Refine(n int) int {
	if n < 2 || n > MaxDraw {
		return 0
	}
	k, ok := e.taped(n)
	if d, is := e.strat.(*Directed); !ok && is {
		k = d.draw(e, n)
	}
	return e.drawn(k)
}

func (e *Engine) drawn(k int) int {
	if e.Cur != NoSlot {
		e.g[e.Cur].d++
	}
	e.cov.value(e, k)
	return e.record(k)
}

// Inexact says that the order of operations that are independent to [Dependent] matters in
// this run, because it moves its clock: no search by dependencies is complete then.
func (e *Engine) Inexact() {
	if e.reduces != nil {
		e.reduces.Inexact()
	}
}

// Inexact notes that the search leaves schedules out.
func (d *DPOR) Inexact() { d.cut = true }
