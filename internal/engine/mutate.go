package engine

// The mutations of a guide.
const (
	MutFresh   = iota // nothing is kept: a run as under auto
	MutCut            // a beginning is kept
	MutDelay          // a goroutine goes on later
	MutAdvance        // a goroutine goes on sooner
	MutStarve         // a goroutine goes on only when it must
	MutReverse        // two operations on one object change places
	MutSplice         // the beginning of one guide and the rest of another
	MutValue          // one value is another one
	MutDraw           // other pinned random numbers
	MutHavoc          // several of the above
	NumMutations
)

// MutationNames are the names of the mutations.
var MutationNames = [NumMutations]string{"fresh", "cut", "delay", "advance", "starve", "reverse", "splice", "value", "draw", "havoc"}

// Mutator makes guides from what a run did. The order of its steps is edited, and
// [Guided] then follows it as far as the program can.
type Mutator struct {
	acts    []Act
	values  []Drawn
	choices []int32    // acts that were chosen among several goroutines
	races   [][2]int32 // acts on one object, by different goroutines, one after the other
	other   Guide      // for splices
	rng     Rand
}

// NewMutator returns a mutator of a run that [Guided] has logged; other is what it is spliced
// with.
func NewMutator(f *Guided, other Guide) *Mutator {
	m := &Mutator{acts: append([]Act(nil), f.Acts()...), values: append([]Drawn(nil), f.Values()...), other: other}
	last := newActTable(len(m.acts))
	for i := range m.acts {
		a := &m.acts[i]
		if a.Choice {
			m.choices = append(m.choices, int32(i))
		}
		if a.Obj == 0 {
			continue
		}
		if j := last.swap(a.Obj, int32(i)); j >= 0 {
			if b := &m.acts[j]; b.G != a.G && !(a.Op.reads() && b.Op.reads()) {
				m.races = append(m.races, [2]int32{j, int32(i)})
			}
		}
	}
	return m
}

// Guide is the run itself, to be followed again.
func (m *Mutator) Guide() Guide { return Guide{turnsOf(m.acts), m.values} }

// Mutate makes a guide by one mutation, drawn by the weights. The mutation that it reports is
// another one if there is nothing for that one to change.
func (m *Mutator) Mutate(seed uint64, weights *[NumMutations]int) (g Guide, made int) {
	m.rng.Seed(seed)
	total := 0
	for _, w := range weights {
		total += w
	}
	at := m.rng.Intn(max(1, total))
	for made = 0; made < NumMutations-1 && at >= weights[made]; made++ {
		at -= weights[made]
	}
	made = m.possible(made)
	acts := append([]Act(nil), m.acts...)
	g.Values = append(g.Values, m.values...)
	switch made {
	case MutFresh:
		return Guide{}, made
	case MutSplice:
		n := len(m.other.Turns)
		g.Turns = turnsOf(acts[:m.choice()])
		if n > 0 {
			g.Turns = append(g.Turns, m.other.Turns[m.rng.Intn(n):]...)
		}
		if m.rng.Intn(2) == 0 {
			g.Values = append([]Drawn(nil), m.other.Values...)
		}
		return g, made
	case MutHavoc:
		for n := 2 << m.rng.Intn(3); n > 0; n-- {
			acts = m.edit(MutDelay+m.rng.Intn(MutReverse-MutDelay+1), acts, &g)
		}
		if len(g.Values) > 0 && m.rng.Intn(2) == 0 {
			acts = m.edit(MutValue, acts, &g)
		}
		if m.rng.Intn(2) == 0 {
			acts = m.edit(MutCut, acts, &g)
		}
	default:
		acts = m.edit(made, acts, &g)
	}
	g.Turns = turnsOf(acts)
	return g, made
}

// possible is the kind of mutation itself, or another one if there is nothing for it to change.
func (m *Mutator) possible(kind int) int {
	values, choices := len(m.values) > 0, len(m.choices) > 0
	switch {
	case kind == MutFresh || kind == MutDraw:
	case !choices && !values:
		return MutFresh
	case kind == MutCut:
	case !choices:
		return MutValue
	case kind == MutValue && !values:
		return MutCut
	case kind == MutReverse && len(m.races) == 0:
		return MutDelay
	}
	return kind
}

