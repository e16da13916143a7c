package engine

// MaxDraw is the most options that one Draw can have.
const MaxDraw = maxOptions

// Draw draws a number below n for the program under test itself: a choice like those of
// Value, but one that the program makes wherever the schedule leads it, so that it counts as
// an announcement and a plan can name each one. It returns 0, and draws nothing, if n < 2
// or n > MaxDraw.
func (e *Engine) Draw(n int) int {
	if n < 2 || n > MaxDraw {
		return 0
	}
	if e.Cur != NoSlot {
		e.g[e.Cur].n++
	}
	return e.Value(n)
}

// Inexact says that the order of operations that are independent to [Dependent] matters in
// this run, because it moves its clock: no search by dependencies is complete then.
func (e *Engine) Inexact() {
	if x, ok := e.strat.(interface{ Inexact() }); ok {
		x.Inexact()
	}
}

// Inexact notes that the search leaves schedules out.
func (d *DPOR) Inexact() { d.cut = true }
