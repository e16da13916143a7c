//go:build chaosrun && !race

package waitgroup

import "testing"

// With -race the detector is faster: where Wait is too early, or an Add may meet a
// Wait, it reports a race, in runs without the panic too.

//chaosrun:expect assert
func TestWrongAddInside(t *testing.T) { allRan(t, eachAddInside) }

// The counter is down at zero before all are through, and the last Done is too many.
//
//chaosrun:expect panic
func TestWrongDoneTwice(t *testing.T) { someFail(t, eachDoneTwice) }

// The second step is counted between the Done of the first and the return of Wait.
//
//chaosrun:expect panic
func TestWrongReuse(t *testing.T) {
	var c chain
	c.run(func() {}, func() {})
	c.wg.Wait()
}
