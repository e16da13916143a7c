package waitgroup

import (
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
)

// each is what Each and its wrong versions have in common.
type each func(n int, f func(i int) error) error

// allRan looks at what was done when each has returned.
func allRan(t *testing.T, each each) {
	const n = 5
	var ran [n]atomic.Bool
	err := each(n, func(i int) error {
		ran[i].Store(true)
		return nil
	})
	if err != nil {
		t.Errorf("error %v, and no call failed", err)
	}
	for i := range ran {
		if !ran[i].Load() {
			t.Errorf("each returned before call %d ran", i)
		}
	}
}

var errOdd = errors.New("odd")

// someFail lets two of five calls fail. The others run all the same.
func someFail(t *testing.T, each each) {
	var even atomic.Int32
	err := each(5, func(i int) error {
		if i%2 == 1 {
			return errOdd
		}
		even.Add(1)
		return nil
	})
	if !errors.Is(err, errOdd) || even.Load() != 3 {
		t.Errorf("error %v after %d good calls, want 3", err, even.Load())
	}
}

func TestAllRan(t *testing.T) { allRan(t, Each) }

func TestSomeFail(t *testing.T) { someFail(t, Each) }

// A call need not return: a test's FailNow, for one, ends its goroutine.
func TestGoexit(t *testing.T) {
	err := Each(3, func(i int) error {
		if i == 1 {
			runtime.Goexit()
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestNone(t *testing.T) {
	if err := Each(0, nil); err != nil {
		t.Error(err)
	}
}
