//go:build !race

package bigs

const goroutines = 10_000

const allocated = 128 << 20 // bytes: 256 GB in 2000 runs
