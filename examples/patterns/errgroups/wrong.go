//go:build chaosrun

package errgroups

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// fetchOuter keeps the group's context in a variable of another name, and the fetches
// use the one that they always did.
func fetchOuter(ctx context.Context, keys []string, limit int, fetch func(context.Context, string) (int, error)) ([]int, error) {
	values := make([]int, len(keys))
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for i, key := range keys {
		g.Go(func() (err error) {
			values[i], err = fetch(ctx, key)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return values, nil
}

// fetchEarly puts the values together and then asks whether there was an error.
func fetchEarly(ctx context.Context, keys []string, limit int, fetch func(context.Context, string) (int, error)) ([]int, error) {
	values := make([]int, len(keys))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(limit)
	for i, key := range keys {
		g.Go(func() (err error) {
			values[i], err = fetch(ctx, key)
			return err
		})
	}
	all := append([]int(nil), values...)
	return all, g.Wait()
}
