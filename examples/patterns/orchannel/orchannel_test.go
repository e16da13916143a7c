package orchannel

import (
	"testing"

	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/proptest"
)

// or is what Or and its wrong versions have in common.
type or func(channels ...<-chan struct{}) <-chan struct{}

// signals returns n open channels, to close and to wait for.
func signals(n int) (to []chan struct{}, from []<-chan struct{}) {
	for range n {
		ch := make(chan struct{})
		to = append(to, ch)
		from = append(from, ch)
	}
	return to, from
}

// anyCloses closes one of n, for each of them.
func anyCloses(t *testing.T, or or, n int) {
	for i := range n {
		to, from := signals(n)
		done := or(from...)
		select {
		case <-done:
			t.Errorf("closed, and none of %d is", n)
		default:
		}
		close(to[i])
		<-done
	}
}

// TestAnyOfAnyNumber closes some of the channels, at the same time.
func TestAnyOfAnyNumber(t *testing.T) {
	proptest.ForAll(t, gen.SliceOfN(9, gen.Bool()), gen.IntRange(1, 9), func(t *testing.T, closed []bool, n int) {
		to, from := signals(n)
		done := Or(from...)
		any := false
		for i, c := range closed[:n] {
			if c {
				any = true
				go close(to[i])
			}
		}
		if !any {
			close(to[n-1])
		}
		<-done
	})
}

// sharedSlice waits for the first five of six, and for all six. When the sixth is closed,
// one of the two is.
func sharedSlice(t *testing.T, or or) {
	to, from := signals(6)
	five, six := or(from[:5]...), or(from...)
	close(to[5])
	<-six
	select {
	case <-five:
		t.Error("closed, and none of the five is")
	default:
	}
	close(to[0])
	<-five
}

// allClose closes all of six, and leaves the judgement to the race detector.
func allClose(_ *testing.T, or or) {
	to, from := signals(6)
	five, six := or(from[:5]...), or(from...)
	for _, ch := range to {
		close(ch)
	}
	<-five
	<-six
}

func TestAnyCloses(t *testing.T) {
	for n := range 10 {
		anyCloses(t, Or, n)
	}
}

func TestSharedSlice(t *testing.T) { sharedSlice(t, Or) }

func TestAllClose(t *testing.T) { allClose(t, Or) }

func TestNone(t *testing.T) {
	if Or() != nil {
		t.Error("a channel of none")
	}
}

// Two at the same time are no more than one.
func TestTwoClose(t *testing.T) {
	to, from := signals(3)
	done := Or(from...)
	go close(to[0])
	go close(to[2])
	<-done
}

// With go test -fuzz FuzzAnyOfAnyNumber Go's fuzzer makes up the schedules and the inputs.
func FuzzAnyOfAnyNumber(f *testing.F) { proptest.FromBytes(f, TestAnyOfAnyNumber) }
