//go:build chaosrun

package basics

import (
	"context"
	"time"
)

// sleepOldErr asks for the error first, to be polite, and returns what it was told then.
func sleepOldErr(ctx context.Context, d time.Duration) error {
	err := ctx.Err()
	if err != nil {
		return err
	}
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
	return err
}

// sleepDeaf looks at ctx, but not while it sleeps.
func sleepDeaf(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	time.Sleep(d)
	return ctx.Err()
}
