package tee

import "context"

// Tee returns two channels, each of which has all values of in, in order. Both must be
// read: the next value is taken when both have the last one. They are closed when in is,
// or when ctx is done.
func Tee[T any](ctx context.Context, in <-chan T) (<-chan T, <-chan T) {
	out1, out2 := make(chan T), make(chan T)
	go func() {
		defer close(out1)
		defer close(out2)
		for {
			var v T
			var ok bool
			select {
			case v, ok = <-in:
			case <-ctx.Done():
			}
			if !ok {
				return
			}
			// Whoever reads first gets it first. Its channel is nil then, so that the
			// other's turn comes.
			for a, b := out1, out2; a != nil || b != nil; {
				select {
				case a <- v:
					a = nil
				case b <- v:
					b = nil
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out1, out2
}
