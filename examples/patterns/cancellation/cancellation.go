package cancellation

import (
	"context"
	"sync"
)

// All runs the operations at the same time. When one fails, the context of the others is
// cancelled. All returns the first error, when every operation has returned.
func All(ctx context.Context, ops ...func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	var once sync.Once
	var first error
	for _, op := range ops {
		wg.Go(func() {
			if err := op(ctx); err != nil {
				once.Do(func() {
					first = err
					cancel(err)
				})
			}
		})
	}
	wg.Wait()
	return first
}
