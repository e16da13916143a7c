package axioms

import "testing"

func TestTable(t *testing.T) {
	for op, row := range Table {
		for state, want := range row {
			if got := Try(Op(op), Make(State(state))); got != want {
				t.Errorf("op %d on channel in state %d: outcome %d, want %d", op, state, got, want)
			}
		}
	}
}

// The open column again, with a partner: what blocked alone proceeds now.
func TestOpenWithPartner(t *testing.T) {
	ch := Make(Open)
	go Do(Send, ch)
	Do(Receive, ch)
	go Do(Receive, ch)
	Do(Send, ch)
}

// A close is a message to everyone: all receivers that wait go on, with zero values.
func TestCloseWakesAll(t *testing.T) {
	ch := Make(Open)
	const receivers = 3
	ended := make(chan bool)
	for range receivers {
		go func() {
			v, ok := <-ch
			ended <- v == 0 && !ok
		}()
	}
	Do(Close, ch)
	for range receivers {
		if !<-ended {
			t.Error("receive from a closed channel gave a value")
		}
	}
}

// What was sent before the close is received before the zero values.
func TestClosedDrainsFirst(t *testing.T) {
	ch := make(chan int, 2)
	go func() {
		ch <- 1
		ch <- 2
		close(ch)
	}()
	for i, want := range []int{1, 2, 0, 0} {
		v, ok := <-ch
		if v != want || ok != (i < 2) {
			t.Errorf("receive %d gave %d, %v", i, v, ok)
		}
	}
}

// In a select, a nil channel is a case that is never taken.
func TestNilCaseNeverTaken(t *testing.T) {
	ready := make(chan int, 1)
	ready <- 1
	select {
	case <-Make(Nil):
		t.Error("received from a nil channel")
	case Make(Nil) <- 1:
		t.Error("sent to a nil channel")
	case <-ready:
	}
}
