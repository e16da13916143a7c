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

// Observer is a strategy that wants to see what happens between its choices.
type Observer interface {
	Strategy
	// Turn is called when the goroutine in slot s is about to do what it has announced.
	Turn(e *Engine, s int32)
	// Spawned is called when parent, or nobody in the run (NoSlot), has started child.
	Spawned(e *Engine, parent, child int32)
	// Wake is called when the goroutine in slot s becomes enabled again.
	Wake(e *Engine, s int32)
	// Advance is called when virtual time advances.
	Advance()
	// Cut is called when the run is finished under a fair schedule instead.
	Cut()
}

// Profiled is a strategy that learns from the first run of the process, which is the same
// in every process.
type Profiled interface {
	Strategy
	// Profile takes the number of steps that the run had, and its operations.
	Profile(steps uint64, ops []Event)
}

// Systematic is a strategy that explores every schedule once, from one run to the next.
type Systematic interface {
	Observer
	// More reports whether there is a schedule left.
	More() bool
	// Save returns what another process needs to go on, and Load goes on from there.
	Save() []uint32
	Load(state []uint32)
	// Explored is the share of all schedules that is done, estimated between 0 and 1, and
	// whether no schedule had to be left out.
	Explored() (share float64, exact bool)
}
