package direction

import (
	"errors"
	"io"
)

// Produce sends what next returns until next fails. It closes out, whatever the reason
// for the end. It returns next's error, or nil when that is io.EOF.
//
// The type of out allows it to send and to close, and not to receive.
func Produce[T any](out chan<- T, next func() (T, error)) error {
	defer close(out)
	for {
		v, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		out <- v
	}
}

// Consume receives until in is closed. It can neither send on in nor close it: who
// sends is the one to know when nothing more comes.
func Consume[T any](in <-chan T) []T {
	var all []T
	for v := range in {
		all = append(all, v)
	}
	return all
}
