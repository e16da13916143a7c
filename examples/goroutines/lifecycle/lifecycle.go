package lifecycle

import "context"

// Task is a function that runs in a goroutine of its own.
type Task struct {
	cancel context.CancelFunc
	ended  chan struct{} // closed when the goroutine has ended
	err    error         // written before ended is closed
}

// Start starts f. Its ctx is done when the caller's is, or when the task is stopped.
func Start(ctx context.Context, f func(context.Context) error) *Task {
	ctx, cancel := context.WithCancel(ctx)
	t := &Task{cancel: cancel, ended: make(chan struct{})}
	go func() {
		defer close(t.ended) // last, when f and all that it deferred are through
		t.err = f(ctx)
	}()
	return t
}

// Done is closed when the task has ended.
func (t *Task) Done() <-chan struct{} { return t.ended }

// Stop asks the task to end, waits until it has, and returns what f returned. A main
// function that calls it before it returns cuts nothing off.
func (t *Task) Stop() error {
	t.cancel()
	<-t.ended
	return t.err
}
