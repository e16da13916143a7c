//go:build chaosrun

package bridge

import (
	"context"
	"sync"
)

// bridgeRange ranges over each stream. A stream that is never closed holds it for ever:
// the select that asks ctx is not reached again.
func bridgeRange(ctx context.Context, streams <-chan (<-chan int)) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for {
			select {
			case stream, ok := <-streams:
				if !ok {
					return
				}
				for v := range stream {
					select {
					case out <- v:
					case <-ctx.Done():
						return
					}
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// bridgeParallel reads all streams at once, which is faster, and no bridge any more.
func bridgeParallel(ctx context.Context, streams <-chan (<-chan int)) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		var wg sync.WaitGroup
		defer wg.Wait()
		for {
			select {
			case stream, ok := <-streams:
				if !ok {
					return
				}
				wg.Go(func() { forward(ctx, out, stream) })
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
