//go:build chaosrun

package axioms

import "testing"

// The seven cells of the table that an operation does not survive.

//chaosrun:expect deadlock
func TestWrongSendNil(t *testing.T) { Do(Send, Make(Nil)) }

//chaosrun:expect deadlock
func TestWrongReceiveNil(t *testing.T) { Do(Receive, Make(Nil)) }

//chaosrun:expect panic
func TestWrongCloseNil(t *testing.T) { Do(Close, Make(Nil)) }

//chaosrun:expect deadlock
func TestWrongSendOpen(t *testing.T) { Do(Send, Make(Open)) }

//chaosrun:expect deadlock
func TestWrongReceiveOpen(t *testing.T) { Do(Receive, Make(Open)) }

//chaosrun:expect panic
func TestWrongSendClosed(t *testing.T) { Do(Send, Make(Closed)) }

//chaosrun:expect panic
func TestWrongCloseClosed(t *testing.T) { Do(Close, Make(Closed)) }

// The same cells as they are met in practice: the operation is right when the one
// goroutine is first, and not when the other is.

// Both ends close, each "if it is not closed yet". The look and the close are two steps.
//
//chaosrun:expect panic
func TestWrongCloseIfOpen(t *testing.T) {
	ch := make(chan struct{})
	closeIfOpen := func() {
		select {
		case <-ch:
		default:
			close(ch)
		}
	}
	go closeIfOpen()
	closeIfOpen()
}
