package engine

// Directed follows a plan: a list of exceptions from the schedule without preemptions. An
// exception says where a goroutine is when it applies, not when in the run, so that it
// keeps its meaning when others are left out of the plan.
type Directed struct {
	table []directive // open addressing
	used  int
	wait  patience

	chance   uint64 // the key of the last chance,
	happened uint32 // and how often in a row it has come
}

// directive says what to choose when goroutine G has made its N-th announcement, or has
// drawn N times.
type directive struct {
	key   uint64 // G<<32 | N, and what the choice is about
	to    uint32 // the goroutine that goes on, or the value
	taken bool
}

const (
	valueKey = 1 << 63
	restKey  = 1 << 62
	drawKey  = 1 << 61
)

// Begin implements [Strategy].
func (d *Directed) Begin(uint64) {
	d.wait.begin()
	d.chance, d.happened = 0, 0
}

// Load takes the plan: three numbers for each exception, which are the goroutine, the
// number of its announcements, and the goroutine that goes on. PlanRest is added to the
// first if the goroutine cannot go on itself, and PlanValue if what is chosen is a value.
// PlanDraw is added if the program draws it; the second number is then how often the
// goroutine has drawn before.
func (d *Directed) Load(plan []uint32) {
	size := 4
	for size < len(plan) {
		size *= 2
	}
	d.table = make([]directive, size)
	d.used = 0
	for ; len(plan) >= 3; plan = plan[3:] {
		key := uint64(plan[0])<<32 | uint64(plan[1])
		if at := d.find(key); !d.table[at].taken {
			d.table[at] = directive{key, plan[2], true}
			d.used++
		}
	}
}

// What an exception is about, if not about a goroutine that could go on.
const (
	PlanValue = valueKey >> 32
	PlanRest  = restKey >> 32
	PlanDraw  = drawKey >> 32
)

func (d *Directed) find(key uint64) int {
	for i := mix64(key); ; i++ {
		at := int(i % uint64(len(d.table)))
		if !d.table[at].taken || d.table[at].key == key {
			return at
		}
	}
}

func (d *Directed) planned(e *Engine, mark uint64) (to uint32, ok bool) {
	if d.used == 0 || e.Cur == NoSlot {
		return 0, false
	}
	at := d.table[d.find(keyOf(e, mark))]
	return at.to, at.taken
}

// keyOf is the key of what the goroutine that has the turn is about to choose.
func keyOf(e *Engine, mark uint64) uint64 {
	g := &e.g[e.Cur]
	n := g.n
	if mark == drawKey {
		n = g.d
	}
	return uint64(g.id)<<32 | uint64(n) | mark
}

// Pick implements [Strategy].
func (d *Directed) Pick(e *Engine, n int) int {
	long := d.wait.over(e)
	mark := uint64(0)
	if e.rests() {
		mark = restKey
	}
	to, ok := d.planned(e, mark)
	if !ok {
		if long {
			return 1
		}
		return 0
	}
	s := e.Option(0)
	for k := range n {
		if e.g[s].id == to {
			return k
		}
		s = e.After(s)
	}
	return 0 // it cannot go on
}

// Value implements [Strategy].
func (d *Directed) Value(e *Engine, n int) int { return d.value(e, n, valueKey) }

// draw is Value for what the program draws.
func (d *Directed) draw(e *Engine, n int) int { return d.value(e, n, drawKey) }

func (d *Directed) value(e *Engine, n int, mark uint64) int {
	if v, ok := d.planned(e, mark); ok && int(v) < n {
		return int(v)
	}
	return 0
}

// Fair implements [Strategy].
func (d *Directed) Fair() bool { return false }
