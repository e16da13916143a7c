package leaks

import "context"

// Await starts a goroutine that calls use with the next value from ch. The goroutine
// gives up when ctx is done, and does nothing if ch is closed. The returned channel is
// closed when the goroutine has ended, whatever the reason.
func Await[T any](ctx context.Context, ch <-chan T, use func(T)) (done <-chan struct{}) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case v, ok := <-ch:
			if ok {
				use(v)
			}
		case <-ctx.Done():
		}
	}()
	return ended
}
