package capacity

// TrySend sends v if that can be done at once. It never blocks.
func TrySend[T any](ch chan T, v T) bool {
	select {
	case ch <- v: // looking for room and sending are one step
		return true
	default:
		return false
	}
}

// TryReceive receives a value if there is one. It never blocks. It returns false also
// when ch is closed and empty.
func TryReceive[T any](ch chan T) (v T, ok bool) {
	select {
	case v, ok = <-ch:
	default:
	}
	return v, ok
}
