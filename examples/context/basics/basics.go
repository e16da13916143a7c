package basics

import (
	"context"
	"time"
)

// Sleep waits for d, or until ctx is done. It returns the cause in that case, and nil
// only when the whole time has passed.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done(): // never, if it is nil: the context cannot be cancelled
		return context.Cause(ctx) // asked now: before Done is closed it is nil
	}
}
