//go:build chaosrun

package cancellation

import (
	"context"
	"errors"
	"sync"
)

// allUnbuffered returns at the first error, and the other operation has nobody to send
// its own to.
func allUnbuffered(ctx context.Context, ops ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make(chan error)
	for _, op := range ops {
		go func() { errs <- op(ctx) }()
	}
	for range ops {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// allHasty has room for all errors. It cancels the others as it returns, and does not
// wait for them: what they use may be gone when they use it. So does the version usually
// shown.
func allHasty(ctx context.Context, ops ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make(chan error, len(ops))
	for _, op := range ops {
		go func() { errs <- op(ctx) }()
	}
	for range ops {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// allPatient waits for all, and cancels when there is nobody left to hear it.
func allPatient(ctx context.Context, ops ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make([]error, len(ops))
	var wg sync.WaitGroup
	for i, op := range ops {
		wg.Go(func() { errs[i] = op(ctx) })
	}
	wg.Wait()
	return errors.Join(errs...)
}
