// Package messages has a writer that may lose a message when it is closed.
package messages

// A Writer writes messages in a goroutine of its own.
type Writer struct {
	messages chan string
	quit     chan struct{}
	done     chan struct{}
	Written  []string
}

// New returns a Writer that runs.
func New() *Writer {
	w := &Writer{messages: make(chan string, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go w.loop()
	return w
}

// Put hands a message over.
func (w *Writer) Put(m string) { w.messages <- m }

// Close ends the Writer. What was put before is meant to be written.
func (w *Writer) Close() {
	close(w.quit)
	<-w.done
}

func (w *Writer) loop() {
	defer close(w.done)
	for {
		select {
		case m := <-w.messages:
			w.Written = append(w.Written, m)
		case <-w.quit:
			return
		}
	}
}
