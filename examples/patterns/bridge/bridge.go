package bridge

import "context"

// Bridge returns a channel with the values of all streams, one stream after the other.
// It ends when streams is closed and the last stream is, or when ctx is done.
func Bridge[T any](ctx context.Context, streams <-chan (<-chan T)) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for {
			select {
			case stream, ok := <-streams:
				if !ok || !forward(ctx, out, stream) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// forward sends what stream has until it is closed. It returns false when ctx is done
// first.
func forward[T any](ctx context.Context, out chan<- T, stream <-chan T) bool {
	for {
		select {
		case v, ok := <-stream:
			if !ok {
				return true
			}
			select {
			case out <- v:
			case <-ctx.Done():
				return false
			}
		case <-ctx.Done():
			return false
		}
	}
}
