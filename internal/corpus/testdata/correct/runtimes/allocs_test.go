//go:build !race

package runtimes

import (
	"fmt"
	"io"
	"sync"
	"testing"
)

// The race detector drops items of pools at random; otherwise what a function allocates is known.

func allocatesNothing(t *testing.T, f func()) {
	t.Helper()
	if n := testing.AllocsPerRun(100, f); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestPoolKeepsItsItem(t *testing.T) {
	pool := sync.Pool{New: func() any { return new([64]byte) }}
	allocatesNothing(t, func() {
		b := pool.Get().(*[64]byte)
		b[0]++
		pool.Put(b)
	})
}

func TestTwoPoolsKeepTheirs(t *testing.T) {
	var small, large sync.Pool
	small.New = func() any { return new([8]byte) }
	large.New = func() any { return new([4096]byte) }
	allocatesNothing(t, func() {
		s, l := small.Get(), large.Get()
		large.Put(l)
		small.Put(s)
	})
}

func TestFprintAllocatesNothing(t *testing.T) {
	allocatesNothing(t, func() { fmt.Fprint(io.Discard, "text") })
}
