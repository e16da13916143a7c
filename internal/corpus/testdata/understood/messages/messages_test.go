package messages

import "testing"

func TestAllIsWritten(t *testing.T) {
	w := New()
	for range 3 {
		w.Put("m")
	}
	w.Close()
	if len(w.Written) != 3 {
		t.Errorf("%d of 3 messages are written", len(w.Written))
	}
}
