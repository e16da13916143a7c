//go:build chaosrun

package ordone

import "context"

// orDoneOuter asks ctx while it waits for a value, and not while it waits for a reader.
func orDoneOuter(ctx context.Context, ch <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for {
			select {
			case v, ok := <-ch:
				if !ok {
					return
				}
				out <- v
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// orDoneInner asks ctx while it waits for a reader, and not while it waits for a value.
func orDoneInner(ctx context.Context, ch <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range ch {
			select {
			case out <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
