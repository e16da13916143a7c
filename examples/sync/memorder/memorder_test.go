package memorder

import (
	"sync"
	"testing"
)

// handedOver passes memory through a box. The race detector knows whether anything
// orders the write and the read; the value alone would not tell.
func handedOver(t *testing.T, b Box[*int]) {
	n := new(int)
	go func() {
		*n = 42
		b.Put(n)
	}()
	if got := *b.Get(); got != 42 {
		t.Errorf("got %d, want 42", got)
	}
}

// tryBox is what Flagged and its wrong version have in common.
type tryBox interface {
	Put(int)
	TryGet() (int, bool)
}

func seenOrNot(t *testing.T, b tryBox) {
	var wg sync.WaitGroup
	wg.Go(func() { b.Put(42) })
	for range 3 {
		if v, ok := b.TryGet(); ok && v != 42 {
			t.Errorf("got %d, want 42", v)
		}
	}
	wg.Wait()
}

func TestSent(t *testing.T) { handedOver(t, NewSent[*int]()) }

func TestClosed(t *testing.T) { handedOver(t, NewClosed[*int]()) }

func TestLocked(t *testing.T) { handedOver(t, NewLocked[*int]()) }

func TestFlagged(t *testing.T) { seenOrNot(t, new(Flagged[int])) }

// Within a goroutine, the order is that of the statements.
func TestOneGoroutine(t *testing.T) {
	b := NewClosed[int]()
	b.Put(1)
	if got := b.Get(); got != 1 {
		t.Errorf("got %d, want 1", got)
	}
}

// The function of a Once comes before the return of every Do, whoever called it.
func TestOnce(t *testing.T) {
	var once sync.Once
	n := 0
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			once.Do(func() { n = 42 })
			if n != 42 {
				t.Errorf("got %d, want 42", n)
			}
		})
	}
	wg.Wait()
}

// The go statement comes before what the goroutine does, and that before the end of
// Wait.
func TestGoAndWait(t *testing.T) {
	n := 1
	var wg sync.WaitGroup
	wg.Go(func() { n *= 2 })
	wg.Wait()
	if n != 2 {
		t.Errorf("got %d, want 2", n)
	}
}
