//go:build chaosrun

package selectcase

import "context"

// nextInOrder lists the urgent case first, and takes the order of the cases for the
// order in which select looks at them.
func nextInOrder[T any](ctx context.Context, urgent, normal <-chan T) (T, error) {
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

// nextLateLook looks for urgent messages when a normal one is in its hands already, and
// has to lay that one aside.
func nextLateLook[T any](ctx context.Context, urgent, normal <-chan T) (T, error) {
	select {
	case v := <-urgent:
		return v, nil
	case v := <-normal:
		select {
		case u := <-urgent:
			return u, nil
		default:
			return v, nil
		}
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
