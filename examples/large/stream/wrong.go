//go:build chaosrun

package stream

import "context"

// peeking are Credits whose Acquire knows that a credit may come together with the
// cancel, and looks for it. But it looks before it leaves the queue: a credit given
// between the look and the lock goes to nobody, and there is one less for ever.
type peeking struct{ *Credits }

func (c peeking) Acquire(ctx context.Context) error {
	given := c.ask()
	select {
	case <-given:
		return nil
	case <-ctx.Done():
		select {
		case <-given:
			c.Release()
		default:
			c.withdraw(given)
		}
		return ctx.Err()
	}
}
