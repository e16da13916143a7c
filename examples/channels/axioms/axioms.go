package axioms

// State is the state of a channel.
type State int

// The states of a channel. An open channel is taken to be unbuffered with nobody at
// the other end; with a partner, or with room in the buffer, its operations proceed.
const (
	Nil State = iota
	Open
	Closed
)

// Op is an operation on a channel.
type Op int

// The operations on a channel.
const (
	Send Op = iota
	Receive
	Close
)

// Outcome is what becomes of an operation that nobody helps.
type Outcome int

// The outcomes of an operation.
const (
	Proceeds Outcome = iota
	Blocks
	Panics
)

// Table says what each operation does in each state: Table[op][state].
var Table = [3][3]Outcome{
	//         nil     open      closed
	Send:    {Blocks, Blocks, Panics},
	Receive: {Blocks, Blocks, Proceeds},
	Close:   {Panics, Proceeds, Panics},
}

// Make returns a channel in the given state.
func Make(s State) chan int {
	if s == Nil {
		return nil
	}
	ch := make(chan int)
	if s == Closed {
		close(ch)
	}
	return ch
}

// Do performs op on ch, as code that uses a channel would: it may block or panic.
func Do(op Op, ch chan int) {
	switch op {
	case Send:
		ch <- 1
	case Receive:
		<-ch
	case Close:
		close(ch)
	}
}

// Try says what op on ch does at this moment. It never blocks or panics, but what it
// does cannot be undone: a value that was received is gone, a closed channel stays so.
func Try(op Op, ch chan int) (o Outcome) {
	defer func() {
		if recover() != nil {
			o = Panics
		}
	}()
	switch op {
	case Send:
		select {
		case ch <- 1:
		default:
			return Blocks
		}
	case Receive:
		select {
		case <-ch:
		default:
			return Blocks
		}
	case Close:
		close(ch)
	}
	return Proceeds
}
