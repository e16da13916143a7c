package operators

import "context"

func choose(ctx context.Context, in <-chan int, out chan<- int) int {
	select {
	case v := <-in:
		return v
	// the other way
	case out <- 1:
	case <-ctx.Done():
		return -1
	}
	select {
	case v := <-in:
		return v
	default:
		return 0
	}
}

// One case alone is none to drop.
func only(in <-chan int) {
	select {
	case <-in:
	}
}

// Without the first case nothing else uses the variable.
func unused(in <-chan int, out chan<- int) {
	v := 1
	select {
	case out <- v:
	case <-in:
	}
}

// Without the case the label is unused, which does not compile.
func label(in <-chan int) {
loop:
	for {
		select {
		case <-in:
			break loop
		default:
		}
	}
}
