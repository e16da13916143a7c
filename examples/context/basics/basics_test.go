package basics

import (
	"context"
	"errors"
	"testing"
	"time"
)

// sleeping is what Sleep and its wrong versions have in common.
type sleeping func(ctx context.Context, d time.Duration) error

// cutShort cancels at some time, before an hour is over. nil would say that the hour has
// passed.
func cutShort(t *testing.T, sleep sleeping) {
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if err := sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, and the error is %v", err)
	}
}

//chaosrun:clock idle
func TestCutShort(t *testing.T) { cutShort(t, Sleep) }

func TestNeverCancelled(t *testing.T) {
	for _, ctx := range []context.Context{context.Background(), context.TODO()} {
		if ctx.Done() != nil || ctx.Err() != nil || context.Cause(ctx) != nil {
			t.Errorf("%v is done: %v, %v", ctx, ctx.Err(), context.Cause(ctx))
		}
		if err := Sleep(ctx, time.Millisecond); err != nil {
			t.Errorf("%v: error %v", ctx, err)
		}
	}
}

// Done, Err and Cause say the same: Err is set when Done is closed, and Cause with it,
// to the first cause that is given.
func TestAgree(t *testing.T) {
	early, late := errors.New("early"), errors.New("late")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		cancel(early)
		cancel(late)
	}()
	if err := ctx.Err(); err != nil {
		select {
		case <-ctx.Done():
		default:
			t.Errorf("the error is %v, and Done is open", err)
		}
	}
	<-ctx.Done()
	if err, cause := ctx.Err(), context.Cause(ctx); err != context.Canceled || cause != early {
		t.Errorf("done with error %v and cause %v", err, cause)
	}
	if err := Sleep(ctx, time.Hour); err != early {
		t.Errorf("error %v, want %v", err, early)
	}
}
