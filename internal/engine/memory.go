package engine

// Memory is what an engine works in.
type Memory struct {
	Enabled, Slots, Changed []uint64 // a bit for each slot
	Goroutines              []Goroutine
	Tape                    []uint32
	Objects                 []Object // a power of two
	Pairs                   []uint64 // a power of two
	News                    []uint32
}

// NewMemory allocates for runs of up to maxSlots goroutines alive at once and tapeCap
// choices. Inside the runtime the memory comes from elsewhere, so that the race
// detector does not see it.
func NewMemory(maxSlots, tapeCap int) Memory {
	return Memory{
		Enabled:    make([]uint64, (maxSlots+63)/64),
		Slots:      make([]uint64, (maxSlots+63)/64),
		Changed:    make([]uint64, (maxSlots+63)/64),
		Goroutines: make([]Goroutine, maxSlots),
		Tape:       make([]uint32, tapeCap),
		Objects:    make([]Object, 1<<ObjectBits),
		Pairs:      make([]uint64, 1<<(PairBits-6)),
		News:       make([]uint32, NewsCap),
	}
}

// Setup gives the engine its memory, zeroed.
func (e *Engine) Setup(m Memory) {
	e.enabled.words, e.slots.words, e.changed.words = m.Enabled, m.Slots, m.Changed
	e.g = m.Goroutines
	e.tape = m.Tape[:0]
	e.cov.setup(m)
}
