//go:build chaosrun

package pipeline

import "context"

// The stages below know no context: each ends only when its input does. They are right
// as long as every consumer reads to the end.

func generateAll[T any](values ...T) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for _, v := range values {
			out <- v
		}
	}()
	return out
}

func mapAll[A, B any](in <-chan A, f func(A) B) <-chan B {
	out := make(chan B)
	go func() {
		defer close(out)
		for v := range in {
			out <- f(v)
		}
	}()
	return out
}

func filterAll[T any](in <-chan T, keep func(T) bool) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for v := range in {
			if keep(v) {
				out <- v
			}
		}
	}()
	return out
}

// mapChecked does ask the context, but only between two values, not while it sends.
func mapChecked[A, B any](ctx context.Context, in <-chan A, f func(A) B) <-chan B {
	out := make(chan B)
	go func() {
		defer close(out)
		for v := range in {
			if ctx.Err() != nil {
				return
			}
			out <- f(v)
		}
	}()
	return out
}
