package files

import (
	"os"
	"testing"
	"time"
)

// Goroutines that wait for a file when the test returns could still be woken: they are no leaks, and
// the run ends all the same.

var ends []*os.File // keeps the other ends of pipes open

func TestReaderIsLeft(t *testing.T) {
	go read(t)
}

func TestReaderAndTimersAreLeft(t *testing.T) {
	go read(t)
	go func() {
		for range 3 {
			time.Sleep(time.Hour)
		}
	}()
}

func TestReaderOfDroppedPipeIsLeft(t *testing.T) {
	r, _, err := os.Pipe() // the finalizer closes the end that is written to
	if err != nil {
		t.Fatal(err)
	}
	go r.Read(make([]byte, 1))
}

func read(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Error(err)
		return
	}
	ends = append(ends, w)
	r.Read(make([]byte, 1))
}
