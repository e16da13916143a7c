// Package engine decides, at every scheduling point of a controlled run, which
// goroutine goes on. It is the heart of chaosrun and knows nothing of the Go
// runtime: goroutines are small integers (slots), objects are numbers.
//
// An execution is a pure function of its choices. The engine draws every choice
// from one place: from the tape when it replays, from the [Strategy] when it
// explores, and it writes each one back to the tape. The options of a scheduling
// choice are the enabled goroutines in canonical order: the running goroutine
// first, if it is still enabled, then the others in slot order, cyclically. So a
// tape of zeros is the run without preemptions.
//
// The package is compiled twice: here, for its tests, and inside the edited
// standard library, where package runtime imports it. It therefore imports
// nothing, allocates only in [NewMemory], and is not safe for concurrent use:
// whoever holds the only P owns the engine.
package engine

// NoSlot says that no goroutine holds the turn.
const NoSlot int32 = -1

// Limits of one run.
const (
	DefaultMaxSteps = 1 << 26 // steps before the run is finished under a fair schedule
	maxOptions      = 1 << 30
)

// Pending is the operation that a goroutine has announced and not yet done.
type Pending struct {
	Op  Op
	Seq uint32 // number of the announcement in the run, from 1: tells it from others
	Obj uintptr
}

// Goroutine is what the engine knows of a goroutine.
type Goroutine struct {
	pend Pending
	hash uint64 // of its causal past
	id   uint32 // spawn number in the run
	n    uint32 // what it has announced so far in the run
	d    uint32 // how often it has drawn

	place uint32 // in the code, where it announced its operation; if places are wanted
}

// Engine is the state of one controlled run. The zero value needs Setup once and
// Begin before every run.
type Engine struct {
	// Cur is the slot that holds the turn, or NoSlot.
	Cur int32

	// Steps counts scheduling points, Branches the choices with two options or
	// more, Hash identifies the run: equal hashes, equal executions.
	Steps    uint64
	Branches uint64
	Hash     uint64

	// Over is set when the run has used up its steps, and then made as many again, or an
	// eighth and 1<<22 at least, under a fair schedule: a livelock. Diverged is set when the tape asked for an
	// option that was not there.
	Over     bool
	Diverged bool

	// Ignored says that the last yield was ignored.
	Ignored bool

	// Place is where in the code the next Point is, for [Engine.CountHits].
	Place uint32

	// Queues says what a channel holds that a goroutine has announced an operation on.
	Queues func(obj uintptr) Queue

	// Faulting is set while the program draws whether a fault happens.
	Faulting bool

	enabled   Set
	changed   Set         // see Changed
	g         []Goroutine // by slot
	nextID    uint32
	slots     Set // slots in use
	seq       uint32
	strat     Strategy
	holds     Holding       // who decides how goroutines are held up, or nil
	turns     turnObserver  // strat, if it is one
	spawns    spawnObserver // strat, if it is one
	wakes     wakeObserver  // strat, if it is one
	cuts      cutObserver   // strat, if it is one
	custom    *Custom       // strat, if it is one
	chancer   Chancer       // strat, if it is one
	caser     Caser         // likewise
	reduces   *DPOR         // strat, if it is one
	clock     int32         // the slot of the clock, or NoSlot: see ClockDue
	ticks     uint32        // how often timers have fired
	effects   Effects       // of the step in progress
	uncovered Effects       // of those, what coverage does not have yet
	assumed   Assumptions
	cov       coverage
	rng       Rand
	fair      RoundRobin
	last      int32  // slot that held the turn last
	lastK     int    // option chosen last
	max       uint64 // steps before the schedule becomes fair
	limit     uint64 // steps before the run is over

	tape   []uint32
	replay []uint32
}

// Begin starts a run. replay, which
// may be nil, is the tape to follow before the strategy is asked.
func (e *Engine) Begin(strat Strategy, seed uint64, maxSteps uint64, replay []uint32) {
	if maxSteps == 0 {
		maxSteps = DefaultMaxSteps
	}
	e.Cur, e.last = NoSlot, NoSlot
	e.Steps, e.Branches, e.Hash = 0, 0, 14695981039346656037
	e.Over, e.Diverged = false, false
	e.enabled.clear()
	e.slots.clear()
	e.changed.clear()
	e.nextID, e.seq = 0, 0
	e.clock, e.ticks = NoSlot, 0
	e.cov.begin()
	e.max = maxSteps
	e.limit = maxSteps + patienceAfter(maxSteps)
	e.tape = e.tape[:0]
	e.replay = replay
	e.rng.Seed(seed)
	e.fair.Begin(seed)
	strat.Begin(e.rng.Uint64())
	e.holds, _ = strat.(Holding)
	if p, ok := strat.(Portfolio); ok {
		strat = p.Drawn()
	}
	e.strat = strat
	e.turns, _ = strat.(turnObserver)
	e.spawns, _ = strat.(spawnObserver)
	e.wakes, _ = strat.(wakeObserver)
	e.cuts, _ = strat.(cutObserver)
	e.custom, _ = strat.(*Custom)
	e.chancer, _ = strat.(Chancer)
	e.caser, _ = strat.(Caser)
	e.reduces, _ = strat.(*DPOR)
	e.effects, e.uncovered = 0, 0 // until now they were those of the last step of the run before
}

