//go:build !race

package bigs

const goroutines = 10_000

const allocated = 1 << 30 // bytes
