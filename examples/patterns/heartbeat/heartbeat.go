package heartbeat

import (
	"context"
	"time"
)

// Work calls f for each item, one after the other, and sends the results. As long as it
// is alive it beats, at least once every interval, be it that f takes its time or that
// nobody reads the results. Nobody has to listen to the beats. Both channels are closed
// at the end, or when ctx is done; Work has no goroutine left when results is closed.
func Work[A, B any](ctx context.Context, interval time.Duration, items []A, f func(context.Context, A) B) (beats <-chan struct{}, results <-chan B) {
	w := &worker{beats: make(chan struct{}, 1), ticker: time.NewTicker(interval)}
	out := make(chan B)
	go func() {
		defer close(out)
		defer close(w.beats)
		defer w.ticker.Stop()
		for _, item := range items {
			// One step of work, in a goroutine: this one is to beat meanwhile.
			done := make(chan B, 1)
			go func() { done <- f(ctx, item) }()
			result := wait(w, done)
			if !send(ctx, w, out, result) {
				return
			}
		}
	}()
	return w.beats, out
}

type worker struct {
	beats  chan struct{}
	ticker *time.Ticker
}

func (w *worker) beat() {
	select {
	case w.beats <- struct{}{}:
	default: // the last one has not been heard yet: it says the same
	}
}

// wait waits for a result of f, which ends by itself when ctx is done.
func wait[B any](w *worker, done <-chan B) B {
	for {
		select {
		case result := <-done:
			return result
		case <-w.ticker.C:
			w.beat()
		}
	}
}

// send sends a result. It returns false when ctx is done first.
func send[B any](ctx context.Context, w *worker, out chan<- B, result B) bool {
	for {
		select {
		case out <- result:
			return true
		case <-w.ticker.C:
			w.beat()
		case <-ctx.Done():
			return false
		}
	}
}
