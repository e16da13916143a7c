package engine

// patience ends loops in which a goroutine waits for another: under a strategy that goes
// on with the same goroutine as long as it can, somebody else goes on after so many steps.
type patience struct {
	last   int32
	streak int
}

const maxPatience = 10_000

func (p *patience) begin() { p.last, p.streak = NoSlot, 0 }

// over reports whether the goroutine that could go on has been at it for too long.
func (p *patience) over(e *Engine) bool {
	if !e.IsEnabled(e.Cur) || e.Cur != p.last {
		p.last, p.streak = e.Cur, 0
		return false
	}
	p.streak++
	if p.streak > maxPatience {
		p.streak = 0
		return true
	}
	return false
}
