package cas

import (
	"sync"
	"sync/atomic"
	"testing"
)

// item is something that one goroutine at a time uses, and gives back.
type item struct {
	users atomic.Int32
	next  atomic.Pointer[item] // for the wrong version
}

// stack is what Stack and its wrong versions have in common.
type stack interface {
	Push(*item)
	Pop() (*item, bool)
}

// oneUser has two goroutines that take items from a stack and give them back, two at a
// time. Nobody may get an item that another has, and in the end all are there.
func oneUser(t *testing.T, s stack) {
	const items = 3
	for range items {
		s.Push(new(item))
	}
	take := func() *item {
		i, ok := s.Pop()
		if ok && i.users.Add(1) != 1 {
			t.Error("an item has two users")
		}
		return i
	}
	give := func(i *item) {
		if i != nil {
			i.users.Add(-1)
			s.Push(i)
		}
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 2 {
				a, b := take(), take()
				give(a)
				give(b)
			}
		})
	}
	wg.Wait()
	seen := make(map[*item]bool)
	for i, ok := s.Pop(); ok && !seen[i]; i, ok = s.Pop() {
		seen[i] = true
	}
	if len(seen) != items {
		t.Errorf("%d items are left, want %d", len(seen), items)
	}
}

// adding is what Add and its wrong versions have in common.
type adding func(n *atomic.Int64, delta, limit int64) bool

// upToLimit lets more be added than there is room for.
func upToLimit(t *testing.T, add adding) {
	var n, added atomic.Int64
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if add(&n, 2, 5) {
				added.Add(2)
			}
		})
	}
	wg.Wait()
	if n.Load() != 4 || added.Load() != 4 {
		t.Errorf("the sum is %d, and %d was added, want 4", n.Load(), added.Load())
	}
}

func TestOneUser(t *testing.T) { oneUser(t, new(Stack[*item])) }

func TestUpToLimit(t *testing.T) { upToLimit(t, Add) }

func TestLastInFirstOut(t *testing.T) {
	var s Stack[int]
	for i := range 3 {
		s.Push(i)
	}
	for want := 2; want >= 0; want-- {
		if v, ok := s.Pop(); v != want || !ok {
			t.Errorf("popped %d, %v, want %d", v, ok, want)
		}
	}
	if v, ok := s.Pop(); ok {
		t.Errorf("popped %d of an empty stack", v)
	}
}

// A value that one goroutine pushed and popped again is gone for the other.
func TestEachValueOnce(t *testing.T) {
	var s Stack[int]
	var popped [4]atomic.Int32
	var wg sync.WaitGroup
	for g := range 2 {
		wg.Go(func() {
			for i := range 2 {
				s.Push(2*g + i)
				if v, ok := s.Pop(); ok {
					popped[v].Add(1)
				} else {
					t.Error("nothing there, though there was a push for each pop")
				}
			}
		})
	}
	wg.Wait()
	for v := range popped {
		if n := popped[v].Load(); n != 1 {
			t.Errorf("%d was popped %d times", v, n)
		}
	}
}
