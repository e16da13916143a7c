//go:build chaosrun

package defaultcase

// forgetful has no place to remember a change. Whoever is not waiting at that very
// moment, because it is still busy with the last one, never hears of it.
type forgetful struct{ changed chan struct{} }

func newForgetful() forgetful { return forgetful{make(chan struct{})} }

func (n forgetful) Notify() {
	select {
	case n.changed <- struct{}{}:
	default:
	}
}

func (n forgetful) Changed() <-chan struct{} { return n.changed }
