//go:build chaosrun

package merge

import "context"

// mergeDeaf is right as long as everything is read: there is no way out of its sends.
func mergeDeaf(_ context.Context, a, b <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for a != nil || b != nil {
			select {
			case v, ok := <-a:
				if !ok {
					a = nil
					continue
				}
				out <- v
			case v, ok := <-b:
				if !ok {
					b = nil
					continue
				}
				out <- v
			}
		}
	}()
	return out
}

// mergeFirstEnds takes the end of one for the end of both.
func mergeFirstEnds(ctx context.Context, a, b <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for {
			var v int
			var ok bool
			select {
			case v, ok = <-a:
			case v, ok = <-b:
			case <-ctx.Done():
				return
			}
			if !ok {
				return
			}
			select {
			case out <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
