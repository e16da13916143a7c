package timeouts

import (
	"errors"
	"time"
)

// ErrTimeout says that a result did not come in time.
var ErrTimeout = errors.New("timeout")

// Do returns what f returns, or [ErrTimeout] when that takes longer than limit. f is not
// stopped then. It goes on by itself, and its result is thrown away.
func Do[T any](limit time.Duration, f func() T) (T, error) {
	result := make(chan T, 1) // room for a result that nobody waits for any more
	go func() { result <- f() }()

	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case v := <-result:
		return v, nil
	case <-timer.C:
		var none T
		return none, ErrTimeout
	}
}

// Collect returns the values that come from ch until it is closed, or until limit is
// over, however many still come.
func Collect[T any](limit time.Duration, ch <-chan T) []T {
	timer := time.NewTimer(limit) // one for all values, started before the first
	defer timer.Stop()
	var all []T
	for {
		select {
		case v, ok := <-ch:
			if !ok {
				return all
			}
			all = append(all, v)
		case <-timer.C:
			return all
		}
	}
}
