//go:build race

package bigs

const goroutines = 5_000 // the race detector allows 8128

const allocated = 1 << 30 // bytes: the heap is collected in a run
