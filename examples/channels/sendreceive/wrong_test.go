//go:build chaosrun

package sendreceive

import "testing"

//chaosrun:expect deadlock
func TestWrongSendFirst(t *testing.T) { swapped(t, exchangeSendFirst) }

// As long as nobody closes, ok is not missed.
func TestWrongNotOKSwapped(t *testing.T) { swapped(t, exchangeNotOK) }

//chaosrun:expect deadlock
func TestWrongNotOK(t *testing.T) { otherGone(t, exchangeNotOK) }
