//go:build chaosrun

package safecounter

import "testing"

// Somebody has counted before anybody looks.
func TestWrongCareless(t *testing.T) { oneAfterTheOther(t, new(careless)) }

// Nobody has.
//
//chaosrun:expect deadlock
func TestWrongCarelessFirst(t *testing.T) {
	c := new(careless)
	if n := c.Value("a"); n != 0 {
		t.Errorf("the value is %d", n)
	}
	oneAfterTheOther(t, c)
}

//chaosrun:expect assert
func TestWrongStepwise(t *testing.T) { oneAfterTheOther(t, new(stepwise)) }

//chaosrun:expect assert
func TestWrongCopiedOwn(t *testing.T) { ofItsOwn(t, snapshotCopied) }

//chaosrun:expect race
func TestWrongCopiedRace(t *testing.T) { both(t, snapshotCopied) }
