//go:build chaosrun

package pool

import (
	"bytes"
	"sync"
	"testing"
)

//chaosrun:expect assert
func TestWrongStale(t *testing.T) { ownText(t, new(stale)) }

// The same without a look at the text, for the race detector.
//
//chaosrun:expect race
func TestWrongEarlyRace(t *testing.T) {
	var r early
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { r.Render(func(buf *bytes.Buffer) { buf.WriteString("text") }) })
	}
	wg.Wait()
}
