//go:build chaosrun

package capacity

// trySendByLen looks for room and then sends. The room may be gone by then.
func trySendByLen(ch chan int, v int) bool {
	if len(ch) < cap(ch) {
		ch <- v
		return true
	}
	return false
}

// tryReceiveByLen looks for a value and then receives one.
func tryReceiveByLen(ch chan int) (int, bool) {
	if len(ch) > 0 {
		return <-ch, true
	}
	return 0, false
}
