package engine

// groups is what a run has seen WaitGroups count. As long as all of them are used as their
// documentation says, [DPOR] lets nobody try to wait for one whose count is not zero while another
// goroutine can go on, and takes Add and Done as operations that can change places: who waits does
// nothing that anybody can see, and resumes as somebody does who comes when the count is zero.
//
// Two uses can be told apart from what they are then taken for, and the search begins anew without
// all that as soon as a run shows that one is possible. An Add that nothing orders with a Wait may come
// between the last Done and the return of Wait, which panics. And if nothing sees to it that
// every Done has an Add before it, the count may fall below zero. Both are found in any schedule of the
// class, whether or not it happens in that one.
type groups struct {
	counts []groupCount
}

type groupCount struct {
	obj uintptr
	n   int32
}

// maxGroups is how many can count something at once.
const maxGroups = 256

func newGroups() groups { return groups{make([]groupCount, 0, maxGroups)} }

func (g *groups) begin() { g.counts = g.counts[:0] }

// of is what the WaitGroup counts, as far as is known.
func (g *groups) of(obj uintptr) int32 {
	for i := range g.counts {
		if g.counts[i].obj == obj {
			return g.counts[i].n
		}
	}
	return 0
}

// set reports whether what the WaitGroup counts can be kept.
func (g *groups) set(obj uintptr, n int32) bool {
	for i := range g.counts {
		if g.counts[i].obj == obj {
			if g.counts[i].n = n; n == 0 {
				last := len(g.counts) - 1
				g.counts[i] = g.counts[last]
				g.counts = g.counts[:last]
			}
			return true
		}
	}
	if n != 0 && len(g.counts) == cap(g.counts) {
		return false
	}
	if n != 0 {
		g.counts = append(g.counts, groupCount{obj, n})
	}
	return true
}

// Counts says that the step in progress adds delta to what the WaitGroup obj counts, which is n. If it is a
// bubble's, whoever waits for it lets the time of the bubble pass.
func (e *Engine) Counts(obj uintptr, n, delta int32, bubble bool) {
	d := e.reduces
	if d == nil || !d.open {
		return
	}
	ev := &d.log[len(d.log)-1]
	if ev.pend.Obj == obj && ev.pend.Op.counts() {
		ev.delta += delta
	}
	if !d.groups.set(obj, n+delta) || n+delta < 0 || bubble {
		d.showGroups()
	}
}

// showGroups makes the search begin anew with WaitGroups as what they are.
func (d *DPOR) showGroups() {
	if !d.shown.Groups {
		d.shown.Groups, d.anew = true, true
	}
}

// counts reports whether an operation changes what a WaitGroup counts.
func (op Op) counts() bool { return op == OpWaitGroupAdd || op == OpWaitGroupDone }

// awaits reports whether one of two operations waits until a WaitGroup counts nothing, and the other
// one changes what it counts.
func awaits(a, b Pending) bool {
	return a.Obj == b.Obj && (a.Op == OpWaitGroupWait && b.Op.counts() || a.Op.counts() && b.Op == OpWaitGroupWait)
}

// maxCounts is how many times a run may add to WaitGroups.
const maxCounts = 4096

// paired reports whether every Done of the log has an Add of its own that happens before it.
func (r *dporRaces) paired(log []dporEvent, gs int) bool {
	n := 0
	for i := range log {
		if log[i].delta != 0 {
			n++
		}
	}
	if n == 0 {
		return true
	}
	if n > maxCounts {
		return false
	}
	r.spare = grown(r.spare, len(log))
	for i := range log {
		ev := &log[i]
		r.spare[i] = max(ev.delta, 0)
		need := max(-ev.delta, 0)
		if need == 0 {
			continue
		}
		row := r.rows[i*gs : i*gs+gs]
		for j := r.prev[i]; need > 0 && j >= 0; j = r.prev[j] {
			if add := &log[j]; r.spare[j] > 0 && add.pend.Obj == ev.pend.Obj && row[add.g] >= uint32(j)+1 {
				took := min(need, r.spare[j])
				r.spare[j] -= took
				need -= took
			}
		}
		if need > 0 {
			return false
		}
	}
	return true
}
