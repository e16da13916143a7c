package lifecycle

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

// task is what Task and its wrong versions have in common.
type task interface {
	Stop() error
}

// cleanedUp stops a task that has something to put in order on its way out. That is what
// main does before it returns, and after that nothing runs any more.
func cleanedUp(t *testing.T, start func(context.Context, func(context.Context) error) task) {
	var flushed atomic.Bool
	running := start(t.Context(), func(ctx context.Context) error {
		defer flushed.Store(true)
		<-ctx.Done()
		return nil
	})
	if err := running.Stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if !flushed.Load() {
		t.Error("stopped, and not flushed")
	}
}

func ours(ctx context.Context, f func(context.Context) error) task { return Start(ctx, f) }

func TestCleanedUp(t *testing.T) { cleanedUp(t, ours) }

var errWork = errors.New("work failed")

// A task may end by itself. Its error is still there when it is stopped, as often as
// that happens.
func TestEndsByItself(t *testing.T) {
	task := Start(t.Context(), func(context.Context) error { return errWork })
	<-task.Done()
	for range 2 {
		if err := task.Stop(); !errors.Is(err, errWork) {
			t.Errorf("got error %v, want %v", err, errWork)
		}
	}
}

// Two may stop a task, and both know then that it has ended.
func TestStoppedByTwo(t *testing.T) {
	task := Start(t.Context(), func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	})
	other := make(chan error)
	go func() { other <- task.Stop() }()
	for _, err := range []error{task.Stop(), <-other} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got error %v, want %v", err, context.Canceled)
		}
	}
}
