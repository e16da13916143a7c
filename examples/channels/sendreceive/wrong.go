//go:build chaosrun

package sendreceive

// exchangeSendFirst sends and then receives. So does the other side, and each waits for
// the other to receive.
func exchangeSendFirst(out chan<- int, in <-chan int, mine int) (theirs int, ok bool) {
	out <- mine
	theirs, ok = <-in
	return theirs, ok
}

// exchangeNotOK does not look at ok, so that it takes the zero of a closed channel for a
// value and sends its own to nobody.
func exchangeNotOK(out chan<- int, in <-chan int, mine int) (theirs int, ok bool) {
	select {
	case out <- mine:
		theirs = <-in
	case theirs = <-in:
		out <- mine
	}
	return theirs, true
}
