package operators

func unbuffered(n int) {
	_ = make(chan int)
	_ = make(chan token, 0)
	_ = make(chan token, 1)
	_ = make(chan<- int, n+1)
	_ = make([]chan int, n)
}
