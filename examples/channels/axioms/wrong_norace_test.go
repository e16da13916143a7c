//go:build chaosrun && !race

package axioms

import "testing"

// With -race the detector is faster: a send and a close that nothing orders are a race
// to it, in runs without the panic too.

// The sender does not know that the receiver's side closes.
//
//chaosrun:expect panic
func TestWrongReceiverCloses(t *testing.T) {
	ch := make(chan int, 1)
	go func() {
		<-ch
		close(ch)
	}()
	ch <- 1
	select {
	case ch <- 2: // one more, if there is room
	default:
	}
}
