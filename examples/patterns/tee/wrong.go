//go:build chaosrun

package tee

import "context"

// teeInTurn serves the first output and then the second. A reader that wants the second
// first waits for it, and is waited for.
func teeInTurn(ctx context.Context, in <-chan int) (<-chan int, <-chan int) {
	out1, out2 := make(chan int), make(chan int)
	go func() {
		defer close(out1)
		defer close(out2)
		for v := range in {
			for _, out := range []chan int{out1, out2} {
				select {
				case out <- v:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out1, out2
}

// teeTwice sends twice, to whoever is ready. It may be the same one both times.
func teeTwice(ctx context.Context, in <-chan int) (<-chan int, <-chan int) {
	out1, out2 := make(chan int), make(chan int)
	go func() {
		defer close(out1)
		defer close(out2)
		for v := range in {
			for range 2 {
				select {
				case out1 <- v:
				case out2 <- v:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out1, out2
}

// teeDeaf does not ask ctx.
func teeDeaf(_ context.Context, in <-chan int) (<-chan int, <-chan int) {
	out1, out2 := make(chan int), make(chan int)
	go func() {
		defer close(out1)
		defer close(out2)
		for v := range in {
			for a, b := out1, out2; a != nil || b != nil; {
				select {
				case a <- v:
					a = nil
				case b <- v:
					b = nil
				}
			}
		}
	}()
	return out1, out2
}
