package result

// Result is what a function returned.
type Result[T any] struct {
	Value T
	Err   error
}

// Go calls f in a goroutine. The channel receives its result, once. Nobody has to wait
// for it: the goroutine ends when f does.
func Go[T any](f func() (T, error)) <-chan Result[T] {
	ch := make(chan Result[T], 1) // a place for a result that nobody asks for
	go func() {
		v, err := f()
		ch <- Result[T]{v, err}
	}()
	return ch
}

// Signal tells any number of goroutines, once, that something has happened. It carries
// no value and takes no memory: closing is the message.
type Signal chan struct{}

// NewSignal returns a signal that has not been given.
func NewSignal() Signal { return make(Signal) }

// Give gives the signal. It must be called once only.
func (s Signal) Give() { close(s) }
