package engine

// Chance is something that Go allows and that happens seldom, or never by today's runtime. In a
// run it is a choice: on the tape it is 1 if it happens, and 0 if not.
type Chance uint8

// The chances.
const (
	HoldUp   Chance = iota // time passes to the next timer, though goroutines can run
	NoYield                // runtime.Gosched lets nobody else run
	PoolMiss               // sync.Pool.Get finds nothing
)

// String returns the name of the chance as recordings have it.
func (c Chance) String() string { return chanceNames[c] }

var chanceNames = [...]string{HoldUp: "held", NoYield: "noyield", PoolMiss: "poolmiss"}

// ChanceOf is the chance of that name.
func ChanceOf(name string) (c Chance, ok bool) {
	for i, n := range chanceNames {
		if n == name {
			return Chance(i), true
		}
	}
	return 0, false
}

// Chancer is a strategy with a way of its own to decide chances. For the others a chance of 1
// in rate is a choice among rate values, of which the last is that it happens.
type Chancer interface {
	Strategy
	Happens(e *Engine, what Chance, rate int) bool
}

// Maybe reports whether something happens that may: 1 time in rate under random strategies,
// each way once under an exhaustive one, and never under a fair schedule.
func (e *Engine) Maybe(what Chance, rate int) bool {
	k, ok := e.taped(2)
	if !ok {
		k = e.happens(what, rate)
	}
	if k == 1 { // the usual is no news
		e.cov.value(e, k)
	}
	return e.record(k) == 1
}

func (e *Engine) happens(what Chance, rate int) int {
	if e.Steps > e.max {
		return 0
	}
	if e.chancer != nil {
		return int(flag(e.chancer.Happens(e, what, rate)))
	}
	return int(flag(e.strat.Value(e, rate) == rate-1))
}

// Happens implements [Chancer]: it does as often in a row as the plan says.
func (d *Directed) Happens(e *Engine, what Chance, _ int) bool {
	times, ok := d.planned(e, chanceKeys[what])
	if !ok {
		return false
	}
	if key := keyOf(e, chanceKeys[what]); key != d.chance {
		d.chance, d.happened = key, 0
	}
	d.happened++
	return d.happened <= times
}

// Happens implements [Chancer]. Within a bound it costs as much as a preemption.
func (b *Bounded) Happens(*Engine, Chance, int) bool {
	n := 2
	if b.what != boundNone && b.used >= b.bound {
		n = 1
	}
	return b.choose(n, false) == 1
}

// Happens implements [Chancer]: both ways are explored.
func (d *DPOR) Happens(e *Engine, _ Chance, _ int) bool { return d.Value(e, 2) == 1 }

// Happens implements [Chancer]. A yield is never ignored: who goes on is for the user to say.
func (c *Custom) Happens(_ *Engine, what Chance, rate int) bool {
	return what != NoYield && c.rng.Intn(rate) == 0
}

// chanceKeys mark chances in the keys of a plan.
var chanceKeys = [...]uint64{
	HoldUp:   valueKey | restKey,
	NoYield:  valueKey | drawKey,
	PoolMiss: restKey | drawKey,
}

// PlanChance is added to the goroutine of an exception, in a plan, that is about a chance.
func PlanChance(what Chance) uint32 { return uint32(chanceKeys[what] >> 32) }

// Holding is a strategy that holds goroutines up past timers in some of its runs.
type Holding interface {
	// HoldUps is how seldom a goroutine is held up in the present run, 1 time in rate, 0 for
	// never, and whether that may be for long.
	HoldUps() (rate int, long bool)
}

// HoldUps is what the strategy says of the present run, as [Holding] does; it is never for one
// that says nothing.
func (e *Engine) HoldUps() (rate int, long bool) {
	if e.holds == nil {
		return 0, false
	}
	return e.holds.HoldUps()
}
