package pipeline

import "context"

// Generate sends the values, in order, and closes its channel.
func Generate[T any](ctx context.Context, values ...T) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for _, v := range values {
			if !send(ctx, out, v) {
				return
			}
		}
	}()
	return out
}

// Map sends f(v) for every v of in.
func Map[A, B any](ctx context.Context, in <-chan A, f func(A) B) <-chan B {
	out := make(chan B)
	go func() {
		defer close(out)
		for v := range in {
			if !send(ctx, out, f(v)) {
				return
			}
		}
	}()
	return out
}

// Filter sends every v of in for which keep(v) is true.
func Filter[T any](ctx context.Context, in <-chan T, keep func(T) bool) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for v := range in {
			if keep(v) && !send(ctx, out, v) {
				return
			}
		}
	}()
	return out
}

// send sends v unless ctx is done first, and says whether v was sent. A stage needs it
// on the way out only: when a stage ends it closes its channel, and that ends the range
// loop of the stage below.
func send[T any](ctx context.Context, out chan<- T, v T) bool {
	select {
	case out <- v:
		return true
	case <-ctx.Done():
		return false
	}
}
