//go:build chaosrun

package buffered

import (
	"errors"
	"sync"
)

// checkTwo has room for two errors: more than that have never been seen at once.
func checkTwo(checks ...func() error) error {
	errs := make(chan error, 2)
	var wg sync.WaitGroup
	for _, check := range checks {
		wg.Go(func() {
			if err := check(); err != nil {
				errs <- err
			}
		})
	}
	wg.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}
