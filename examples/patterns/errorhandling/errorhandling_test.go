package errorhandling

import (
	"errors"
	"slices"
	"testing"
)

// mapping is what Map and its wrong versions have in common. The wrong ones do not keep
// the order.
type mapping func(items []int, f func(int) (int, error)) ([]int, error)

var errOdd, errBig = errors.New("odd"), errors.New("big")

// half is for even numbers up to 10.
func half(n int) (int, error) {
	switch {
	case n%2 == 1:
		return 0, errOdd
	case n > 10:
		return 0, errBig
	}
	return n / 2, nil
}

// valuesAndErrors has items of all kinds.
func valuesAndErrors(t *testing.T, mapping mapping) {
	values, err := mapping([]int{8, 3, 2, 12}, half)
	slices.Sort(values)
	if !slices.Equal(values, []int{1, 4}) {
		t.Errorf("values %v, want 1 and 4", values)
	}
	for _, want := range []error{errOdd, errBig} {
		if !errors.Is(err, want) {
			t.Errorf("error %v does not tell of %v", err, want)
		}
	}
}

// allGood has no errors.
func allGood(t *testing.T, mapping mapping) {
	values, err := mapping([]int{2, 4, 6}, half)
	slices.Sort(values)
	if err != nil || !slices.Equal(values, []int{1, 2, 3}) {
		t.Errorf("got %v, %v", values, err)
	}
}

// someFail has errors of one kind.
func someFail(t *testing.T, mapping mapping) {
	if _, err := mapping([]int{1, 2, 3}, half); !errors.Is(err, errOdd) {
		t.Errorf("got error %v, want %v", err, errOdd)
	}
}

func TestValuesAndErrors(t *testing.T) { valuesAndErrors(t, Map[int, int]) }

func TestAllGood(t *testing.T) { allGood(t, Map[int, int]) }

func TestSomeFail(t *testing.T) { someFail(t, Map[int, int]) }

func TestOrderKept(t *testing.T) {
	if values, err := Map([]int{6, 2, 4}, half); err != nil || !slices.Equal(values, []int{3, 1, 2}) {
		t.Errorf("got %v, %v, want [3 1 2]", values, err)
	}
}
