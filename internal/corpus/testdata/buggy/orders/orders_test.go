// Package orders fails by the order of things that Go keeps in the order of their addresses, or of
// hashes of them: addresses differ from process to process, and a failure must replay in any.
package orders

import (
	"fmt"
	"hash/maphash"
	"maps"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

type node struct{ id int }

// nodes makes some, and what a collector may move around before them.
func nodes() []*node {
	all := make([]*node, 40)
	for i := range all {
		all[i] = &node{i}
	}
	return all
}

// fails fails if an update is lost and chance is one of eight.
func fails(t *testing.T, chance int) {
	t.Helper()
	var n atomic.Int32
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { n.Store(n.Load() + 1) })
	}
	wg.Wait()
	if n.Load() == 1 && chance%8 == 7 {
		t.Fatalf("lost an update: %d", chance)
	}
}

//chaosrun:expect assert
func TestPointers(t *testing.T) {
	m := map[*node]bool{}
	for _, n := range nodes() {
		m[n] = true
	}
	for n := range m {
		fails(t, n.id)
		break
	}
}

//chaosrun:expect assert
func TestChannels(t *testing.T) {
	m := map[chan int]int{}
	for i := range 40 {
		m[make(chan int)] = i
	}
	for _, i := range m {
		fails(t, i)
		break
	}
}

//chaosrun:expect assert
func TestInterfaces(t *testing.T) {
	m := map[any]int{}
	for _, n := range nodes() {
		m[n] = n.id
	}
	for _, i := range m {
		fails(t, i)
		break
	}
}

//chaosrun:expect assert
func TestStructs(t *testing.T) {
	type key struct {
		n    *node
		name string
		in   [2]*node
	}
	m := map[key]int{}
	for _, n := range nodes() {
		m[key{n, "n", [2]*node{n}}] = n.id
	}
	for _, i := range maps.All(m) {
		fails(t, i)
		break
	}
}

//chaosrun:expect assert
func TestSyncMap(t *testing.T) {
	var m sync.Map
	for _, n := range nodes() {
		m.Store(n, n.id)
	}
	m.Range(func(_, i any) bool {
		fails(t, i.(int))
		return false
	})
}

//chaosrun:expect assert
func TestPrinted(t *testing.T) {
	m := map[*node]int{}
	all := nodes()
	for i := range all {
		n := all[(i*7)%len(all)]
		m[n] = n.id
	}
	var first string
	for k, v := range m {
		if first == "" || v%3 == 0 {
			first = fmt.Sprint(map[*node]int{k: 0, all[v/2]: 1, all[v/3]: 2})
		}
	}
	fails(t, int(first[len(first)-2]-'0')*7)
}

//chaosrun:expect assert
func TestShards(t *testing.T) {
	seed := maphash.MakeSeed()
	fails(t, int(maphash.Comparable(seed, &node{})))
}

//chaosrun:expect assert
func TestInside(t *testing.T) {
	type pair struct{ a, b int }
	m := map[*int]int{}
	for i := range 20 {
		p := &pair{}
		m[&p.a], m[&p.b] = 2*i, 2*i+1
	}
	for _, i := range m {
		fails(t, i)
		break
	}
}

// Two timers of a bubble that fire at the same time fire in no order.
//
//chaosrun:expect assert
func TestBubbleOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := make(chan int, 2)
		time.AfterFunc(time.Second, func() { c <- 1 })
		time.AfterFunc(time.Second, func() { c <- 2 })
		time.Sleep(2 * time.Second)
		if <-c != 1 {
			t.Fatal("the second came first")
		}
	})
}

// No choice of these tests has two options: only the random numbers of their runs differ.

//chaosrun:expect assert
func TestSequentialMap(t *testing.T) {
	m := map[int]bool{}
	for i := range 8 {
		m[i] = true
	}
	for i := range m {
		if i%2 == 1 {
			t.Fatal("the first key is odd")
		}
		break
	}
}

//chaosrun:expect assert
func TestSequentialSyncMap(t *testing.T) {
	var m sync.Map
	for i := range 8 {
		m.Store(i, true)
	}
	m.Range(func(k, _ any) bool {
		if k.(int)%2 == 1 {
			t.Fatal("the first key is odd")
		}
		return false
	})
}

//chaosrun:expect assert
func TestSequentialNumber(t *testing.T) {
	if rand.IntN(2) == 1 {
		t.Fatal("drew a 1")
	}
}
