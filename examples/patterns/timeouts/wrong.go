//go:build chaosrun

package timeouts

import "time"

// doUnbuffered has no room for a late result: whoever gives up leaves the worker behind,
// in its send.
func doUnbuffered(limit time.Duration, f func() int) (int, error) {
	result := make(chan int)
	go func() { result <- f() }()
	select {
	case v := <-result:
		return v, nil
	case <-time.After(limit):
		return 0, ErrTimeout
	}
}

// collectRestarting makes a new timer for every value. The limit is for the pause between
// two values then, and a steady drip never ends.
func collectRestarting(limit time.Duration, ch <-chan int) []int {
	var all []int
	for {
		select {
		case v, ok := <-ch:
			if !ok {
				return all
			}
			all = append(all, v)
		case <-time.After(limit):
			return all
		}
	}
}
