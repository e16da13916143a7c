package engine

// Turn is a part of a schedule: the goroutine G goes on until it has done its N-th
// announcement. It names what the goroutine does and not when in the run it does so, so that
// it keeps its meaning when parts before it are moved or left out.
type Turn struct{ G, N uint32 }

// Drawn is a value that goroutine G drew: option K of N. The k-th value of a goroutine in a
// guide is its k-th in the run.
type Drawn struct{ G, K, N uint32 }

// Guide is a tape as fuzzing keeps and mutates it: the order in which goroutines went on, and
// the values that were drawn.
type Guide struct {
	Turns  []Turn
	Values []Drawn
}

// Act is a step of a run as [Guided] logs it.
type Act struct {
	G, N   uint32
	Op     Op
	Choice bool // somebody else could have gone on
	Obj    uintptr
}

// maxActs bounds what is logged of a run, and so the length of a guide.
const maxActs = 1 << 16

// Guided follows a guide as far as it can, and then goes on in one of the ways of [Auto], or
// without preemptions. A turn of a goroutine that waits, or is not there, is put off for those
// after it.
type Guided struct {
	guide  Guide
	at     int     // turns before it are through
	first  []int32 // goroutine -> its first value in the guide, or -1
	head   []int32 // goroutine -> the next one that it draws, likewise
	next   []int32 // value -> the next one of the same goroutine, or -1
	auto   *Auto
	tail   Strategy      // what auto has drawn for the present run
	turns  turnObserver  // tail, if it is one
	spawns spawnObserver // tail, if it is one
	plain  bool          // after the guide there are no preemptions
	salt   uint64
	wait   patience

	acts   []Act // of the present run
	values []Drawn
	choice bool // the turn that begins was chosen
}

// window is how many turns of the guide are looked at for one that can be taken now.
const window = 32

// NewGuided returns a strategy with an empty guide, of runs of up to slots goroutines.
func NewGuided(slots int) *Guided {
	return &Guided{auto: newAuto(nil, slots), plain: true, acts: make([]Act, 0, maxActs), values: make([]Drawn, 0, maxActs)}
}

// Follow sets the guide of the next runs. After it they go on without preemptions if plain is
// set, or else as salt says.
func (f *Guided) Follow(g Guide, plain bool, salt uint64) {
	f.guide, f.plain, f.salt = g, plain, salt
	top := uint32(0)
	for _, v := range g.Values {
		top = max(top, min(v.G, maxActs)+1)
	}
	f.first = f.first[:0]
	for range top {
		f.first = append(f.first, -1)
	}
	f.next = f.next[:0]
	for range g.Values {
		f.next = append(f.next, -1)
	}
	for i := len(g.Values) - 1; i >= 0; i-- {
		if id := g.Values[i].G; id < top {
			f.next[i], f.first[id] = f.first[id], int32(i)
		}
	}
}

// Acts is what the last run did, step by step, and Values what it drew. They are valid until
// the next run begins.
func (f *Guided) Acts() []Act     { return f.acts }
func (f *Guided) Values() []Drawn { return f.values }

// Profile implements [Profiled].
func (f *Guided) Profile(steps uint64, ops []Event) { f.auto.Profile(steps, ops) }

// Begin implements [Strategy].
func (f *Guided) Begin(uint64) {
	f.at, f.choice = 0, false
	f.acts, f.values = f.acts[:0], f.values[:0]
	f.head = append(f.head[:0], f.first...)
	f.wait.begin()
	f.auto.Begin(f.salt)
	f.tail = f.auto.Drawn()
	f.turns, _ = f.tail.(turnObserver)
	f.spawns, _ = f.tail.(spawnObserver)
}

// Pick implements [Strategy].
func (f *Guided) Pick(e *Engine, n int) int {
	f.choice = true
	for f.at < len(f.guide.Turns) {
		if k := f.follow(e, n); k >= 0 {
			return k
		}
		f.at++ // it and those in the window after it cannot be taken: give it up
	}
	switch {
	case !f.plain:
		return f.tail.Pick(e, n)
	case f.wait.over(e):
		return 1
	}
	return 0
}

// follow is the option of the first turn in the window that can be taken, or -1.
func (f *Guided) follow(e *Engine, n int) int {
	turns := f.guide.Turns
	for i := f.at; i < len(turns) && i < f.at+window; i++ {
		s, k := e.Option(0), 0
		for k < n && e.g[s].id != turns[i].G {
			s = e.After(s)
			k++
		}
		switch {
		case k == n:
		case e.g[s].n <= turns[i].N:
			return k
		case i == f.at:
			f.at++
		}
	}
	return -1
}

// Value implements [Strategy].
func (f *Guided) Value(e *Engine, n int) int { return f.value(e, n, n) }

// Happens implements [Chancer].
func (f *Guided) Happens(e *Engine, _ Chance, rate int) bool { return f.value(e, 2, rate) == 1 }

// value is a value of the guide, or drawn: among n, or whether it is the last one of rate.
func (f *Guided) value(e *Engine, n, rate int) int {
	g := uint32(0)
	if e.Cur != NoSlot {
		g = e.g[e.Cur].id
	}
	k := 0
	switch {
	case int(g) < len(f.head) && f.head[g] >= 0:
		k = int(f.guide.Values[f.head[g]].K % uint32(n))
		f.head[g] = f.next[f.head[g]]
	case !f.plain:
		k = f.tail.Value(e, rate)
		if rate > n {
			k = int(flag(k == rate-1))
		}
	}
	if len(f.values) < cap(f.values) {
		f.values = append(f.values, Drawn{g, uint32(k), uint32(n)})
	}
	return k
}

// Fair implements [Strategy].
func (f *Guided) Fair() bool { return false }

// Turn implements [turnObserver].
func (f *Guided) Turn(e *Engine, s int32) {
	if len(f.acts) < cap(f.acts) {
		g := &e.g[s]
		f.acts = append(f.acts, Act{g.id, g.n, g.pend.Op, f.choice, g.pend.Obj})
	}
	f.choice = false
	if f.turns != nil {
		f.turns.Turn(e, s)
	}
}

// Spawned implements [spawnObserver].
func (f *Guided) Spawned(e *Engine, parent, child int32) {
	if f.spawns != nil {
		f.spawns.Spawned(e, parent, child)
	}
}
