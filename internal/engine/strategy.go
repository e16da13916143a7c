package engine

// Strategy decides the choices of a run that no tape prescribes.
type Strategy interface {
	// Begin starts a run. Equal seeds must give equal decisions.
	Begin(seed uint64)
	// Pick returns the option (0 <= k < n, n > 1) of a scheduling choice;
	// [Engine.Option] and [Engine.PendingOp] tell what each stands for.
	Pick(e *Engine, n int) int
	// Value returns a choice among n > 1 that is no scheduling choice.
	Value(e *Engine, n int) int
	// Fair reports whether every enabled goroutine gets its turn, so that only a program
	// that makes no progress never ends.
	Fair() bool
}

// Portfolio is a strategy that leaves each run to one of several.
type Portfolio interface {
	Strategy
	// Drawn is the strategy that decides the present run.
	Drawn() Strategy
}

// What a strategy may have to see what happens between its choices. [Engine.Changed] tells the rest.
type (
	// turnObserver sees each turn: the goroutine in slot s is about to do what it has announced.
	turnObserver interface {
		Turn(e *Engine, s int32)
	}
	// spawnObserver sees that parent, or nobody in the run (NoSlot), has started child.
	spawnObserver interface {
		Spawned(e *Engine, parent, child int32)
	}
	// wakeObserver sees that the goroutine in slot s becomes enabled again, and that virtual time
	// advances.
	wakeObserver interface {
		Wake(e *Engine, s int32, p Pending)
		Advance()
	}
	// cutObserver sees that not all of the run is decided by the strategy.
	cutObserver interface {
		Cut()
	}
)

// Profiled is a strategy that learns from the first run of the process, which is the same
// in every process.
type Profiled interface {
	Strategy
	// Profile takes the number of steps that the run had, and its operations.
	Profile(steps uint64, ops []Event)
}

// Systematic is a strategy that explores every schedule once, from one run to the next.
type Systematic interface {
	Strategy
	// More reports whether there is a schedule left.
	More() bool
	// Save returns what another process needs to go on, and Load goes on from there.
	Save() []uint32
	Load(state []uint32)
	// Explored is the share of all schedules that is done, estimated between 0 and 1, and
	// whether no schedule had to be left out.
	Explored() (share float64, exact bool)
}
