//go:build chaosrun

package withtimeout

import (
	"context"
	"time"
)

// receiveEither takes it that a value that is there is also returned. If the time is
// over as well, select takes either.
func receiveEither[T any](ctx context.Context, ch <-chan T, limit time.Duration) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// receiveDetached starts from a context of its own: the caller's is not heard.
func receiveDetached[T any](_ context.Context, ch <-chan T, limit time.Duration) (T, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return Receive(ctx, ch, limit)
}
