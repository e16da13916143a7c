package engine

// Auto is a portfolio: every run is made by one of its members, drawn by weight. Whoever
// hands out the runs moves the weights to the members that still find new behaviour.
type Auto struct {
	Strategy // the member that makes the present run
	rng      Rand
	members  [len(AutoMembers)]Strategy
	weights  [len(AutoMembers)]int
	total    int
	now      int
	rate     int  // how seldom goroutines are held up in the present run; see HoldUps
	long     bool // and whether for long
}

// AutoMembers are the strategies of the portfolio, in the order of its weights. They have
// different strengths: the random walk mixes everything, POS orders what is dependent, PCT
// starves goroutines for long, SURW samples the orders of one object.
var AutoMembers = [...]string{"random", "pos", "pct", "surw"}

// AutoWeights are the members' weights while nothing is known of what they find: docs/table.md shows
// that SURW needs the fewest runs for most bugs, by far for those that many goroutines must meet in.
var AutoWeights = [len(AutoMembers)]int{1, 1, 1, 5}

func newAuto(weights []int, slots int) *Auto {
	a := new(Auto)
	for i, name := range AutoMembers {
		a.members[i] = NewStrategy(name, slots)
		a.weights[i] = AutoWeights[i]
		if i < len(weights) {
			a.weights[i] = weights[i]
		}
		a.total += a.weights[i]
	}
	if a.total == 0 {
		a.weights[0], a.total = 1, 1
	}
	a.Strategy = a.members[0]
	return a
}

// Drawn implements [Portfolio].
func (a *Auto) Drawn() Strategy { return a.Strategy }

// Member is the index in [AutoMembers] of the strategy that makes the present run.
func (a *Auto) Member() int { return a.now }

// Profile implements [Profiled].
func (a *Auto) Profile(steps uint64, ops []Event) {
	for _, m := range a.members {
		if p, ok := m.(Profiled); ok {
			p.Profile(steps, ops)
		}
	}
}

// Begin implements [Strategy].
func (a *Auto) Begin(seed uint64) {
	a.rng.Seed(seed)
	at := a.rng.Intn(a.total)
	for a.now = 0; at >= a.weights[a.now]; a.now++ {
		at -= a.weights[a.now]
	}
	a.rate, a.long = 0, false
	if h := a.rng.Intn(oneInHeldUp); h < 2 {
		a.rate, a.long = 1<<(1+2*a.rng.Intn(5)), h == 0
	}
	a.Strategy = a.members[a.now]
	a.Strategy.Begin(a.rng.Uint64())
}

// oneInHeldUp: of so many runs goroutines are held up past timers in two, in one of them for long.
const oneInHeldUp = 8

// HoldUps implements [Holding]. The rate is 1 in 2, 8, 32, 128 or 512.
func (a *Auto) HoldUps() (rate int, long bool) { return a.rate, a.long }
