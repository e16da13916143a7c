package cancellation

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

// all is what All and its wrong versions have in common.
type all func(ctx context.Context, ops ...func(context.Context) error) error

var errFirst = errors.New("first")

// oneFails has an operation that fails and one that goes on until it is cancelled. Its
// error is the result of that, and not what went wrong.
func oneFails(t *testing.T, all all) {
	var running atomic.Int32
	running.Store(1)
	err := all(t.Context(),
		func(context.Context) error { return errFirst },
		func(ctx context.Context) error {
			defer running.Add(-1)
			<-ctx.Done()
			return ctx.Err()
		})
	if err != errFirst {
		t.Errorf("error %v, want %v", err, errFirst)
	}
	if running.Load() != 0 {
		t.Error("returned, and an operation is still running")
	}
}

// bothFail has two operations that fail, at the same time.
func bothFail(t *testing.T, all all) {
	fail := func(context.Context) error { return errFirst }
	if err := all(t.Context(), fail, fail); err != errFirst {
		t.Errorf("error %v, want %v", err, errFirst)
	}
}

// noneFails has operations that end well.
func noneFails(t *testing.T, all all) {
	var done atomic.Int32
	op := func(context.Context) error {
		done.Add(1)
		return nil
	}
	if err := all(t.Context(), op, op); err != nil || done.Load() != 2 {
		t.Errorf("error %v, and %d operations done", err, done.Load())
	}
}

func TestOneFails(t *testing.T) { oneFails(t, All) }

func TestBothFail(t *testing.T) { bothFail(t, All) }

func TestNoneFails(t *testing.T) { noneFails(t, All) }

// The caller's cancel reaches all.
func TestCallerCancels(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	wait := func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	}
	go cancel()
	if err := All(ctx, wait, wait); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
