package fanin

import (
	"context"
	"sync"
)

// FanIn sends the values of all channels, as they come, until all are closed or ctx is
// done. The order of each is kept.
func FanIn[T any](ctx context.Context, channels ...<-chan T) <-chan T {
	out := make(chan T)
	var wg sync.WaitGroup
	for _, ch := range channels {
		wg.Go(func() { forward(ctx, out, ch) })
	}
	go func() {
		wg.Wait() // nobody sends any more
		close(out)
	}()
	return out
}

func forward[T any](ctx context.Context, out chan<- T, in <-chan T) {
	for {
		select {
		case v, ok := <-in:
			if !ok {
				return
			}
			select {
			case out <- v:
			case <-ctx.Done():
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