// Pin makes the numbers that the run is given, but not its schedule, those of a run with that seed. It
// follows Begin.
func (e *Engine) Pin(seed uint64) {
	e.rng.Seed(seed)
	e.rng.Uint64() // which the strategy of that run was given
}

// patienceAfter is how many steps a run may make under a fair schedule, after it has made so many.
func patienceAfter(steps uint64) uint64 { return max(steps/8, min(steps, 1<<22)) }

// Spawn gives a new goroutine the lowest free slot and enables it. It returns
// NoSlot when all slots are in use.
func (e *Engine) Spawn() int32 {
	s := e.Adopt()
	if s != NoSlot {
		e.enable(s)
	}
	return s
}

// Adopt is Spawn for a goroutine that waits.
func (e *Engine) Adopt() int32 {
	s := e.slots.firstFree()
	if s == NoSlot {
		return NoSlot
	}
	e.slots.add(s)
	e.g[s].id, e.g[s].n, e.g[s].d = e.nextID, 0, 0
	e.nextID++
	e.announce(s, OpStart, 0)
	if e.Cur != NoSlot {
		e.Affect(Updates(Goroutines))
	}
	e.cov.spawn(e, s)
	if e.spawns != nil {
		e.spawns.Spawned(e, e.Cur, s)
	}
	return s
}

func (e *Engine) announce(s int32, op Op, obj uintptr) {
	e.seq++
	e.g[s].n++
	e.g[s].pend = Pending{op, e.seq, obj}
}

func (e *Engine) enable(s int32) {
	e.enabled.add(s)
	e.changed.add(s)
}

func (e *Engine) disable(s int32) {
	e.enabled.remove(s)
	e.changed.add(s)
}

// Changed returns the lowest slot of those that have announced something else, or have been enabled
// or disabled, since Changed returned it last, or NoSlot when it has returned them all: a
// strategy that looks at them before each of its choices need not look at all goroutines.
func (e *Engine) Changed() int32 { return e.changed.pop() }

// ID returns the spawn number of the goroutine in slot s: 0 for the run's first
// goroutine, then in the order in which they were started.
func (e *Engine) ID(s int32) uint32 { return e.g[s].id }

// Alive is the number of goroutines that have been spawned and have not exited.
func (e *Engine) Alive() int {
	if e.clock != NoSlot {
		return e.slots.n - 1
	}
	return e.slots.n
}

// Spawned is the number of goroutines that have been spawned in the run.
func (e *Engine) Spawned() uint32 { return e.nextID }

// Enabled is the number of goroutines that can run now.
func (e *Engine) Enabled() int { return e.enabled.n }

// After returns the enabled goroutine after slot s in canonical order: the options of
// a choice are Option(0), After(Option(0)) and so on.
func (e *Engine) After(s int32) int32 { return e.enabled.after(s) }

// IsEnabled reports whether the goroutine in slot s can run now.
func (e *Engine) IsEnabled(s int32) bool { return s >= 0 && e.enabled.has(s) }

// Option returns the slot that the k-th option of the present scheduling choice
// stands for.
func (e *Engine) Option(k int) int32 { return e.enabled.nth(e.Cur, k) }

// OptionOf is the option that stands for slot s, which is enabled.
func (e *Engine) OptionOf(s int32) int { return e.enabled.index(e.Cur, s) }

// PendingOp returns what the goroutine in slot s is about to do.
func (e *Engine) PendingOp(s int32) Pending { return e.g[s].pend }

// Last is the option that the last choice fell on.
func (e *Engine) Last() int { return e.lastK }

// Tape returns the choices of the run so far, as many as there is room for. It is valid
// until the next Begin.
func (e *Engine) Tape() []uint32 { return e.tape }

// Point is called by the goroutine that holds the turn when it is about to do op
// on obj. It returns the slot that runs next; when that is Cur as it was before,
// the caller just goes on.
func (e *Engine) Point(op Op, obj uintptr) int32 {
	cur := e.Cur
	g := &e.g[cur]
	if e.uncovered != 0 {
		e.coverEffects()
	}
	e.step(g, op)
	e.seq++
	g.n++
	g.pend = Pending{op, e.seq, obj}
	g.place = e.Place
	e.changed.add(cur)
	if e.enabled.n == 1 {
		// Most steps of a goroutine that is alone go on with the object of the last one.
		if !e.cov.again(g, op, obj) {
			e.cov.execute(g)
		}
		if e.turns != nil {
			e.turns.Turn(e, cur)
		}
		return cur
	}
	if op == OpYield {
		e.yield()
	} else {
		e.Cur = e.Option(e.choose(e.enabled.n))
	}
	e.turn(e.Cur)
	return e.Cur
}

// turn is called when the goroutine in slot s goes on: it now does what it announced.
func (e *Engine) turn(s int32) {
	e.cov.execute(&e.g[s])
	if e.turns != nil {
		e.turns.Turn(e, s)
	}
}

