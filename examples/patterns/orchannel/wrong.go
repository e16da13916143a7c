//go:build chaosrun

package orchannel

// orAppending is built as the pattern is usually shown. Each level adds its own channel
// to the rest of the others, with append. If the caller's slice has room behind, the
// channel lands there, in the caller's array.
func orAppending(channels ...<-chan struct{}) <-chan struct{} {
	switch len(channels) {
	case 0:
		return nil
	case 1:
		return channels[0]
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		switch len(channels) {
		case 2:
			select {
			case <-channels[0]:
			case <-channels[1]:
			}
		default:
			select {
			case <-channels[0]:
			case <-channels[1]:
			case <-channels[2]:
			case <-orAppending(append(channels[3:], done)...):
			}
		}
	}()
	return done
}

// orFirst has one goroutine for each channel. Those whose channel is not closed wait for
// it still when another one was.
func orFirst(channels ...<-chan struct{}) <-chan struct{} {
	if len(channels) == 0 {
		return nil
	}
	done := make(chan struct{})
	first := make(chan struct{}, 1)
	first <- struct{}{}
	for _, ch := range channels {
		go func() {
			<-ch
			select {
			case <-first:
				close(done)
			default:
			}
		}()
	}
	return done
}
