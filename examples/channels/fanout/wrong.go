//go:build chaosrun

package fanout

import "context"

// fanOutDealt deals the items like cards, to be fair. Whoever does not take its next
// one holds up all the others.
func fanOutDealt(ctx context.Context, in <-chan int, workers int, f func(int) int) []<-chan int {
	outs := make([]chan int, workers)
	readers := make([]<-chan int, workers)
	for i := range outs {
		outs[i] = make(chan int)
		readers[i] = outs[i]
	}
	go func() {
		for _, out := range outs {
			defer close(out)
		}
		for i := 0; ; i++ {
			v, ok := <-in
			if !ok {
				return
			}
			select {
			case outs[i%workers] <- f(v):
			case <-ctx.Done():
				return
			}
		}
	}()
	return readers
}

// fanOutDeaf does not ask ctx.
func fanOutDeaf(_ context.Context, in <-chan int, workers int, f func(int) int) []<-chan int {
	outs := make([]<-chan int, workers)
	for i := range outs {
		out := make(chan int)
		outs[i] = out
		go func() {
			defer close(out)
			for v := range in {
				out <- f(v)
			}
		}()
	}
	return outs
}
