//go:build chaosrun

package selectcase

import "testing"

//chaosrun:expect assert
func TestWrongInOrder(t *testing.T) { urgentFirst(t, nextInOrder[string]) }

// With one message of each kind at a time nobody notices.
func TestWrongInOrderEachOnce(t *testing.T) { eachOnce(t, nextInOrder[string]) }

// The normal message that was laid aside is missing, and the second call waits for it.
//
//chaosrun:expect deadlock
func TestWrongLateLook(t *testing.T) { eachOnce(t, nextLateLook[string]) }

// The code is right here and the tests are not: each expects that the same message is
// always first. That both fail shows that every ready case is taken in some run.

func firstOfEither(t *testing.T) string {
	urgent, normal := make(chan string, 1), make(chan string, 1)
	go func() { urgent <- "urgent" }()
	go func() { normal <- "normal" }()
	first, err := Next(t.Context(), urgent, normal)
	if err != nil {
		t.Fatal(err)
	}
	return first
}

//chaosrun:expect assert
func TestWrongUrgentAlwaysFirst(t *testing.T) {
	if first := firstOfEither(t); first != "urgent" {
		t.Errorf("%s was first", first)
	}
}

//chaosrun:expect assert
func TestWrongNormalAlwaysFirst(t *testing.T) {
	if first := firstOfEither(t); first != "normal" {
		t.Errorf("%s was first", first)
	}
}