// oneInYields is how seldom a yield is ignored.
const oneInYields = 8

// yield passes the turn on: the goroutine has asked for somebody else, as
// [runtime.Gosched] does, so it is not among the options. But that is a hint, which may be
// ignored.
func (e *Engine) yield() {
	if e.Ignored = e.Maybe(NoYield, oneInYields); e.Ignored {
		return
	}
	cur := e.Cur
	e.disable(cur)
	next := e.Option(e.choose(e.enabled.n))
	e.enable(cur)
	e.Cur = next
}

// Block takes the turn from the goroutine that holds it, which waits.
func (e *Engine) Block() {
	e.coverEffects()
	e.disable(e.Cur)
	e.turnEnds()
}

// Exit ends the goroutine that holds the turn and frees its slot.
func (e *Engine) Exit() {
	e.disable(e.Cur)
	e.slots.remove(e.Cur)
	e.step(&e.g[e.Cur], OpExit)
	e.Affect(Updates(Goroutines))
	e.coverEffects()
	e.cov.exit(&e.g[e.Cur])
	e.turnEnds()
}

func (e *Engine) turnEnds() {
	e.last = e.Cur
	e.Cur = NoSlot
}

// Ready enables the goroutine in slot s: what it waited for has happened.
func (e *Engine) Ready(s int32) {
	op, obj := OpResume, uintptr(0)
	p := e.g[s].pend
	if p.Op.locks() {
		op, obj = OpLockAgain, p.Obj
	}
	e.announce(s, op, obj)
	e.enable(s)
	e.cov.wake(e, s)
	if e.wakes != nil {
		e.wakes.Wake(e, s, p)
	}
}

// Advance says that virtual time advances: nothing was enabled, and what happens next
// comes after everything before.
func (e *Engine) Advance() {
	e.cov.advance()
	if e.wakes != nil {
		e.wakes.Advance()
	}
}

// Cut says that the strategy does not see all that happens: an exhaustive search is then not
// complete.
func (e *Engine) Cut() {
	if e.cuts != nil {
		e.cuts.Cut()
	}
}

// Touch says that the operation in progress turned out to be on obj: the channel of the
// case that a select takes.
func (e *Engine) Touch(obj uintptr) {
	if e.Cur != NoSlot {
		e.cov.touch(&e.g[e.Cur], OpSelect, obj)
		if e.reduces != nil {
			e.reduces.touched(obj)
		}
	}
}

// Next gives the turn to an enabled goroutine when nobody holds it, and returns
// its slot, or NoSlot when none is enabled.
func (e *Engine) Next() int32 {
	if e.enabled.n == 0 {
		return NoSlot
	}
	e.Cur = e.last
	e.Cur = e.Option(e.choose(e.enabled.n))
	e.turn(e.Cur)
	return e.Cur
}

// MaxSteps is after how many steps the run is finished under a fair schedule.
func (e *Engine) MaxSteps() uint64 { return e.max }

// Random returns a number that is a function of the run's seed and of how often it
// was called: what math/rand, map iteration and hash seeds see in a run. It is no
// choice: it is pinned.
func (e *Engine) Random() uint64 { return e.rng.Uint64() }

// Value draws a choice among n that is no scheduling choice: a ready select case,
// a value of the test's own. It returns 0 when n < 2.
func (e *Engine) Value(n int) int {
	if n < 2 || n > maxOptions {
		return 0
	}
	k, ok := e.taped(n)
	switch {
	case ok:
	case e.Steps > e.max:
		e.Cut()
		k = e.fair.Case(e, n)
	case e.caser != nil:
		k = e.caser.Case(e, n)
	default:
		k = e.strat.Value(e, n)
	}
	e.cov.value(e, k)
	return e.record(k)
}

func (e *Engine) choose(n int) int {
	if n == 1 {
		return 0
	}
	if k, ok := e.taped(n); ok {
		return e.record(k)
	}
	if e.Steps > e.max {
		e.Cut()
		return e.record(e.fair.Pick(e, n))
	}
	return e.record(e.strat.Pick(e, n))
}

// taped returns the next choice of the tape that is being replayed, if any is left.
func (e *Engine) taped(n int) (int, bool) {
	at := int(e.Branches)
	if at >= len(e.replay) {
		return 0, false
	}
	k := int(e.replay[at])
	if k >= n {
		e.Diverged = true
		k = 0
	}
	return k, true
}

func (e *Engine) record(k int) int {
	e.Branches++
	e.lastK = k
	if len(e.tape) < cap(e.tape) {
		e.tape = append(e.tape, uint32(k))
	}
	e.mix(uint64(k) + 1)
	return k
}

func (e *Engine) step(g *Goroutine, op Op) {
	e.Steps++
	e.mix(uint64(g.id)<<8 | uint64(op))
	if e.Steps > e.limit {
		e.Over = true
	}
}

func (e *Engine) mix(v uint64) { e.Hash = (e.Hash ^ v) * 1099511628211 }
