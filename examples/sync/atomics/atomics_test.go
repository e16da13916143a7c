package atomics

import (
	"sync"
	"testing"
)

// meter is what Meter and its wrong versions have in common.
type meter interface {
	Begin()
	End(bytes int64)
	Requests() int64
	Bytes() int64
	Open() int64
}

// exact has several requests at the same time. Afterwards all numbers are right.
func exact(t *testing.T, m meter) {
	const requests = 4
	var wg sync.WaitGroup
	for i := range requests {
		wg.Go(func() {
			m.Begin()
			if open := m.Open(); open < 1 || open > requests {
				t.Errorf("%d requests open, and this is one", open)
			}
			m.End(int64(i))
		})
	}
	wg.Wait()
	if m.Requests() != requests || m.Bytes() != 0+1+2+3 || m.Open() != 0 {
		t.Errorf("%d requests, %d bytes, %d open; want 4, 6, 0", m.Requests(), m.Bytes(), m.Open())
	}
}

func TestExact(t *testing.T) { exact(t, new(Meter)) }
