// Package leakmains has correct programs, with goleak looking for goroutines that are left after all tests.
package leakmains

import (
	"context"
	"errors"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func generate(ctx context.Context) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; ; i++ {
			select {
			case out <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func TestDrained(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ch := generate(ctx)
	for want := range 3 {
		if n := <-ch; n != want {
			t.Fatal(n, want)
		}
	}
	cancel()
	for range ch {
	}
}

func TestEndsAfterTheTest(t *testing.T) {
	if n := <-generate(t.Context()); n != 0 {
		t.Fatal(n)
	}
}

func TestTimeout(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	result := make(chan error, 1)
	go func() {
		select {
		case <-ctx.Done():
			result <- ctx.Err()
		case <-time.After(time.Hour):
			result <- nil
		}
	}()
	if err := <-result; !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
}
