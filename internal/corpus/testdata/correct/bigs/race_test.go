//go:build race

package bigs

const goroutines = 5_000 // the race detector allows 8128

const allocated = 512 << 20 // bytes
