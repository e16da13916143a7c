package trace

import "github.com/chaosrun/chaosrun/internal/engine"

// Guide returns the run's choices as fuzzing mutates them: who went on, and what was drawn.
func (t *Trace) Guide() engine.Guide {
	var g engine.Guide
	n := make(announced)
	turn := func(id int) {
		if last := len(g.Turns) - 1; last >= 0 && g.Turns[last].G == uint32(id) {
			g.Turns[last].N = n[id]
		} else {
			g.Turns = append(g.Turns, engine.Turn{G: uint32(id), N: n[id]})
		}
	}
	for _, e := range t.Events {
		n.see(e)
		switch {
		case e.N < 2 || e.Kind == EvRefine:
		case e.Value():
			g.Values = append(g.Values, engine.Drawn{G: uint32(e.G), K: uint32(e.K), N: uint32(e.N)})
		case e.Kind == EvPick:
			turn(e.G)
		default:
			turn(e.Next)
		}
	}
	return g
}
