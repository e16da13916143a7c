package engine

// What a bounded search counts.
const (
	boundNone        = iota
	boundPreemptions // switches away from a goroutine that could go on
	boundDelays      // goroutines that are passed over
)

// Bounded is depth-first search over all schedules, or over those with few preemptions
// (Musuvathi and Qadeer, "Iterative Context Bounding for Systematic Testing of
// Multithreaded Programs", PLDI 2007) or few delays (Emmi, Qadeer and Rakamarić,
// "Delay-Bounded Scheduling", POPL 2011). With a bound it explores all schedules of bound
// 0, then those of bound 1, and so on.
type Bounded struct {
	what  int
	most  int // the last bound
	bound int // the present one
	path  []node
	depth int // of the run in progress
	used  int // of the bound, up to depth
	begun bool
	ended bool
	cut   bool // a schedule was left out: too deep, or a goroutine went on for too long
	wait  patience
}

// node is a choice on the path that is being explored.
type node struct {
	k, n uint32 // option k of n that are within the bound
	free bool   // its options cost nothing
}

const maxPath = 1 << 20

func newBounded(what, most int) *Bounded {
	return &Bounded{what: what, most: most, path: make([]node, 0, 1<<12)}
}

func (b *Bounded) cost(n node) int {
	switch {
	case n.free || b.what == boundNone:
		return 0
	case b.what == boundPreemptions:
		return int(min(n.k, 1))
	}
	return int(n.k)
}

// next moves the path on to the next schedule.
func (b *Bounded) next() {
	for len(b.path) > 0 {
		last := &b.path[len(b.path)-1]
		if last.k+1 < last.n {
			last.k++
			return
		}
		b.path = b.path[:len(b.path)-1]
	}
	if b.bound < b.most {
		b.bound++
		return
	}
	b.ended = true
}

// Begin implements [Strategy].
func (b *Bounded) Begin(uint64) {
	if b.begun && !b.ended {
		b.next()
	}
	b.begun = true
	b.depth, b.used = 0, 0
	b.wait.begin()
}

// More implements [Systematic].
func (b *Bounded) More() bool {
	if b.ended || !b.begun {
		return !b.ended
	}
	for _, n := range b.path {
		if n.k+1 < n.n {
			return true
		}
	}
	return b.bound < b.most
}

// Pick implements [Strategy].
func (b *Bounded) Pick(e *Engine, n int) int {
	if b.wait.over(e) {
		b.cut = true
		return 1
	}
	free := e.rests()
	switch b.what {
	case boundPreemptions:
		if !free && b.used >= b.bound {
			n = 1
		}
	case boundDelays:
		free = false
		n = min(n, b.bound-b.used+1)
	}
	return b.choose(n, free)
}

// Value implements [Strategy].
func (b *Bounded) Value(_ *Engine, n int) int { return b.choose(n, true) }

func (b *Bounded) choose(n int, free bool) int {
	if b.depth == len(b.path) {
		if len(b.path) == maxPath {
			b.cut = true
			return 0
		}
		b.cut = b.cut || n == MaxDraw
		b.path = append(b.path, node{n: uint32(min(n, MaxDraw-1)), free: free})
	}
	at := b.path[b.depth]
	b.depth++
	b.used += b.cost(at)
	if int(at.k) >= n {
		b.cut = true // the test is not a function of its choices
		return 0
	}
	return int(at.k)
}

// Fair implements [Strategy].
func (b *Bounded) Fair() bool { return false }

// Cut implements [cutObserver].
func (b *Bounded) Cut() { b.cut = true }

// Save implements [Systematic].
func (b *Bounded) Save() []uint32 {
	state := []uint32{uint32(b.bound), flag(b.begun) | flag(b.ended)<<1 | flag(b.cut)<<2}
	for _, n := range b.path {
		state = append(state, n.k, n.n<<1|flag(n.free))
	}
	return state
}

// Load implements [Systematic].
func (b *Bounded) Load(state []uint32) {
	if len(state) < 2 {
		return
	}
	b.bound = int(state[0])
	b.begun, b.ended, b.cut = state[1]&1 != 0, state[1]&2 != 0, state[1]&4 != 0
	b.path = b.path[:0]
	for i := 2; i+1 < len(state); i += 2 {
		b.path = append(b.path, node{k: state[i], n: state[i+1] >> 1, free: state[i+1]&1 != 0})
	}
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// Explored implements [Systematic]. The share counts each option of a choice as equally
// much (Knuth, "Estimating the Efficiency of Backtrack Programs", 1975).
func (b *Bounded) Explored() (share float64, exact bool) {
	if !b.More() {
		return 1, !b.cut
	}
	part := 1.0
	for _, n := range b.path {
		part /= float64(n.n)
		share += part * float64(n.k)
	}
	return min(share, AlmostAll), !b.cut
}
