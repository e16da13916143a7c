package selectcase

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// next is what Next and its wrong versions have in common.
type next func(ctx context.Context, urgent, normal <-chan string) (string, error)

// urgentFirst has both kinds waiting, two of each.
func urgentFirst(t *testing.T, next next) {
	urgent, normal := make(chan string, 2), make(chan string, 2)
	for range 2 {
		normal <- "normal"
		urgent <- "urgent"
	}
	var got []string
	for range 4 {
		v, err := next(t.Context(), urgent, normal)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, v)
	}
	if want := []string{"urgent", "urgent", "normal", "normal"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// eachOnce has the messages sent by others, at any time.
func eachOnce(t *testing.T, next next) {
	urgent, normal := make(chan string), make(chan string)
	go func() { urgent <- "urgent" }()
	go func() { normal <- "normal" }()
	first, err1 := next(t.Context(), urgent, normal)
	second, err2 := next(t.Context(), urgent, normal)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if first == second {
		t.Errorf("got %q twice", first)
	}
}

func TestUrgentFirst(t *testing.T) { urgentFirst(t, Next[string]) }

func TestEachOnce(t *testing.T) { eachOnce(t, Next[string]) }

func TestCancelEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if _, err := Next[string](ctx, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}
