package fuzz

import "github.com/chaosrun/chaosrun/internal/engine"

// mutations weighs the kinds of mutation by how often they have led to something new.
type mutations struct {
	made, found [engine.NumMutations]float64
}

// forgetAfter is how many mutations are made before older ones count half.
const forgetAfter = 20_000

// took takes in the mutations of a batch.
func (m *mutations) took(made [engine.NumMutations]int) {
	total := 0.0
	for i, n := range made {
		m.made[i] += float64(n)
		total += m.made[i]
	}
	if total > forgetAfter {
		for i := range m.made {
			m.made[i] /= 2
			m.found[i] /= 2
		}
	}
}

// weights are what the next batch is to do. Every kind keeps a share, and runs that keep nothing
// a third: what auto finds is then found as well, only somewhat later.
func (m *mutations) weights() (w [engine.NumMutations]int) {
	const least, spread, fresh = 20, 600, 400
	var rate [engine.NumMutations]float64
	sum := 0.0
	for i := range rate {
		rate[i] = (m.found[i] + 1) / (m.made[i] + 20)
		sum += rate[i]
	}
	for i := range w {
		w[i] = least + int(spread*rate[i]/sum)
	}
	w[engine.MutFresh] += fresh
	return w
}
