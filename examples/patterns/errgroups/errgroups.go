package errgroups

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// FetchAll fetches all keys, at most limit at the same time. The first error cancels the
// others and is returned, and there are no values then.
func FetchAll[V any](ctx context.Context, keys []string, limit int, fetch func(context.Context, string) (V, error)) ([]V, error) {
	values := make([]V, len(keys))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for i, key := range keys {
		g.Go(func() (err error) {
			values[i], err = fetch(ctx, key) // the group's ctx
			return err
		})
	}
	if err := g.Wait(); err != nil { // before that nobody may look at the values
		return nil, err
	}
	return values, nil
}
