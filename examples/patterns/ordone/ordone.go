package ordone

import "context"

// OrDone returns a channel with the values of ch that ends when ch does, or when ctx is
// done. So a range over it ends too.
func OrDone[T any](ctx context.Context, ch <-chan T) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for {
			select {
			case v, ok := <-ch:
				if !ok {
					return
				}
				select { // the reader may have gone by now
				case out <- v:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done(): // the writer may never send again
				return
			}
		}
	}()
	return out
}
