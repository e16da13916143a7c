package engine

// Assumptions are what holds in the runs that an exhaustive search makes, and need not hold in
// all that can happen. The code that meets one says so.
type Assumptions uint8

// The assumptions.
const (
	// NoHoldUps: a timer was armed while goroutines could run, and was left to fire when it is due.
	NoHoldUps Assumptions = 1 << iota
	// ClockReads: the test read the clock, which moves with every step, and schedules were left
	// out that differ only in the order of independent steps.
	ClockReads
	// PinnedNumbers: random numbers were drawn, or a map was looped over; they are those of the seed.
	PinnedNumbers
	// BoundedSpins: a goroutine that waited in a loop was not let go on when it had looked 20 times at
	// what nobody had changed.
	BoundedSpins
	// NoLongHoldUps: goroutines are held up, and a timer was armed that is too far away for it.
	NoLongHoldUps
	// OneTick: a goroutine is held up past a ticker, and could have been so for longer than one tick.
	OneTick
	// HoldUpsLeft: a goroutine was not held up past a timer, but other runs of the strategy may do that.
	// It is no assumption of an exhaustive search.
	HoldUpsLeft
)

// withheld are the assumptions under which not all is explored that there is to explore. Random
// numbers are no schedule's.
const withheld = NoHoldUps | ClockReads | BoundedSpins | NoLongHoldUps | OneTick

// Whole reports whether a search with these assumptions explores every schedule.
func (a Assumptions) Whole() bool { return a&withheld == 0 }

var assumptionTexts = [...]string{
	"no goroutine is held up past a timer (-clock racing explores that; -clock idle says that it does not happen)",
	"what the clock shows does not matter (-clock manual keeps it still)",
	"random numbers, and the order of maps that follows from them, are those of the seed",
	"no loop that waits for another goroutine makes more than 20 rounds before one continues",
	"no goroutine is held up for longer than 10s",
	"no goroutine is held up for two ticks of a ticker at once",
}

// Texts says each as a clause.
func (a Assumptions) Texts() []string {
	var texts []string
	for i, text := range assumptionTexts {
		if a>>i&1 != 0 {
			texts = append(texts, text)
		}
	}
	return texts
}

// Assume notes an assumption of the run in progress.
func (e *Engine) Assume(a Assumptions) { e.assumed |= a }

// Assumed is what the runs so far assumed.
func (e *Engine) Assumed() Assumptions { return e.assumed }

// AssumeNoHoldUp notes that nobody is held up past a timer, though that may happen; within says that the
// strategy holds goroutines up for as long, if it does that at all.
func (e *Engine) AssumeNoHoldUp(within bool) {
	e.assumed |= NoHoldUps
	if within && e.holds != nil {
		e.assumed |= HoldUpsLeft
	}
}

// AssumeClockRead notes that the clock was read.
func (e *Engine) AssumeClockRead() {
	if e.reduces != nil {
		e.assumed |= ClockReads
	}
}
