//go:build chaosrun

package heartbeat

import (
	"context"
	"time"
)

// workPerItem beats before each item. An item that takes longer than the interval, or a
// result that nobody takes, looks like death. So does the version usually shown.
func workPerItem(ctx context.Context, _ time.Duration, items []int, f func(context.Context, int) int) (<-chan struct{}, <-chan int) {
	beats, results := make(chan struct{}, 1), make(chan int)
	go func() {
		defer close(beats)
		defer close(results)
		for _, item := range items {
			select {
			case beats <- struct{}{}:
			default:
			}
			select {
			case results <- f(ctx, item):
			case <-ctx.Done():
				return
			}
		}
	}()
	return beats, results
}

// workWhileWorking beats while an item is worked at, and not while its result waits for
// somebody to take it.
func workWhileWorking(ctx context.Context, interval time.Duration, items []int, f func(context.Context, int) int) (<-chan struct{}, <-chan int) {
	w := &worker{beats: make(chan struct{}, 1), ticker: time.NewTicker(interval)}
	results := make(chan int)
	go func() {
		defer close(w.beats)
		defer close(results)
		defer w.ticker.Stop()
		for _, item := range items {
			done := make(chan int, 1)
			go func() { done <- f(ctx, item) }()
			select {
			case results <- wait(w, done):
			case <-ctx.Done():
				return
			}
		}
	}()
	return w.beats, results
}

// workLoud waits until its beat is heard. Who does not listen to beats gets no results.
func workLoud(ctx context.Context, _ time.Duration, items []int, f func(context.Context, int) int) (<-chan struct{}, <-chan int) {
	beats, results := make(chan struct{}), make(chan int)
	go func() {
		defer close(beats)
		defer close(results)
		for _, item := range items {
			select {
			case beats <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case results <- f(ctx, item):
			case <-ctx.Done():
				return
			}
		}
	}()
	return beats, results
}
