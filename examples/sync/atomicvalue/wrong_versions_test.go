//go:build chaosrun

package atomicvalue

import "sync/atomic"

// torn loads once for each field. The config may be replaced in between.
func torn(h *Holder[config]) (region, host string) {
	return h.Load().region, h.Load().host
}

// lastError keeps an error in an atomic.Value, which wants all its values to be of one
// type, and error is not the type of any.
type lastError struct{ v atomic.Value }

func (l *lastError) Store(err error) { l.v.Store(err) }

func (l *lastError) Load() error {
	err, _ := l.v.Load().(error)
	return err
}
