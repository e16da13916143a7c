package defaultcase

// Notifier tells one goroutine that something has changed, without waiting for it.
type Notifier struct {
	changed chan struct{}
}

// New returns a notifier that has nothing to tell yet.
func New() *Notifier {
	return &Notifier{changed: make(chan struct{}, 1)} // the one place remembers
}

// Notify never blocks. When the other has not yet heard of the last change, it will
// look once for both.
func (n *Notifier) Notify() {
	select {
	case n.changed <- struct{}{}:
	default: // full: it is known already that there is something to look at
	}
}

// Changed receives when something has changed since the last receive.
func (n *Notifier) Changed() <-chan struct{} { return n.changed }
