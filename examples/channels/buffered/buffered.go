package buffered

import (
	"errors"
	"sync"
)

// Check runs all checks at the same time and returns their errors, joined, or nil.
func Check(checks ...func() error) error {
	errs := make(chan error, len(checks)) // room for all: they are sent before one is received
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
