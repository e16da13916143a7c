package direction

import (
	"errors"
	"io"
	"slices"
	"testing"
)

// produce is what Produce and its wrong versions have in common.
type produce func(out chan<- int, next func() (int, error)) error

// upTo returns 1, 2, … n and then err.
func upTo(n int, err error) func() (int, error) {
	i := 0
	return func() (int, error) {
		if i == n {
			return 0, err
		}
		i++
		return i, nil
	}
}

// bothEnd lets producer and consumer work until the source ends, with end.
func bothEnd(t *testing.T, produce produce, end, want error) {
	ch := make(chan int) // of both directions; each side gets the one it needs
	failed := make(chan error, 1)
	go func() { failed <- produce(ch, upTo(3, end)) }()
	if got := Consume(ch); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("consumed %v, want [1 2 3]", got)
	}
	if err := <-failed; err != want {
		t.Errorf("error %v, want %v", err, want)
	}
}

var errSource = errors.New("source failed")

func sourceEnds(t *testing.T, produce produce) { bothEnd(t, produce, io.EOF, nil) }

func sourceFails(t *testing.T, produce produce) { bothEnd(t, produce, errSource, errSource) }

func TestSourceEnds(t *testing.T) { sourceEnds(t, Produce[int]) }

func TestSourceFails(t *testing.T) { sourceFails(t, Produce[int]) }
