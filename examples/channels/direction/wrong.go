//go:build chaosrun

package direction

import (
	"errors"
	"io"
)

// produceClosesLast closes out where it expects to end. There is another way out.
func produceClosesLast(out chan<- int, next func() (int, error)) error {
	for {
		v, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		out <- v
	}
	close(out)
	return nil
}
