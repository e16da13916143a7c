package fanout

import "context"

// FanOut starts workers that take items from in and send f of each on a channel of
// their own. The channels are closed when in is, or when ctx is done. A worker whose
// results nobody reads keeps one item, and the others go on without it.
func FanOut[A, B any](ctx context.Context, in <-chan A, workers int, f func(A) B) []<-chan B {
	outs := make([]<-chan B, workers)
	for i := range outs {
		out := make(chan B)
		outs[i] = out
		go func() {
			defer close(out)
			for {
				select {
				case v, ok := <-in:
					if !ok {
						return
					}
					select {
					case out <- f(v):
					case <-ctx.Done():
						return
					}
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	return outs
}
