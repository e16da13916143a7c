package selectcase

import "context"

// Next returns the next message. If an urgent one is there it is taken first; else the
// first that comes, of either kind. If ctx is done first, Next returns its error.
func Next[T any](ctx context.Context, urgent, normal <-chan T) (T, error) {
	// A select of its own, because among the cases of one select none has priority.
	select {
	case v := <-urgent:
		return v, nil
	default:
	}
	// Here an urgent message and a normal one may still come at the same time, and
	// select takes either: priority means that an urgent one that was there when Next
	// was called is not passed over.
	select {
	case v := <-urgent:
		return v, nil
	case v := <-normal:
		return v, nil
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
