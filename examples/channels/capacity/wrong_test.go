//go:build chaosrun

package capacity

import "testing"

//chaosrun:expect deadlock
func TestWrongSendByLen(t *testing.T) { roomForOne(t, trySendByLen) }

//chaosrun:expect deadlock
func TestWrongReceiveByLen(t *testing.T) { oneForTwo(t, tryReceiveByLen) }
