//go:build chaosrun

package fanin

import (
	"context"
	"sync"
)

// fanInDeaf does not ask ctx: the forwarders of a channel that is left early wait in
// their sends.
func fanInDeaf(_ context.Context, channels ...<-chan int) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, ch := range channels {
		wg.Go(func() {
			for v := range ch {
				out <- v
			}
		})
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}

// fanInEager closes its output when it was told to stop, without waiting for those who
// send on it.
func fanInEager(ctx context.Context, channels ...<-chan int) <-chan int {
	out := make(chan int)
	ended := make(chan struct{})
	var wg sync.WaitGroup
	for _, ch := range channels {
		wg.Go(func() { forward(ctx, out, ch) })
	}
	go func() {
		wg.Wait()
		close(ended)
	}()
	go func() {
		defer close(out)
		select {
		case <-ended:
		case <-ctx.Done():
		}
	}()
	return out
}
