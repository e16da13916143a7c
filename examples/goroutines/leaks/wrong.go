//go:build chaosrun

package leaks

import "context"

// awaitForEver has no way out: if no value comes, nothing ends the goroutine.
func awaitForEver[T any](_ context.Context, ch <-chan T, use func(T)) (done <-chan struct{}) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if v, ok := <-ch; ok {
			use(v)
		}
	}()
	return ended
}

// awaitChecked looks at ctx, but only before it starts to wait. Whoever cancels a
// little later is not heard.
func awaitChecked[T any](ctx context.Context, ch <-chan T, use func(T)) (done <-chan struct{}) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if ctx.Err() != nil {
			return
		}
		if v, ok := <-ch; ok {
			use(v)
		}
	}()
	return ended
}
