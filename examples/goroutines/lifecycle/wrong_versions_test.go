//go:build chaosrun

package lifecycle

import "context"

// orphan tells its goroutine to end and does not wait until it has: the goroutine is
// cut off in whatever it does when main returns.
type orphan struct{ *Task }

func startOrphan(ctx context.Context, f func(context.Context) error) task {
	return orphan{Start(ctx, f)}
}

func (o orphan) Stop() error {
	o.cancel()
	return nil
}

// impatient waits for its goroutine to say that it is about to end, which is not the
// end: what is deferred still runs.
type impatient struct {
	cancel context.CancelFunc
	err    chan error
}

func startImpatient(ctx context.Context, f func(context.Context) error) task {
	ctx, cancel := context.WithCancel(ctx)
	t := impatient{cancel, make(chan error, 1)}
	go func() {
		go func() {
			<-ctx.Done()
			t.err <- nil // "it is cancelled, so it ends"
		}()
		f(ctx)
	}()
	return t
}

func (t impatient) Stop() error {
	t.cancel()
	return <-t.err
}
