// Package hangs holds programs that come into a loop without any scheduling point.
package hangs

import (
	"sync"
	"sync/atomic"
	"testing"
)

// A flag that is no atomic: the compiler may read it once. The loop is entered only if
// the flag is not set yet.
//
//chaosrun:expect hang
func TestPlainFlag(t *testing.T) {
	stopped := false
	var fast atomic.Bool
	go func() {
		stopped = true
		fast.Store(true)
	}()
	if fast.Load() {
		return
	}
	for !stopped {
	}
}

type node struct {
	next *node
	id   int
}

// A node that is pushed twice points to itself, and the walk over the list never ends.
//
//chaosrun:expect hang
func TestListWithCycle(t *testing.T) {
	var mu sync.Mutex
	var head *node
	var listed atomic.Bool
	n := &node{id: 1}
	add := func() {
		if listed.Load() {
			return
		}
		listed.Store(true)
		mu.Lock()
		defer mu.Unlock()
		n.next = head
		head = n
	}
	var wg sync.WaitGroup
	wg.Go(add)
	wg.Go(add)
	wg.Wait()
	count := 0
	for p := head; p != nil; p = p.next {
		count++
	}
}

// The step is zero for a moment while it is changed, and a reader that takes it then
// never comes to the end.
//
//chaosrun:expect hang
func TestStepOfZero(t *testing.T) {
	var step atomic.Int64
	step.Store(2)
	go func() {
		step.Store(0) // off
		step.Store(3) // new
	}()
	s, sum := step.Load(), int64(0)
	for i := int64(0); i < 10; i += s {
		sum += i
	}
}

// After a lost update the length is odd, and a reader that takes records of two steps
// over the end, which it compares with !=.
//
//chaosrun:expect hang
func TestPositionOvertakes(t *testing.T) {
	var end atomic.Uint64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { end.Store(end.Load() + 1) })
	}
	wg.Wait()
	length, records := end.Load(), 0
	for at := uint64(0); at != length; at += 2 {
		records++
	}
}

// A parser that gets an empty token does not move on.
//
//chaosrun:expect hang
func TestParserStandsStill(t *testing.T) {
	var separator atomic.Value
	separator.Store(",")
	go separator.Store("")
	text, sep := "a,b,c", separator.Load().(string)
	for text != "" {
		i := 0
		for i < len(text) && sep != "" && text[i] != sep[0] {
			i++
		}
		text = text[min(i+len(sep), len(text)):]
	}
}

// The gap in a ring buffer is looked for until one is found; the count that says there
// is one is wrong after two adds at once.
//
//chaosrun:expect hang
func TestNoGapInFullTable(t *testing.T) {
	var mu sync.Mutex
	var table [2]bool
	var used atomic.Int32
	add := func() {
		if used.Load() >= int32(len(table)) {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		i := 0
		for table[i%len(table)] {
			i++
		}
		table[i%len(table)] = true
		used.Add(1)
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(add)
	}
	wg.Wait()
}
