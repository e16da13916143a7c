package schedpoints

import (
	"sync"
	"sync/atomic"
	"testing"
)

// oneSeat lets two goroutines at a seat.
func oneSeat(t *testing.T, take func() bool) {
	var got atomic.Int32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if take() {
				got.Add(1)
			}
		})
	}
	wg.Wait()
	if got.Load() != 1 {
		t.Errorf("%d have the one seat", got.Load())
	}
}

func TestOneSeat(t *testing.T) { oneSeat(t, new(Seat).Take) }
