//go:build chaosrun

package waitgroup

import (
	"errors"
	"sync"
)

// group is a WaitGroup whose users count themselves.
type group struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	errs []error
}

func (g *group) run(i int, f func(i int) error) {
	g.wg.Add(1)
	defer g.wg.Done()
	if err := f(i); err != nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.errs = append(g.errs, err)
	}
}

// eachAddInside counts in the goroutine, that is, some time later. Wait does not wait
// for those that have not counted yet.
func eachAddInside(n int, f func(i int) error) error {
	var g group
	for i := range n {
		go g.run(i, f)
	}
	g.wg.Wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	return errors.Join(g.errs...)
}

// eachDoneAtEnd says Done in the last line, and leaves before it when f fails.
func eachDoneAtEnd(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	wg.Add(n)
	for i := range n {
		go func() {
			if err := f(i); err != nil {
				errs[i] = err
				return
			}
			wg.Done()
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// eachDoneTwice was repaired after the above: with a defer, and with a Done before the
// return as well.
func eachDoneTwice(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	wg.Add(n)
	for i := range n {
		go func() {
			defer wg.Done()
			if err := f(i); err != nil {
				errs[i] = err
				wg.Done()
				return
			}
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// chain runs steps one after the other, each in a goroutine that the one before has
// started. It counts the next step after it has counted itself down: for a moment there
// is nothing to wait for, and Wait is used anew before it has returned.
type chain struct{ wg sync.WaitGroup }

func (c *chain) run(steps ...func()) {
	if len(steps) == 0 {
		return
	}
	c.wg.Add(1)
	go func() {
		steps[0]()
		c.wg.Done()
		c.run(steps[1:]...)
	}()
}
