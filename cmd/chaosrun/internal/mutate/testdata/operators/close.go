package operators

func send(n int) <-chan int {
	out := make(chan int)
	done := make(chan struct{})
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
		close(done)
	}()
	return out
}
