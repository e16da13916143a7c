//go:build chaosrun && !race

package fanin

import "testing"

// With -race the detector is faster: a send and a close that nothing orders are a race
// to it, in runs without the panic too.

//chaosrun:expect panic
func TestWrongEager(t *testing.T) { stopEarly(t, fanInEager) }
