//go:build chaosrun && !race

package pubsub

import "testing"

// With -race the detector is faster: a send and a close that nothing orders are a race
// to it, in runs without the panic too.

//chaosrun:expect panic
func TestWrongCopy(t *testing.T) { leaveEarly(t, copyBroker{New[int]()}) }
