package withcancel

import "context"

// Count sends 0, 1, 2, … until ctx is done.
func Count(ctx context.Context) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for n := 0; ; n++ {
			select {
			case ch <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

// Find returns the first number for which ok is true. It returns false when ctx is done
// before.
func Find(ctx context.Context, ok func(int) bool) (n int, found bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends Count; the caller's context goes on
	for n := range Count(ctx) {
		if ok(n) {
			return n, true
		}
	}
	return 0, false
}
