//go:build chaosrun

package memorder

import "testing"

//chaosrun:expect race
func TestWrongPlainFlag(t *testing.T) { seenOrNot(t, new(plainFlag)) }

//chaosrun:expect race
func TestWrongLitmus(*testing.T) { litmus() }

// With atomic variables three outcomes are possible. Three tests say that one of them is
// not, and each is found wrong; the fourth is right.

func never(t *testing.T, b, a int64) {
	t.Helper()
	if gotB, gotA := litmusAtomic(); gotB == b && gotA == a {
		t.Errorf("read b = %d and then a = %d", b, a)
	}
}

//chaosrun:expect assert
func TestWrongNeverNothing(t *testing.T) { never(t, 0, 0) }

//chaosrun:expect assert
func TestWrongNeverFirst(t *testing.T) { never(t, 0, 1) }

//chaosrun:expect assert
func TestWrongNeverBoth(t *testing.T) { never(t, 2, 1) }

func TestNeverSecondAlone(t *testing.T) { never(t, 2, 0) }
