package withtimeout

import (
	"context"
	"time"
)

// Receive returns the next value of ch. If none has come when the limit is over, or
// when ctx is done, whichever is first, it returns the context's error, and takes
// nothing from ch: a value is either returned or left there.
func Receive[T any](ctx context.Context, ch <-chan T, limit time.Duration) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit) // the earlier of the two deadlines
	defer cancel()                                 // stops the timer when the value is there first
	select {
	case v := <-ch:
		return v, nil
	case <-ctx.Done():
	}
	// If a value was ready as well, select has tossed a coin. Who calls us wants the
	// value, so look once more.
	select {
	case v := <-ch:
		return v, nil
	default:
		var none T
		return none, ctx.Err()
	}
}
