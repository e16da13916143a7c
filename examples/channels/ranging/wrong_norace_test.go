//go:build chaosrun && !race

package ranging

import "testing"

// With -race the detector is faster: a send and a close that nothing orders are a race
// to it, in runs without the panic too.

//chaosrun:expect panic
func TestWrongEachCloses(t *testing.T) { allAndEnd(t, generateEachCloses, 2) }
