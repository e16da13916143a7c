package stream

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func source(n int) <-chan Record {
	ch := make(chan Record)
	go func() {
		defer close(ch)
		for i := range n {
			ch <- Record{Seq: i, Body: make([]byte, 1024)}
		}
	}()
	return ch
}

// sum is work that takes its time: both halves of a record are hashed at once.
func sum(r Record) Record {
	half := len(r.Body) / 2
	var left, right [sha256.Size]byte
	var wg sync.WaitGroup
	wg.Go(func() { left = sha256.Sum256(r.Body[:half]) })
	wg.Go(func() { right = sha256.Sum256(r.Body[half:]) })
	wg.Wait()
	r.Body = append(left[:], right[:]...)
	return r
}

func discard(Record) error { return nil }

// all says that a pipeline moves n records.
func all(t *testing.T, flow Flow, n int) {
	p := Pipeline{Flow: flow, Workers: 2, Work: sum, Write: discard}
	if taken, written, err := p.Run(t.Context(), source(n)); taken != n || written != n || err != nil {
		t.Errorf("took %d, wrote %d, %v; want %d", taken, written, err, n)
	}
}

// afterCancel has a pipeline whose source gives up half way, and another that has the
// credits after it.
func afterCancel(t *testing.T, flow Flow) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ch := make(chan Record)
	go func() {
		body := make([]byte, 512<<10) // work on it takes longer than anything else here
		for i := range 3 {
			ch <- Record{Seq: i, Body: body}
		}
		cancel() // and ch stays open
	}()
	p := Pipeline{Flow: flow, Workers: 2, Work: sum, Write: discard}
	if taken, written, err := p.Run(ctx, ch); taken != 3 || written != 3 || !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled pipeline took %d and wrote %d, %v", taken, written, err)
	}
	all(t, flow, 2)
}

func TestAfterCancel(t *testing.T) { afterCancel(t, NewCredits(1)) }

func TestTogether(t *testing.T) {
	c := NewCredits(1)
	var other sync.WaitGroup
	other.Go(func() { all(t, c, 4) })
	all(t, c, 3)
	other.Wait()
	if c.Free() != 1 {
		t.Errorf("%d credits in the end, want 1", c.Free())
	}
}

// A slow writer holds up the source: never more records are under way than there are
// credits.
func TestBackPressure(t *testing.T) {
	c := NewCredits(2)
	var inFlight, most atomic.Int32
	ch := make(chan Record)
	p := Pipeline{Flow: c, Workers: 3, Work: sum, Write: func(Record) error {
		time.Sleep(100 * time.Microsecond)
		inFlight.Add(-1)
		return nil
	}}
	go func() {
		defer close(ch)
		for i := range 6 {
			ch <- Record{Seq: i}
			n := inFlight.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
		}
	}()
	if taken, written, err := p.Run(t.Context(), ch); taken != 6 || written != 6 || err != nil {
		t.Errorf("took %d, wrote %d, %v", taken, written, err)
	}
	if most.Load() > 2 || c.Free() != 2 {
		t.Errorf("%d in flight with 2 credits, and %d are left", most.Load(), c.Free())
	}
}

func TestInterval(t *testing.T) {
	p := Pipeline{Flow: NewCredits(3), Interval: time.Millisecond, Workers: 2, Work: sum, Write: func(Record) error { return nil }}
	start := time.Now()
	if _, written, err := p.Run(t.Context(), source(4)); written != 4 || err != nil {
		t.Errorf("wrote %d, %v", written, err)
	}
	if d := time.Since(start); d < 3*time.Millisecond {
		t.Errorf("4 records in %v", d)
	}
}

func TestWriteFails(t *testing.T) {
	full := errors.New("disk full")
	c := NewCredits(2)
	ch := make(chan Record, 5)
	for i := range 5 {
		ch <- Record{Seq: i}
	}
	p := Pipeline{Flow: c, Workers: 2, Work: sum, Write: func(Record) error { return full }}
	if _, written, err := p.Run(t.Context(), ch); written != 0 || !errors.Is(err, full) {
		t.Errorf("wrote %d, %v", written, err)
	}
	if c.Free() != 2 {
		t.Errorf("%d credits in the end, want 2", c.Free())
	}
}
