package files

import (
	"errors"
	"os"
	"testing"
	"time"
)

func pipe(t *testing.T) (r, w *os.File) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// After a deadline the clock shows that it has passed.
func TestReadDeadline(t *testing.T) {
	r, _ := pipe(t)
	for _, d := range []time.Duration{time.Millisecond, 3 * time.Millisecond} {
		start := time.Now()
		if err := r.SetReadDeadline(start.Add(d)); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
		if took := time.Since(start); took < d {
			t.Errorf("took %v, want %v", took, d)
		}
	}
}

func TestWriteDeadline(t *testing.T) {
	_, w := pipe(t)
	start := time.Now()
	if err := w.SetWriteDeadline(start.Add(2 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 1<<20)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	if took := time.Since(start); took < 2*time.Millisecond {
		t.Errorf("took %v", took)
	}
}

// A deadline in the past has passed.
func TestPastDeadline(t *testing.T) {
	r, w := pipe(t)
	if err := r.SetReadDeadline(time.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("x"))
	if _, err := r.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	r.SetReadDeadline(time.Time{})
	if n, err := r.Read(make([]byte, 1)); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// A timer that is due long before a deadline fires before it.
func TestTimerBeforeDeadline(t *testing.T) {
	r, w := pipe(t)
	r.SetReadDeadline(time.Now().Add(time.Minute))
	time.AfterFunc(time.Millisecond, func() { w.Write([]byte("x")) })
	if n, err := r.Read(make([]byte, 1)); n != 1 || err != nil {
		t.Error(n, err)
	}
}
