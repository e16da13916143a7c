//go:build chaosrun

package queuing

import (
	"errors"
	"testing"
	"time"
)

// TestFullExactly says when something happens, which only virtual time can tell. The
// worker needs ten seconds for a job, the queue is full, and whoever waits has a limit.
//
//chaosrun:clock idle
func TestFullExactly(t *testing.T) {
	q := New(1, func(int) { time.Sleep(10 * time.Second) })
	defer q.Close()
	q.Put(1, time.Hour) // for the worker
	q.Put(2, time.Hour) // for the queue
	for _, want := range []struct {
		limit, took time.Duration
		err         error
	}{
		{limit: 3 * time.Second, took: 3 * time.Second, err: ErrFull}, // now it is 3 s
		{limit: time.Hour, took: 7 * time.Second},                     // there is room at 10 s
		{limit: 9 * time.Second, took: 9 * time.Second, err: ErrFull}, // now it is 19 s
		{limit: 2 * time.Second, took: 1 * time.Second},               // there is room at 20 s
	} {
		start := time.Now()
		err := q.Put(3, want.limit)
		if took := time.Since(start).Round(time.Millisecond); !errors.Is(err, want.err) || took != want.took {
			t.Errorf("limit %v: error %v after %v, want %v after %v", want.limit, err, took, want.err, want.took)
		}
	}
}