// edit makes one simple mutation.
func (m *Mutator) edit(kind int, acts []Act, g *Guide) []Act {
	switch kind {
	case MutCut:
		if m.rng.Intn(2) == 0 && len(g.Values) > 0 {
			g.Values = g.Values[:m.rng.Intn(len(g.Values))]
		}
		return acts[:m.choice()]
	case MutDelay:
		i := m.choice()
		return later(acts, i, i+m.distance(len(acts)-i))
	case MutStarve:
		return later(acts, m.choice(), len(acts))
	case MutAdvance:
		i := m.choice()
		j := i + m.distance(len(acts)-i) - 1
		return sooner(acts, i, j)
	case MutReverse:
		if len(m.races) > 0 { // in a havoc there may be none
			r := m.races[m.rng.Intn(len(m.races))]
			return sooner(acts, int(r[0]), int(r[1]))
		}
	case MutValue:
		n := len(g.Values)
		v := &g.Values[max(m.rng.Intn(n), m.rng.Intn(n))] // what came late led to what is new
		switch m.rng.Intn(8) {
		case 0:
			v.K = 0
		case 1:
			v.K++
		case 2:
			v.K += v.N - 1
		default:
			v.K = uint32(m.rng.Intn(int(v.N)))
		}
		v.K %= v.N
	}
	return acts
}

func (m *Mutator) choice() int {
	if len(m.choices) == 0 {
		return 0
	}
	return int(m.choices[m.rng.Intn(len(m.choices))])
}

// distance draws a number from 1 to most, small ones rather than large ones.
func (m *Mutator) distance(most int) int {
	bits := 1
	for most>>bits > 0 {
		bits++
	}
	return min(max(1, most), 1+m.rng.Intn(1<<m.rng.Intn(bits)))
}

// later puts off what the goroutine of acts[i] does from there on until after acts[:j].
func later(acts []Act, i, j int) []Act {
	if i >= len(acts) {
		return acts
	}
	g := acts[i].G
	return reorder(acts, i, min(j, len(acts)), func(a Act) bool { return a.G != g })
}

// sooner brings what the goroutine of acts[j] does up to there before acts[i].
func sooner(acts []Act, i, j int) []Act {
	if j >= len(acts) || j < i {
		return acts
	}
	g := acts[j].G
	return reorder(acts, i, j+1, func(a Act) bool { return a.G == g })
}

// reorder puts those of acts[i:j] before the others that are to be first.
func reorder(acts []Act, i, j int, first func(Act) bool) []Act {
	var rest []Act
	at := i
	for _, a := range acts[i:j] {
		if first(a) {
			acts[at] = a
			at++
		} else {
			rest = append(rest, a)
		}
	}
	copy(acts[at:], rest)
	return acts
}

// turnsOf is the order of the steps as turns.
func turnsOf(acts []Act) []Turn {
	var turns []Turn
	for _, a := range acts {
		if n := len(turns); n > 0 && turns[n-1].G == a.G {
			turns[n-1].N = max(turns[n-1].N, a.N)
		} else {
			turns = append(turns, Turn{a.G, a.N})
		}
	}
	return turns
}

// actTable keeps the last act on each object. It stands in for a map, which a package that
// the runtime imports cannot use.
type actTable struct {
	addr []uintptr
	act  []int32
}

func newActTable(most int) *actTable {
	size := 16
	for size < 2*most {
		size *= 2
	}
	return &actTable{make([]uintptr, size), make([]int32, size)}
}

// swap sets the last act on the object, and returns the one before it, or -1.
func (t *actTable) swap(addr uintptr, act int32) int32 {
	for i := mix64(uint64(addr)); ; i++ {
		at := i & uint64(len(t.addr)-1)
		switch t.addr[at] {
		case 0:
			t.addr[at], t.act[at] = addr, act
			return -1
		case addr:
			old := t.act[at]
			t.act[at] = act
			return old
		}
	}
}
