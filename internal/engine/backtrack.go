package engine

// Where a search by dependencies goes on after a run.

// settle takes in what the last run has shown, and moves the path on to the next one.
func (d *DPOR) settle() {
	if d.settled {
		return
	}
	d.settled = true
	if d.open {
		d.stepEnds(d.e)
	}
	if !d.anew && !d.races.find(d) {
		d.cut = true
	}
	if d.anew && d.floor == 0 {
		d.anew = false
		d.nodes = d.nodes[:0]
		d.Classes, d.Redundant = 0, 0
		return
	}
	if d.anew {
		d.ended = true
		return
	}
	if !d.frozen {
		d.Classes++
	}
	for i := len(d.nodes) - 1; i >= d.floor; i-- {
		at := &d.nodes[i]
		if at.Options == 0 {
			if k, ok := at.NextValue(); ok {
				at.K = k
				d.nodes = d.nodes[:i+1]
				return
			}
			continue
		}
		at.Done |= 1 << uint(at.Chosen)
		at.Did |= at.Eff
		at.Eff = 0
		if left := at.Left(); left != 0 {
			at.Chosen = int32(trailingZeros(left))
			d.nodes = d.nodes[:i+1]
			return
		}
	}
	d.nodes = d.nodes[:d.floor]
	d.ended = true
}

// reverse sees to it that some run makes the later one of two racing events first. Any of
// initials, slots that could begin such a run from the state before the earlier one, will
// do.
func (d *DPOR) reverse(first, second dporEvent, initials uint64) {
	at := &d.nodes[first.node]
	initials &= at.Options
	switch {
	case initials == 0:
		at.Back |= at.Options
	case initials&(at.Back|at.Done) != 0:
	case initials>>uint(second.slot)&1 != 0:
		at.Back |= 1 << uint(second.slot)
	default:
		at.Back |= initials & -initials
	}
}

// More implements [Systematic].
func (d *DPOR) More() bool {
	d.settle()
	return !d.ended
}

// Explored implements [Systematic].
func (d *DPOR) Explored() (share float64, exact bool) {
	p := d.path()
	return p.Explored(), !d.cut
}

func (d *DPOR) path() Path {
	d.settle()
	return Path{
		Ended: d.ended, Cut: d.cut, Shown: d.shown, Anew: d.anew,
		Classes: uint32(d.Classes), Redundant: uint32(d.Redundant), Floor: d.floor, Nodes: d.nodes,
	}
}

// Save implements [Systematic].
func (d *DPOR) Save() []uint32 {
	p := d.path()
	return p.Words()
}

// Load implements [Systematic].
func (d *DPOR) Load(state []uint32) {
	p := ParsePath(state)
	d.ended, d.cut, d.shown, d.anew = p.Ended, p.Cut, p.Shown, p.Anew
	d.Classes, d.Redundant = uint64(p.Classes), uint64(p.Redundant)
	d.nodes, d.floor = append(d.nodes[:0], p.Nodes...), p.Floor
	d.settled = true
}
