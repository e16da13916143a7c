//go:build chaosrun

package result

// goUnbuffered has no place for a result that nobody waits for.
func goUnbuffered(f func() (int, error)) <-chan Result[int] {
	ch := make(chan Result[int])
	go func() {
		v, err := f()
		ch <- Result[int]{v, err}
	}()
	return ch
}

// giveOne sends the signal instead of closing the channel. One goroutine hears it.
func giveOne(s Signal) { s <- struct{}{} }
