package orchannel

import "sync"

// Or returns a channel that is closed when any of the channels is. There is one
// goroutine for each channel, and all of them end with the first. Of no channels, Or is
// nil: that is never closed either.
func Or(channels ...<-chan struct{}) <-chan struct{} {
	switch len(channels) {
	case 0:
		return nil
	case 1:
		return channels[0]
	}
	done := make(chan struct{})
	finish := sync.OnceFunc(func() { close(done) })
	for _, ch := range channels { // only read: the slice is the caller's
		go func() {
			select {
			case <-ch:
				finish()
			case <-done: // another one was first
			}
		}()
	}
	return done
}
