package sendreceive

// Exchange sends mine and receives a value, in whichever order the other side is ready
// for. ok is false when the other side has closed in: it has gone, and takes nothing.
func Exchange[T any](out chan<- T, in <-chan T, mine T) (theirs T, ok bool) {
	select {
	case out <- mine:
		theirs, ok = <-in
	case theirs, ok = <-in:
		if ok {
			out <- mine
		}
	}
	return theirs, ok
}
